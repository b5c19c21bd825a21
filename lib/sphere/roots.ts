/** Enough halvings to bring any interval of angles below one rounding step. */
const halvings = 60;
/** Golden-section steps: 0.618⁴⁰ ≈ 4e-9 of the interval. */
const sections = 40;
const golden = (Math.sqrt(5) - 1) / 2;

/** The place between a and b where `f` changes sign, also if it jumps there. f(a) > 0 and f(b) > 0 must differ. */
export function bisect(f: (x: number) => number, a: number, b: number): number {
  let low = a;
  let high = b;
  const positive = f(a) > 0;
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (middle <= Math.min(low, high) || middle >= Math.max(low, high)) break;
    if (f(middle) > 0 === positive) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * All places in [first, last] where `f` changes sign, ascending. `breaks` (ascending) holds both ends and every jump and kink
 * of `f` between them. Each smooth piece is sampled at most `step` apart; where three samples dip towards zero, a pair of
 * crossings between them is searched for.
 */
export function signChanges(f: (x: number) => number, breaks: readonly number[], step: number): number[] {
  const found: number[] = [];
  let before: boolean | null = null;
  for (let i = 0; i + 1 < breaks.length; i++) {
    const from = breaks[i]!;
    const to = breaks[i + 1]!;
    if (!(to > from)) continue;
    const xs = samples(from, to, step);
    const ys = xs.map(f);
    if (before !== null && before !== ys[0]! > 0) found.push(from);
    for (let k = 0; k + 1 < xs.length; k++) {
      if (ys[k]! > 0 !== ys[k + 1]! > 0) found.push(bisect(f, xs[k]!, xs[k + 1]!));
      else if (k + 2 < xs.length && isDip(ys[k]!, ys[k + 1]!, ys[k + 2]!))
        found.push(...dipCrossings(f, xs[k]!, xs[k + 1]!, xs[k + 2]!));
    }
    before = ys[ys.length - 1]! > 0;
  }
  return found.sort((a, b) => a - b);
}

/** At least three points. The ends lie just inside, since a break may be a jump. */
function samples(from: number, to: number, step: number): number[] {
  const inset = Math.min((to - from) / 8, 1e-12);
  const count = Math.max(2, Math.ceil((to - from) / step));
  return Array.from({ length: count + 1 }, (_, k) => {
    if (k === 0) return from + inset;
    return k === count ? to - inset : from + ((to - from) * k) / count;
  });
}

/** Three values of one sign of which the middle one is nearest to zero. */
function isDip(a: number, b: number, c: number): boolean {
  const sign = b > 0 ? 1 : -1;
  return a > 0 === b > 0 && b > 0 === c > 0 && sign * b <= sign * a && sign * b <= sign * c;
}

/** The two crossings round the lowest point of |f| in [a, c], if f crosses zero there; else none. */
function dipCrossings(f: (x: number) => number, a: number, b: number, c: number): number[] {
  const sign = f(b) > 0 ? 1 : -1;
  let low = a;
  let high = c;
  for (let i = 0; i < sections; i++) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    const lowest = sign * f(left) <= sign * f(right) ? left : right;
    if (f(lowest) > 0 !== sign > 0) return [bisect(f, a, lowest), bisect(f, lowest, c)];
    if (lowest === left) high = right;
    else low = left;
  }
  return [];
}

/** No target logit bends more than this: |ψ″| ≤ m² with m ≤ 8, and room for what is subtracted from it. */
const largestCurvature = 100;

/**
 * The jumps of `f` in (a, b), ascending, to rounding: all of at least `smallest`, perhaps smaller ones. In a smooth piece of width h
 * the middle is at most 100 h²/8 off the mean of the ends; a piece with a jump stays off by half of it however often it is halved.
 */
export function jumps(f: (x: number) => number, a: number, b: number, smallest = 1e-3): number[] {
  const pieces = Math.ceil((b - a) / Math.sqrt((2 * smallest) / largestCurvature));
  const found: number[] = [];
  let low = a;
  let fLow = f(a);
  for (let i = 1; i <= pieces; i++) {
    const high = a + ((b - a) * i) / pieces;
    const fHigh = f(high);
    found.push(...jumpsIn(f, low, high, fLow, fHigh));
    low = high;
    fLow = fHigh;
  }
  return found;
}

function jumpsIn(f: (x: number) => number, low: number, high: number, fLow: number, fHigh: number): number[] {
  const middle = (low + high) / 2;
  // At the end of the search a kink has shrunk to nothing and a jump has not.
  if (high - low < 1e-13 || middle <= low || middle >= high) return Math.abs(fHigh - fLow) > 1e-9 ? [middle] : [];
  const fMiddle = f(middle);
  // The last term is rounding.
  const allowed = (largestCurvature * (high - low) ** 2) / 8 + 1e-14 * (Math.abs(fLow) + Math.abs(fHigh) + 1);
  if (Math.abs(fMiddle - (fLow + fHigh) / 2) <= allowed) return [];
  return [...jumpsIn(f, low, middle, fLow, fMiddle), ...jumpsIn(f, middle, high, fMiddle, fHigh)];
}
