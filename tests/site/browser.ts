import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { afterAll, inject } from 'vitest';
import { chromiumFlags, findChromium } from '../../scripts/chromium.mjs';

let browser: Promise<Browser> | undefined;

/** One browser for all tests of a file. */
function launch(): Promise<Browser> {
  browser ??= chromium.launch({ executablePath: findChromium() ?? undefined, args: chromiumFlags });
  return browser;
}

afterAll(async () => {
  await (await browser)?.close();
  browser = undefined;
});

/** What went wrong on a page while it was used. All lists must stay empty. */
export interface Trouble {
  readonly errors: string[];
  readonly violations: string[];
  readonly foreignRequests: string[];
  readonly failedRequests: string[];
}

/** Opens a page of the built site (path without the leading slash) in a fresh context and watches it. */
export async function open(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; trouble: Trouble }> {
  const context = await (await launch()).newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const trouble: Trouble = { errors: [], violations: [], foreignRequests: [], failedRequests: [] };
  const origin = new URL(inject('siteUrl')).origin;
  page.on('pageerror', (error) => trouble.errors.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy|violates the following/i.test(text)) trouble.violations.push(text);
    else if (message.type() === 'error') trouble.errors.push(text);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== origin) trouble.foreignRequests.push(request.url());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) trouble.failedRequests.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(inject('siteUrl') + path, { waitUntil: 'load' });
  return { page, trouble };
}

/** Scrolls through the whole page so that every island hydrates, then returns to the top. */
export async function wakeAll(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < height; y += 600) {
    await page.evaluate((top) => window.scrollTo({ top, behavior: 'instant' }), y);
    await page.waitForTimeout(60);
  }
  await page.waitForFunction(() => document.querySelectorAll('astro-island[ssr]').length === 0, null, { timeout: 30_000 });
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
}
