import type { Page } from 'playwright';
import { onPage, withSite } from './browser/browser';
import { figure, figuresOf } from './browser/figures';
import { type Press, watchPresses } from './browser/presses';
import type { PartResult } from './report';
import { percentile, rounded } from './statistics';
import { printTable } from './table';

interface Row {
  /** The figure on screen. */
  readonly figure: string;
  readonly training: boolean;
  readonly presses: number;
  readonly p50: Press & { readonly work: number };
  readonly p95: Press & { readonly work: number };
}

declare const nextPress: () => Promise<Press>;

const presses = 40;

/** What moving m costs the page's main thread, and when it is seen: real key presses, every figure of the chapter awake. */
export default async function slider(): Promise<PartResult> {
  const rows: Row[] = [];
  const all: Record<'idle' | 'training', Press[]> = { idle: [], training: [] };
  await withSite((served) =>
    onPage(served, 'arcface/', async (page) => {
      await page.evaluate(watchPresses);
      const ids = await figuresOf(page);
      for (const id of ids) await figure(page, id);
      for (const id of ids) {
        const found = await press(page, id, false);
        rows.push(summary(id, false, found));
        all.idle.push(...found);
      }
      for (const id of ['training-circle', 'training-sphere']) {
        const found = await press(page, id, true);
        rows.push(summary(id, true, found));
        all.training.push(...found);
      }
    }),
  );
  rows.push(summary('all', false, all.idle), summary('all', true, all.training));
  printTable(
    ['figure on screen', '', 'work p50, ms', 'p95', 'of it handler p50', 'p95', 'next paint p50', 'p95'],
    rows.map(({ figure, training, p50, p95 }) => [
      figure,
      training ? 'training' : 'idle',
      p50.work,
      p95.work,
      p50.handler,
      p95.handler,
      p50.paint,
      p95.paint,
    ]),
  );
  const budgets = rows
    .filter((row) => row.figure === 'all')
    .flatMap(({ training, p95 }) => {
      const when = training ? 'while training' : 'idle';
      return [
        { what: `moving m, main-thread work, p95, ${when}`, sense: '≤' as const, target: 8, measured: p95.work, unit: 'ms' },
        { what: `moving m, next paint, p95, ${when}`, sense: '≤' as const, target: 33, measured: p95.paint, unit: 'ms' },
      ];
    });
  return { data: rows, budgets };
}

async function press(page: Page, id: string, training: boolean): Promise<Press[]> {
  await figure(page, id);
  await page.waitForTimeout(500); // the sphere draws itself finer when it rests
  await page.evaluate(() => {
    const label = document.querySelector<HTMLLabelElement>('.parameter-bar label[data-symbol="m"]');
    label!.control!.focus({ preventScroll: true });
  });
  const found: Press[] = [];
  for (let i = 0; i < presses; i++) {
    if (training) await keepRunning(page, id);
    const next = page.evaluate(() => nextPress());
    // Two up, two down.
    await page.keyboard.press(i % 4 < 2 ? 'ArrowRight' : 'ArrowLeft');
    found.push(await next);
    await page.waitForTimeout(30); // as fast as a key that is held
  }
  if (training) await page.evaluate((name) => document.querySelector<HTMLElement>(`#${name} [data-action="train"]`)!.click(), id);
  return found;
}

/** Presses Train, without taking the focus from the slider, where the run does not move. */
async function keepRunning(page: Page, id: string): Promise<void> {
  await page.evaluate((name) => {
    const bar = document.querySelector<HTMLElement>(`#${name} .play-bar`)!;
    if (!['running', 'loading'].includes(bar.dataset['run']!)) bar.querySelector<HTMLElement>('[data-action="train"]')!.click();
  }, id);
  await page.waitForFunction(
    (name) => document.querySelector<HTMLElement>(`#${name} .play-bar`)!.dataset['run'] === 'running',
    id,
  );
}

function summary(id: string, training: boolean, found: readonly Press[]): Row {
  const at = (share: number) => ({
    handler: rounded(percentile(found.map(({ handler }) => handler), share)), // biome-ignore format: four alike
    frame: rounded(percentile(found.map(({ frame }) => frame), share)), // biome-ignore format: four alike
    work: rounded(percentile(found.map(({ handler, frame }) => handler + frame), share)), // biome-ignore format: four alike
    paint: rounded(percentile(found.map(({ paint }) => paint), share)), // biome-ignore format: four alike
  });
  return { figure: id, training, presses: found.length, p50: at(0.5), p95: at(0.95) };
}
