import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

/** Paths of all pages in the sitemap, without the leading slash; plus 404.html. */
export function sitemapPaths(): string[] {
  const folder = inject('siteFolder');
  const locations = readdirSync(folder)
    .filter((name) => /^sitemap-\d+\.xml$/.test(name))
    .flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1] ?? ''),
    );
  return locations.map((location) => new URL(location).pathname.slice(1));
}

/** Every HTML file of the build: path relative to the build folder → text. */
export function builtPages(folder = inject('siteFolder')): Map<string, string> {
  const pages = new Map<string, string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.html')) continue;
    const path = join(entry.parentPath, entry.name);
    pages.set(path.slice(folder.length + 1), readFileSync(path, 'utf8'));
  }
  return pages;
}
