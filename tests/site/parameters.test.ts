import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { open, wakeAll } from './browser';

const words = {
  '': { bar: 'Parameters', margin: /^margin m$/i },
  'ko/': { bar: '', margin: /^마진 m$/ },
} as const;

function marginSlider(page: Page, language: keyof typeof words) {
  return page.locator('.parameter-bar').getByRole('slider', { name: words[language].margin });
}

describe.each(['', 'ko/'] as const)('/%sarcface/: the margin moved by keyboard', (language) => {
  it('is followed by equation, prose, listing, figure and address', async () => {
    const { page, trouble } = await open(`${language}arcface/`);
    await wakeAll(page);
    const gauge = page.locator('#geodesic');
    await gauge.scrollIntoViewIfNeeded();
    expect(await gauge.textContent()).toContain('28.6°');

    const slider = marginSlider(page, language);
    await slider.focus();
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
    expect(await slider.inputValue()).toBe('0.6');

    // 0.6 rad = 34.377°
    await expect.poll(() => gauge.textContent()).toContain('34.4°');
    const values = (selector: string) => page.locator(`${selector} [data-value="m"]`).allTextContents();
    expect(await values('main p')).toContain('0.60');
    await expect
      .poll(() => page.locator('.loss-equation:visible, [data-loss-equation]:visible').first().textContent())
      .toMatch(/0\.60?/);
    await expect.poll(() => page.locator('pre.listing, .listing pre').last().textContent()).toMatch(/m\s*=\s*0\.6/);
    await expect.poll(() => new URL(page.url()).searchParams.get('m')).toBe('0.6');

    await page.keyboard.press('Home');
    await expect.poll(() => new URL(page.url()).searchParams.get('m')).toBe('0');
    expect(trouble.errors).toEqual([]);
    await page.context().close();
  });
});

describe('the address', () => {
  it('is empty at the defaults, keeps the state through the language switch, and adds nothing to the history', async () => {
    const { page } = await open('arcface/?m=0.7&s=32');
    const before = await page.evaluate(() => history.length);
    await marginSlider(page, '').focus();
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    await expect.poll(() => new URL(page.url()).search).toBe('?s=32&m=0.75');
    expect(await page.evaluate(() => history.length)).toBe(before);
    await page.getByRole('link', { name: '한국어' }).first().click();
    await page.waitForURL(/\/ko\/arcface\//);
    expect(new URL(page.url()).searchParams.get('m')).toBe('0.75');
    expect(await marginSlider(page, 'ko/').inputValue()).toBe('0.75');
    await page.context().close();
  });

  it.each([
    ['', 'm=abc', '0.5'],
    ['', 'm=99', '1.5'],
    ['ko/', 'm=-3&loss=whatever&s=1e9', '0'],
  ] as const)('/%sarcface/?%s becomes the nearest valid state and says so', async (language, query, margin) => {
    const { page, trouble } = await open(`${language}arcface/?${query}`);
    await expect.poll(() => marginSlider(page, language).inputValue()).toBe(margin);
    const notice = page.locator('.address-notice');
    await notice.waitFor({ state: 'visible' });
    expect(await notice.textContent()).toContain('m');
    expect(trouble.errors).toEqual([]);
    await page.context().close();
  });
});

describe('without JavaScript', () => {
  it.each(['arcface/', 'ko/arcface/'])(
    '/%s keeps text, equations and a still of every figure, and hides controls',
    async (path) => {
      const { page } = await open(path, { javaScriptEnabled: false });
      expect(await page.locator('main p').count()).toBeGreaterThan(40);
      expect(await page.locator('.katex').count()).toBeGreaterThan(20);
      const figures = page.locator('main figure.figure');
      const count = await figures.count();
      expect(count).toBe(7);
      for (let i = 0; i < count; i++) {
        const figure = figures.nth(i);
        const id = await figure.getAttribute('id');
        const shapes = await figure.locator('svg path, svg circle, svg line, svg rect, svg polyline').count();
        const rows = await figure.locator('ol > li, pre').count();
        expect(shapes + rows, `${id} has a still`).toBeGreaterThan(8);
        // An equation or a table of numbers needs no alternative text; a picture does.
        const pictures = figure.locator('svg[role="img"]');
        for (let k = 0; k < (await pictures.count()); k++) {
          const name = await pictures
            .nth(k)
            .evaluate(
              (svg) =>
                svg.getAttribute('aria-label') ?? svg.querySelector('title')?.textContent ?? svg.getAttribute('aria-labelledby'),
            );
          expect(name, `${id} says what it shows`).toBeTruthy();
        }
      }
      // What needs the script is hidden. What remains works without it (popovers of terms, choices of predictions) or is text.
      expect(await page.locator('.js-only:visible, select:visible, input:not([type="radio"]):visible').count()).toBe(0);
      await page.context().close();
    },
  );
});
