import type { GradientPath, PastPi } from '../../../lib/losses';

/** A row of the bench's file, as far as this figure needs it. */
interface BenchRow {
  readonly pastPi: PastPi | null;
  readonly gradient: GradientPath | null;
  readonly learningRate: number;
  readonly ramp: boolean;
  readonly stuck: number;
  readonly runs: number;
}

/** How many runs got stuck, small enough to travel in the page. */
export interface StuckRates {
  readonly seeds: number;
  readonly learningRates: readonly number[];
  /** By `plain exact` …: for each learning rate [without ramp, with ramp]; null where it was not measured. */
  readonly stuck: Readonly<Record<string, readonly (readonly [number | null, number | null])[]>>;
}

export const rateKey = (pastPi: PastPi, gradient: GradientPath): string => `${pastPi} ${gradient}`;

/** Takes the counts out of the bench's results (`bench/results/stuck-runs.json`). */
export function stuckRates(results: { readonly seeds: number; readonly rows: readonly BenchRow[] }): StuckRates {
  const learningRates = [...new Set(results.rows.map((row) => row.learningRate))].sort((a, b) => a - b);
  const count = (key: string, learningRate: number, ramp: boolean): number | null =>
    results.rows.find(
      (row) =>
        row.pastPi &&
        row.gradient &&
        rateKey(row.pastPi, row.gradient) === key &&
        row.learningRate === learningRate &&
        row.ramp === ramp,
    )?.stuck ?? null;
  const keys = new Set(results.rows.flatMap((row) => (row.pastPi && row.gradient ? [rateKey(row.pastPi, row.gradient)] : [])));
  const stuck = [...keys].map(
    (key) => [key, learningRates.map((rate) => [count(key, rate, false), count(key, rate, true)] as const)] as const,
  );
  return { seeds: results.seeds, learningRates, stuck: Object.fromEntries(stuck) };
}
