import type { Algebra } from '../algebra/algebra';

/** All values that a part can take while θ runs over an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Whether nothing on the way can divide by zero, take the root of a negative number or overflow. */
  readonly finite: boolean;
}

const everything: Interval = { low: -Infinity, high: Infinity, finite: false };

export const interval = (low: number, high: number): Interval => ({ low, high, finite: true });

/** Bounds that are not numbers, or infinite, count as anything. */
function bounded(low: number, high: number, ...parts: readonly Interval[]): Interval {
  if (!(Number.isFinite(low) && Number.isFinite(high))) return everything;
  return { low, high, finite: parts.every((part) => part.finite) };
}

const products = (a: Interval, b: Interval): number[] => [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];

/**
 * The interval reading: bounds of a formula over a range of θ. Where it says `finite`, the formula is, everywhere in the range; the
 * opposite may only mean that the range is too wide. Bounds are rounded to nearest, not outwards.
 */
export const intervalAlgebra: Algebra<Interval> = {
  constant: (value) => interval(value, value),
  add: (a, b) => bounded(a.low + b.low, a.high + b.high, a, b),
  sub: (a, b) => bounded(a.low - b.high, a.high - b.low, a, b),
  mul(a, b) {
    if (a === b && a.finite) {
      const [least, most] = [Math.abs(a.low), Math.abs(a.high)].sort((x, y) => x - y) as [number, number];
      return bounded(a.low <= 0 && a.high >= 0 ? 0 : least * least, most * most, a);
    }
    const all = products(a, b);
    return bounded(Math.min(...all), Math.max(...all), a, b);
  },
  div(a, b) {
    if (b.low <= 0 && b.high >= 0) return everything;
    const all = products(a, { low: 1 / b.high, high: 1 / b.low, finite: true });
    return bounded(Math.min(...all), Math.max(...all), a, b);
  },
  neg: (a) => bounded(-a.high, -a.low, a),
  sqrt(a) {
    const root = bounded(Math.sqrt(Math.max(a.low, 0)), Math.sqrt(Math.max(a.high, 0)), a);
    return a.low < 0 ? { ...root, finite: false } : root;
  },
  cos: (a) => cosine(a),
  sin: (a) => cosine(bounded(a.low - Math.PI / 2, a.high - Math.PI / 2, a)),
  min: (a, b) => bounded(Math.min(a.low, b.low), Math.min(a.high, b.high), a, b),
  max: (a, b) => bounded(Math.max(a.low, b.low), Math.max(a.high, b.high), a, b),
  floor: (a) => bounded(Math.floor(a.low), Math.floor(a.high), a),
  select(a, b, then, otherwise) {
    const certain = a.finite && b.finite;
    if (certain && a.high < b.low) return then;
    if (certain && a.low >= b.high) return otherwise;
    return bounded(Math.min(then.low, otherwise.low), Math.max(then.high, otherwise.high), a, b, then, otherwise);
  },
  stopGradient: (a) => a,
};

function cosine(a: Interval): Interval {
  if (!Number.isFinite(a.high - a.low)) return { low: -1, high: 1, finite: a.finite };
  /** Whether a whole multiple of 2π, moved by `offset`, lies within. */
  const meets = (offset: number): boolean =>
    Math.floor((a.high - offset) / (2 * Math.PI)) >= Math.ceil((a.low - offset) / (2 * Math.PI));
  const [first, last] = [Math.cos(a.low), Math.cos(a.high)];
  return bounded(meets(Math.PI) ? -1 : Math.min(first, last), meets(0) ? 1 : Math.max(first, last), a);
}
