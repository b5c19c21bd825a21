import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { open } from './browser';

const minute = 60_000;

async function figureOf(page: Page, id: string): Promise<Locator> {
  const figure = page.locator(`#${id}`);
  await figure.scrollIntoViewIfNeeded();
  await page.waitForFunction((name) => document.getElementById(name)?.querySelector('astro-island[ssr]') === null, id);
  return figure;
}

const reading = (figure: Locator, name: string) => async () =>
  Number.parseFloat((await figure.locator(`[data-reading="${name}"]`).textContent()) ?? '');

/** Presses a button of the play bar and waits until the still of a finished run has given way to the reader's own run. */
async function start(figure: Locator, action: 'train' | 'step'): Promise<void> {
  const still = await reading(figure, 'step')();
  await figure.locator(`[data-action="${action}"]`).click();
  await expect.poll(reading(figure, 'step'), { timeout: minute / 2, interval: 20 }).toBeLessThan(still);
}

/** How many different colours the drawn picture has. A blank canvas has one. */
async function colours(figure: Locator): Promise<number> {
  return figure
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const copy = document.createElement('canvas');
      copy.width = canvas.width;
      copy.height = canvas.height;
      const context = copy.getContext('2d')!;
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, copy.width, copy.height);
      const seen = new Set<number>();
      for (let i = 0; i < data.length; i += 4) seen.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
      return seen.size;
    });
}

describe.each([
  ['arcface/', 'training-circle'],
  ['arcface/', 'training-sphere'],
  ['ko/arcface/', 'training-circle'],
  ['ko/arcface/', 'training-sphere'],
] as const)('/%s: a reader presses Train in #%s', (path, id) => {
  it('and the network reaches 95 % on the whole training part, margin-free', { timeout: 2 * minute }, async () => {
    const { page, trouble } = await open(path);
    const figure = await figureOf(page, id);
    await start(figure, 'train');
    await expect
      .poll(async () => ((await reading(figure, 'step')()) > 20 ? reading(figure, 'accuracy')() : 0), {
        timeout: 1.5 * minute,
        interval: 250,
      })
      .toBeGreaterThanOrEqual(95);
    if (id === 'training-sphere') expect(await colours(figure)).toBeGreaterThan(50);
    expect(trouble.errors).toEqual([]);
    expect(trouble.violations).toEqual([]);
    expect(trouble.foreignRequests).toEqual([]);
    await page.context().close();
  });
});

describe('a run that travels', () => {
  it('gives the same numbers on another page with the same link, and says that it was reproduced', {
    timeout: 3 * minute,
  }, async () => {
    const { page } = await open('arcface/?m=0.4');
    const figure = await figureOf(page, 'training-circle');
    const step = figure.locator('[data-action="step"]');
    await start(figure, 'step');
    await expect.poll(reading(figure, 'step')).toBe(1);
    for (let i = 0; i < 4; i++) {
      const before = await reading(figure, 'step')();
      await step.click();
      await expect.poll(reading(figure, 'step')).toBeGreaterThan(before);
    }
    const loss = await figure.locator('[data-reading="loss"]').textContent();
    const steps = await reading(figure, 'step')();
    await expect.poll(() => new URL(page.url()).searchParams.get('n2')).toBe(String(steps));
    const link = new URL(page.url());
    await page.context().close();

    const again = await open(`arcface/${link.search}`);
    const replayed = await figureOf(again.page, 'training-circle');
    // The big button replays what the link holds; it does not replace it by another run.
    const main = replayed.locator('[data-action="train"]');
    expect((await main.textContent())?.trim()).toBe('Replay it');
    await main.click();
    await expect.poll(reading(replayed, 'step'), { timeout: minute / 2 }).toBe(steps);
    expect(await replayed.locator('[data-reading="loss"]').textContent()).toBe(loss);
    await expect.poll(() => replayed.textContent(), { timeout: minute / 4 }).toMatch(/[Rr]eproduced/);
    await again.page.context().close();
  });

  it('pauses off screen and goes on where it was', { timeout: 2 * minute }, async () => {
    const { page } = await open('arcface/');
    const figure = await figureOf(page, 'training-circle');
    await figure.locator('select').first().selectOption('slow');
    await start(figure, 'train');
    await expect.poll(reading(figure, 'step')).toBeGreaterThan(0);
    await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
    await page.waitForTimeout(1500);
    const away = await reading(figure, 'step')();
    await page.waitForTimeout(1500);
    expect(await reading(figure, 'step')()).toBe(away);
    await figure.scrollIntoViewIfNeeded();
    await expect.poll(reading(figure, 'step'), { timeout: minute / 4 }).toBeGreaterThan(away);
    await page.context().close();
  });
});
