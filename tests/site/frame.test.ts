import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { open } from './browser';

const query = (page: Page): Promise<string> => page.evaluate(() => window.location.search);

/** Waits until the address says this; it is written at most three times a second. */
const addressIs = (page: Page, expected: string): Promise<unknown> =>
  page.waitForFunction((wanted) => window.location.search === wanted, expected, { timeout: 5000 });

describe.each([
  ['arcface/', 'margin m', 'Parameters of the page', 'Loss'],
  ['ko/arcface/', '마진 m', '페이지 파라미터', '손실 함수'],
])('/%s', (path, margin, bar, lossLabel) => {
  it('moves m by key: number, equation values, listing and address follow', async () => {
    const { page, trouble } = await open(path);
    const slider = page.getByRole('region', { name: bar }).getByRole('slider', { name: margin });
    await slider.focus();
    for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowRight');
    await addressIs(page, '?m=0.53');
    expect(await page.locator('main [data-value="m"]').allTextContents()).toSatisfy(
      (all: string[]) => all.length > 1 && all.every((one) => one === '0.53'),
    );
    expect(await page.locator('main [data-value="mDeg"]').first().textContent()).toBe('30.4°');
    const listing = page.locator('.listing');
    await listing.scrollIntoViewIfNeeded();
    await listing.locator('xpath=ancestor::astro-island[not(@ssr)]').waitFor({ state: 'attached' });
    expect(await listing.locator('.listing-value[data-symbol="m"]').first().textContent()).toBe('0.53');
    expect(trouble.errors).toEqual([]);
    await page.context().close();
  });

  it('a number in the text is a slider of its own', async () => {
    const { page } = await open(path);
    const value = page.locator('main .value[data-value="m"]').first();
    expect(await value.getAttribute('role')).toBe('slider');
    await value.focus();
    await page.keyboard.press('End');
    await addressIs(page, '?m=1.5');
    expect(await page.locator('main').getAttribute('data-active-symbol')).toBe('m');
    await page.keyboard.press('Home');
    await page.keyboard.press('PageUp');
    await addressIs(page, '?m=0.15');
    await page.context().close();
  });

  it('another loss brings its equation, its sliders and its address; reset leads back', async () => {
    const { page, trouble } = await open(path);
    await page.getByLabel(lossLabel, { exact: true }).selectOption('combined');
    await addressIs(page, '?loss=combined');
    await page.waitForFunction(() => document.querySelector('.loss-equation')?.getAttribute('aria-label')?.includes('Combined'));
    expect(await page.locator('.loss-equation .equation [data-symbol="m3"]').count()).toBeGreaterThan(0);
    expect(await page.getByRole('region', { name: bar }).getByRole('slider').count()).toBe(4);
    await page.locator('.bar-more > summary').click();
    await page.locator('.bar-actions button').last().click();
    await addressIs(page, '');
    expect(trouble.errors).toEqual([]);
    await page.context().close();
  });
});

describe('the address', () => {
  it('that is wrong gives the nearest state and a line that says so and can be dismissed', async () => {
    const { page } = await open('arcface/?m=abc&s=900&loss=arcface');
    const line = page.locator('.address-notice');
    await line.getByText('“s = 900” is out of range; 128 is the nearest.').waitFor();
    expect(await line.textContent()).toContain('“m = abc” is not a number; 0.5 is used.');
    await addressIs(page, '?s=128');
    await line.getByRole('button').click();
    expect(await line.textContent()).toBe('');
    await page.context().close();
  });

  it('gives the same state when it is opened again, also to figures that wake late', async () => {
    const { page } = await open('arcface/?loss=cosface&s=32&m=0.25');
    expect(await page.locator('.bar-loss select').inputValue()).toBe('cosface');
    expect(await page.getByRole('slider', { name: 'scale s' }).first().inputValue()).toBe('32');
    await page.locator('.listing').scrollIntoViewIfNeeded();
    await page.getByText('class CosFaceHead').first().waitFor();
    expect(await query(page)).toBe('?loss=cosface&s=32&m=0.25');
    await page.context().close();
  });
});

