import type { Page } from 'playwright';

/** Brings a figure on screen and waits until it answers. */
export async function figure(page: Page, id: string): Promise<void> {
  await page.locator(`#${id}`).scrollIntoViewIfNeeded();
  await page.waitForFunction((name) => document.getElementById(name)?.querySelector('astro-island[ssr]') === null, id);
}

/** Identifiers of the figures of a page that have something to wake, in the order of the page. */
export const figuresOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('figure[id]')].filter((each) => each.querySelector('astro-island')).map(({ id }) => id),
  );
