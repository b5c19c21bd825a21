import { expOfNegative } from './exp';

// The inner loops of `head-products.ts`, one row each. They are functions of their own so that the engine compiles each once and whole:
// inside a long outer loop it compiled them by on-stack replacement again and again, 80 times slower.

// Names of other modules are getters in development and tests: too slow for inner loops.
const exp = expOfNegative;

export function normOfRow(rows: Float32Array, at: number, size: number): number {
  let square = 0;
  for (let k = at; k < at + size; k++) square += rows[k]! * rows[k]!;
  return Math.sqrt(square);
}

export function scaleRow(rows: Float32Array, factor: number, to: Float32Array, at: number, size: number): void {
  for (let k = at; k < at + size; k++) to[k] = rows[k]! * factor;
}

/** The tangential part of a gradient by a unit vector, carried over to the raw one, and the radial part. In place. */
export function projectRow(
  gradient: Float32Array,
  units: Float32Array,
  at: number,
  size: number,
  inverse: number,
  radial: number,
): void {
  let alongUnit = 0;
  for (let k = at; k < at + size; k++) alongUnit += gradient[k]! * units[k]!;
  const onUnit = radial - alongUnit * inverse;
  for (let k = at; k < at + size; k++) gradient[k] = gradient[k]! * inverse + onUnit * units[k]!;
}

// A row of `logits` belongs to one class and has the samples' cosines (the own class's ψ); the logit itself is scale × cosine × weight + bias.

/** The largest logit of each sample so far. */
export function raiseHighest(
  logits: Float32Array,
  at: number,
  samples: number,
  scales: Float64Array,
  weight: number,
  bias: number,
  highest: Float64Array,
): void {
  for (let i = 0; i < samples; i++) {
    const logit = scales[i]! * (logits[at + i]! * weight) + bias;
    if (logit > highest[i]!) highest[i] = logit;
  }
}

/** The sum of e^(logit − highest) of each sample so far. */
export function addPowers(
  logits: Float32Array,
  at: number,
  samples: number,
  scales: Float64Array,
  weight: number,
  bias: number,
  highest: Float64Array,
  totals: Float64Array,
): void {
  for (let i = 0; i < samples; i++) {
    totals[i]! += exp(scales[i]! * (logits[at + i]! * weight) + bias - highest[i]!);
  }
}

/** What `turnIntoPulls` adds up over a row: the gradient by the bias, and by the class's norm. */
export const sums = new Float64Array(2);

/** Turns the cosines of class j into pulls in place; those of its own samples go to `own` and leave 0. */
export function turnIntoPulls(
  j: number,
  logits: Float32Array,
  at: number,
  samples: number,
  labels: Int32Array,
  scales: Float64Array,
  weight: number,
  bias: number,
  highest: Float64Array,
  totals: Float64Array,
  alongX: Float64Array,
  own: Float64Array,
): void {
  let biasSum = 0;
  let alongW = 0;
  for (let i = 0; i < samples; i++) {
    const marked = logits[at + i]!;
    const isOwn = labels[i] === j;
    const power = exp(scales[i]! * (marked * weight) + bias - highest[i]!);
    const gradLogit = (power / totals[i]! - (isOwn ? 1 : 0)) / samples;
    biasSum += gradLogit;
    alongW += gradLogit * marked * scales[i]!;
    alongX[i]! += gradLogit * marked * weight;
    const pull = gradLogit * scales[i]! * weight;
    logits[at + i] = isOwn ? 0 : pull;
    if (isOwn) own[i] = pull;
  }
  sums[0] = biasSum;
  sums[1] = alongW;
}
