import type { Page } from 'playwright';
import { onPage, type Served, withSite } from './browser/browser';
import { figure } from './browser/figures';
import type { Budget, PartResult } from './report';
import { median, rounded } from './statistics';
import { printTable } from './table';

/** Milliseconds from the click on Train, as painted. */
interface Start {
  readonly firstFrame: number;
  /** Margin-free accuracy on the whole training part ≥ 95 %, as the figure says it (it looks every 25 steps). */
  readonly to95: number;
}

interface Row {
  readonly figure: string;
  /** `prefetched`: the pointer has been over the play bar for a while. `cold`: nothing of the engine was loaded before. */
  readonly state: 'cold' | 'prefetched';
  readonly median: Start;
  readonly worst: Start;
}

const visits = 5;

/** From Train to the first moving frame and to 95 %, in the built site; every visit is a new reader with nothing cached. */
export default async function start(): Promise<PartResult> {
  const rows: Row[] = [];
  await withSite(async (served) => {
    for (const id of ['training-circle', 'training-sphere']) {
      for (const state of ['cold', 'prefetched'] as const) {
        const starts: Start[] = [];
        for (let i = 0; i < visits; i++) starts.push(await visit(served, id, state));
        const both = (of: (values: number[]) => number): Start => ({
          firstFrame: rounded(of(starts.map(({ firstFrame }) => firstFrame))),
          to95: rounded(of(starts.map(({ to95 }) => to95))),
        });
        rows.push({ figure: id, state, median: both(median), worst: both((values) => Math.max(...values)) });
      }
    }
  });
  printTable(
    ['figure', 'engine', 'first frame, ms', 'worst', 'to 95 %, ms', 'worst'],
    rows.map((row) => [row.figure, row.state, row.median.firstFrame, row.worst.firstFrame, row.median.to95, row.worst.to95]),
  );
  const budgets = rows.flatMap(({ figure, state, median }): Budget[] => {
    const what = `Train → first moving frame, ${figure}, ${state}`;
    return [
      { what, sense: '≤', target: state === 'cold' ? 1 : 0.3, measured: median.firstFrame / 1000, unit: 's' },
      { what: `Train → 95 %, ${figure}, ${state}`, sense: '≤', target: 3, measured: median.to95 / 1000, unit: 's' },
    ];
  });
  return { data: rows, budgets };
}

async function visit(served: Served, id: string, state: Row['state']): Promise<Start> {
  return onPage(served, 'arcface/', async (page) => {
    await figure(page, id);
    if (state === 'prefetched') {
      await page.locator(`#${id} .play-bar`).hover();
      await page.waitForTimeout(4000);
    } else {
      await page.waitForTimeout(500);
    }
    return pressAndWatch(page, id);
  });
}

/** Clicks from within the page, so that no pointer comes near first (that would load the engine). */
const pressAndWatch = (page: Page, id: string): Promise<Start> =>
  page.evaluate(async (name) => {
    const root = document.getElementById(name)!;
    const bar = root.querySelector<HTMLElement>('.play-bar')!;
    const reading = (of: string) => Number.parseFloat(bar.querySelector(`[data-reading="${of}"]`)?.textContent ?? '');
    const button = bar.querySelector<HTMLElement>('[data-action="train"]')!;
    const began = performance.now();
    button.click();
    let firstFrame = Number.NaN;
    for (;;) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now() - began)));
      if (now > 60_000) throw new Error(`#${name} did not get to 95 % in a minute`);
      // Until its first frame comes, a run shows the still of another one.
      if (bar.dataset['run'] === 'still' || !(reading('step') >= 1)) continue;
      if (Number.isNaN(firstFrame)) firstFrame = now;
      if (reading('accuracy') >= 95) return { firstFrame, to95: now };
    }
  }, id);
