import { gridOf } from './finite';

export type Range = readonly [from: number, to: number];

const cells = 1024;
/** Rounding of a few operations, relative to values around 1. */
const noise = 1e-13;
/** Cells in a row that count as flat; a single one may be the top of a smooth curve. */
const flatRun = 4;

/**
 * Where a function of θ ∈ [0, π] does not fall. A rise that starts and ends within one cell of 1/1024 of the range, and falls back
 * below where it began, is not seen.
 *
 * @returns the ranges in which it rises (ends found to 1e-9; a jump up has no width) and in which it stays the same, from left to right
 */
export function notFalling(valueAt: (theta: number) => number): { rising: Range[]; flat: Range[] } {
  const grid = gridOf(cells);
  const values = grid.map(valueAt);
  const change = (i: number): 'rises' | 'stays' | 'falls' => {
    const step = values[i + 1]! - values[i]!;
    const size = noise * Math.max(1, Math.abs(values[i]!));
    if (step > size) return 'rises';
    // A curve flattens near a stationary point, but only where it truly stays is the change within the last digits.
    return Math.abs(step) <= size / 100 ? 'stays' : 'falls';
  };
  const changes = Array.from({ length: cells }, (_, i) => change(i));
  const end = (i: number): number => grid[Math.min(Math.max(i, 0), cells)]!;
  return {
    rising: runs(changes, 'rises').map(([first, last]): Range => {
      const from = extremum(valueAt, end(first - 1), end(first + 1), 'lowest');
      return [from, Math.max(from, extremum(valueAt, end(last), end(last + 2), 'highest'))];
    }),
    flat: runs(changes, 'stays')
      .filter(([first, last]) => last - first + 1 >= flatRun)
      .map(([first, last]): Range => [grid[first]!, grid[last + 1]!]),
  };
}

/** First and last index of each run of a value. */
function runs<T>(list: readonly T[], wanted: T): [number, number][] {
  const found: [number, number][] = [];
  list.forEach((value, i) => {
    if (value !== wanted) return;
    const last = found.at(-1);
    if (last && last[1] === i - 1) last[1] = i;
    else found.push([i, i]);
  });
  return found;
}

/** Golden-section search; the function has one turn, or one jump, in the range. */
function extremum(valueAt: (theta: number) => number, low: number, high: number, kind: 'lowest' | 'highest'): number {
  const height = (theta: number): number => (kind === 'lowest' ? valueAt(theta) : -valueAt(theta));
  const golden = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  while (b - a > 1e-9) {
    const [left, right] = [b - golden * (b - a), a + golden * (b - a)];
    if (height(left) <= height(right)) b = right;
    else a = left;
  }
  // A minimum at an end of the range is that end.
  return [low, high].reduce((best, theta) => (height(theta) <= height(best) ? theta : best), (a + b) / 2);
}
