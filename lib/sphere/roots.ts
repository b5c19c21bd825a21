/** Enough halvings to bring any interval of angles below one rounding step. */
const halvings = 60;
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

/** No target logit bends more than this: |ψ″| ≤ m² with m ≤ 8, and room for what is subtracted from it. */
const largestCurvature = 100;

/** Pairs of crossings closer than this (0.01°) need not be told apart. */
const finest = 2e-4;

/**
 * All places in [first, last] where `f` changes sign, ascending. `breaks` (ascending) holds both ends and every jump and kink
 * of `f` between them; each smooth piece is sampled at most `step` apart. Between two samples of one sign `f` can come at most
 * 100 h²/8 nearer to zero than the nearer of them: where that is not enough to exclude a pair of crossings, it is searched for.
 */
export function signChanges(f: (x: number) => number, breaks: readonly number[], step: number): number[] {
  const found: number[] = [];
  let before: boolean | null = null;
  for (let i = 0; i + 1 < breaks.length; i++) {
    const from = breaks[i]!;
    const to = breaks[i + 1]!;
    if (!(to > from)) continue;
    const count = Math.ceil((to - from) / step);
    // The ends lie just inside, since a break may be a jump.
    const inset = Math.min((to - from) / 8, 1e-12);
    let x = from + inset;
    let y = f(x);
    if (before !== null && before !== y > 0) found.push(from);
    for (let k = 1; k <= count; k++) {
      const next = k === count ? to - inset : from + ((to - from) * k) / count;
      const yNext = f(next);
      crossingsIn(f, x, next, y, yNext, found);
      x = next;
      y = yNext;
    }
    before = y > 0;
  }
  return found;
}

function crossingsIn(f: (x: number) => number, a: number, b: number, fa: number, fb: number, found: number[]): void {
  const oneSign = fa > 0 === fb > 0;
  if (b - a <= finest || (oneSign && Math.min(Math.abs(fa), Math.abs(fb)) > (largestCurvature * (b - a) ** 2) / 8)) {
    if (!oneSign) found.push(bisect(f, a, b));
    return;
  }
  // Over one sign change f is monotone enough if it is steeper than its slope can turn within the piece.
  if (!oneSign && Math.abs(fb - fa) > largestCurvature * (b - a) ** 2) {
    found.push(bisect(f, a, b));
    return;
  }
  const middle = (a + b) / 2;
  const fMiddle = f(middle);
  crossingsIn(f, a, middle, fa, fMiddle, found);
  crossingsIn(f, middle, b, fMiddle, fb, found);
}

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
