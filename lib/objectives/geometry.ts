import { angleOfUnits, normalise, type Polar, polarOf, tangentOfUnits, type Vector } from '../sphere/angle';

/** Sum += factor × vector. */
export function addScaled(sum: Float64Array, vector: Vector, factor: number): void {
  if (factor === 0) return;
  for (let c = 0; c < sum.length; c++) sum[c]! += factor * vector[c]!;
}

export const zerosLike = (rows: readonly Vector[]): Float64Array[] => rows.map((row) => new Float64Array(row.length));

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

/** Angles of every embedding to every row of weights, radians: n rows of as many numbers as there are weights. */
export const anglesOf = (embeddings: readonly Vector[], weights: readonly Vector[]): Float64Array[] => {
  const units = weights.map(normalise);
  return embeddings.map(normalise).map((x) => Float64Array.from(units, (w) => angleOfUnits(x, w)));
};

/** Index of the smallest angle, the first of equals. */
export function nearest(angles: Vector): number {
  let best = 0;
  for (let j = 1; j < angles.length; j++) if (angles[j]! < angles[best]!) best = j;
  return best;
}

/**
 * Adds slope × dθ to two gradients, θ the angle between the raw vectors a and b: dθ/da = −tangent/‖a‖ along the sphere. Where
 * the direction is undefined (θ = 0, θ = π, a zero vector) it adds nothing.
 */
export function addAngleGradient(gradA: Float64Array, gradB: Float64Array, a: Vector, b: Vector, slope: number): void {
  addPolarAngleGradient(gradA, gradB, polarOf(a), polarOf(b), slope);
}

/** The same for vectors that are taken apart already. */
export function addPolarAngleGradient(gradA: Float64Array, gradB: Float64Array, a: Polar, b: Polar, slope: number): void {
  if (slope === 0 || a.length === 0 || b.length === 0) return;
  addScaled(gradA, tangentOfUnits(a.unit, b.unit), -slope / a.length);
  addScaled(gradB, tangentOfUnits(b.unit, a.unit), -slope / b.length);
}

/** Adds slope × d‖x‖; nothing for a zero vector. */
export function addNormGradient(grad: Float64Array, x: Vector, slope: number): void {
  if (slope !== 0) addScaled(grad, normalise(x), slope);
}
