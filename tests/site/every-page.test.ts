import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, inject, it } from 'vitest';
import { open, wakeAll } from './browser';
import { sitemapPaths } from './sitemap';

const paths = [...sitemapPaths(), '404.html'];

/** Violations of WCAG 2.2 AA and best practices, as readable lines. */
async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const run = (window as unknown as { axe: typeof import('axe-core') }).axe.run;
    const { violations } = await run(document, { resultTypes: ['violations'] });
    return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`));
  });
}

describe.each(paths)('/%s', (path) => {
  it.each(['light', 'dark'] as const)(
    'has no accessibility violation, error, CSP violation or foreign request in the %s theme',
    async (colorScheme) => {
      const { page, trouble } = await open(path, { colorScheme, bypassCSP: false, reducedMotion: 'reduce' });
      await wakeAll(page);
      expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe(colorScheme);
      expect(trouble.violations).toEqual([]);
      expect(trouble.foreignRequests).toEqual([]);
      expect(trouble.errors.filter((text) => !path.startsWith('404') || !/404/.test(text))).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
      await page.context().close();
    },
  );

  it('fits a phone of 390 px without scrolling sideways', async () => {
    const { page } = await open(path, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await wakeAll(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.context().close();
  });
});

it('the sitemap lists pages in both languages', () => {
  expect(paths).toEqual(expect.arrayContaining(['', 'ko/', 'arcface/', 'ko/arcface/']));
  expect(inject('siteUrl')).toMatch(/^http:\/\/localhost:/);
});
