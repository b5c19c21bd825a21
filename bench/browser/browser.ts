import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { chromiumFlags, ensureChromium } from '../../scripts/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';
import { buildSite } from '../../tests/site/build-site';

const cache = (name: string) => fileURLToPath(new URL(`../../.cache/bench/${name}`, import.meta.url));

/** A served folder and a browser to look at it with. */
export interface Served {
  readonly url: string;
  readonly browser: Browser;
}

/** Serves a folder and starts a real Chromium for `work`; ends both after it, whatever happens. */
async function withBrowser<T>(folder: string, work: (served: Served) => Promise<T>): Promise<T> {
  const server = await serve(folder, { port: 4600 });
  try {
    const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags });
    try {
      return await work({ url: server.url, browser });
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

let pages: Promise<unknown> | null = null;
let site: Promise<void> | null = null;

/** The bench's own pages (`bench/pages`), built as the site's scripts are, once a process. */
export async function withPages<T>(work: (served: Served) => Promise<T>): Promise<T> {
  const root = fileURLToPath(new URL('../pages', import.meta.url));
  pages ??= build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: fileURLToPath(new URL('../../public', import.meta.url)),
    worker: { format: 'es' },
    build: {
      outDir: cache('pages'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      target: 'es2022',
      chunkSizeWarningLimit: 1e5,
      rollupOptions: { input: ['steps.html', 'sphere.html'].map((name) => `${root}/${name}`) },
    },
  });
  await pages;
  return withBrowser(cache('pages'), work);
}

/** The built site, built once a process. */
export async function withSite<T>(work: (served: Served) => Promise<T>): Promise<T> {
  site ??= buildSite(cache('site'));
  await site;
  return withBrowser(cache('site'), work);
}

/** Opens a page in a context of its own (nothing cached) and closes it after `work`. An error on the page fails the bench. */
export async function onPage<T>({ url, browser }: Served, path: string, work: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(url + path, { waitUntil: 'load' });
    const result = await work(page);
    if (errors.length > 0) throw new Error(`${path}: ${errors.join('\n')}`);
    return result;
  } finally {
    await context.close();
  }
}
