import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { buildSite } from './build-site';
import { builtPages } from './sitemap';

/** Local addresses in a page: href, src, srcset-free. */
function localAddresses(html: string): string[] {
  const found = [...html.matchAll(/\s(?:href|src|component-url|renderer-url)="([^"]+)"/g)].map((match) => match[1] ?? '');
  return found
    .filter((address) => !/^(?:https?:|mailto:|data:|blob:)/.test(address))
    .map((address) => address.replaceAll('&amp;', '&'));
}

/** Addresses that point to nothing in the built folder, and fragments that no element has. */
function broken(folder: string, base: string): string[] {
  const pages = builtPages(folder);
  const problems: string[] = [];
  for (const [file, html] of pages) {
    for (const address of localAddresses(html)) {
      const url = new URL(address, `http://site${base}${file}`);
      const path = decodeURIComponent(url.pathname);
      if (!path.startsWith(base)) {
        problems.push(`${file}: ${address} leaves the base path`);
        continue;
      }
      const relative = path.slice(base.length);
      const target = relative === '' || relative.endsWith('/') ? `${relative}index.html` : relative;
      if (!existsSync(join(folder, target))) problems.push(`${file}: ${address} does not exist`);
      const id = decodeURIComponent(url.hash.slice(1));
      const page = pages.get(target);
      if (id && page !== undefined && !page.includes(`id="${id}"`)) problems.push(`${file}: ${address} has no such fragment`);
    }
  }
  return problems;
}

describe('links of the built site', () => {
  it('all lead somewhere', () => {
    expect(broken(inject('siteFolder'), '/')).toEqual([]);
  });

  it('all stay under the base path when the site is built for one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'margin-notes-base-'));
    await buildSite(folder, { BASE_PATH: '/margin-notes/', SITE: 'https://example.org' });
    const pages = builtPages(folder);
    expect(pages.size).toBeGreaterThanOrEqual(6);
    expect(broken(folder, '/margin-notes/')).toEqual([]);
    expect(pages.get('arcface/index.html')).toContain('https://example.org/margin-notes/ko/arcface/');
  });
});