describe('the language switch', () => {
  it('keeps state and place', async () => {
    const { page } = await open('arcface/?m=0.8');
    await page
      .locator('#past-pi')
      .evaluate((heading) =>
        window.scrollTo({ top: heading.getBoundingClientRect().top + window.scrollY - 200, behavior: 'instant' }),
      );
    // A plain mouse press: `locator.click` would scroll the sticky head's place in the text into view first.
    const box = await page.locator('.site-head .language-switch').boundingBox();
    await page.mouse.click((box?.x ?? 0) + 10, (box?.y ?? 0) + 10);
    await page.waitForURL(/\/ko\/arcface\/\?m=0\.8$/);
    const top = () => page.locator('#past-pi').evaluate((heading) => heading.getBoundingClientRect().top);
    await expect.poll(top, { timeout: 5000 }).toBeGreaterThan(100);
    expect(await top()).toBeLessThan(400);
    await page.context().close();
  });

  it('offers the other language quietly, once', async () => {
    const { page } = await open('arcface/', { locale: 'ko-KR' });
    const offer = page.locator('.language-offer');
    await offer.getByText('한국어로도').waitFor();
    await offer.getByRole('button').click();
    await page.reload();
    await page.waitForTimeout(500);
    expect(await offer.isVisible()).toBe(false);
    await page.context().close();
  });
});

describe('the theme button', () => {
  it('changes the theme, keeps it, and goes back to the device', async () => {
    const { page } = await open('about/', { colorScheme: 'light' });
    const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
    await page.locator('.theme-button').click();
    expect(await theme()).toBe('dark');
    await page.reload();
    expect(await theme()).toBe('dark');
    await page.locator('.theme-button').click();
    await page.locator('.theme-button').click();
    expect(await page.evaluate(() => [document.documentElement.dataset['themeChoice'], localStorage.length])).toEqual([
      'system',
      0,
    ]);
    await page.context().close();
  });
});

describe('exercises and predictions', () => {
  it('check themselves against the live state', async () => {
    const { page } = await open('arcface/');
    const exercise = page.locator('#exercise-no-margin');
    await exercise.getByText('Not yet.').waitFor();
    await page.getByRole('slider', { name: 'margin m' }).first().focus();
    await page.keyboard.press('Home');
    await exercise.getByText('Done:').waitFor();
    await page.context().close();
  });

  it('show an answer after a choice, and say whether it was right', async () => {
    const { page } = await open('arcface/');
    const block = page.locator('#gap-width');
    expect(await block.locator('.reveal').isVisible()).toBe(false);
    await block.getByLabel('2m', { exact: true }).check();
    expect(await block.locator('.verdict').textContent()).toBe('Not quite. The answer: m.');
    expect(await block.locator('.reveal').isVisible()).toBe(true);
    await page.context().close();
  });
});

describe('without JavaScript', () => {
  it.each(['arcface/', 'ko/arcface/'])(
    '/%s has its text, equations, numbers and a still of every figure, and no dead controls',
    async (path) => {
      const { page } = await open(path, { javaScriptEnabled: false });
      expect(await page.locator('.parameter-bar').isVisible()).toBe(false);
      expect(await page.locator('.loss-equation .katex').isVisible()).toBe(true);
      expect(await page.locator('[data-value="m"]').first().textContent()).toBe('0.50');
      expect(await page.locator('.prediction .reveal').first().isVisible()).toBe(true);
      for (const figure of await page.locator('main figure').all())
        expect(await figure.locator('svg').count(), (await figure.getAttribute('id')) ?? '').toBeGreaterThan(0);
      expect(await page.locator('main :is(input, select):visible:not(.prediction input, [disabled])').count()).toBe(0);
      await page.context().close();
    },
  );
});

it('a bar of 390 px folds and unfolds, and its controls are large enough to touch', async () => {
  const { page } = await open('arcface/', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const bar = page.locator('.parameter-bar');
  expect((await bar.boundingBox())?.height ?? 999).toBeLessThan(70);
  expect(await page.locator('.bar-loss select').isVisible()).toBe(false);
  await bar.locator('summary').tap();
  expect(await page.locator('.bar-loss select').isVisible()).toBe(true);
  for (const control of await bar.locator('select, button, summary, input[type=range]').all()) {
    expect((await control.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(43.5);
  }
  await page.context().close();
});
