import { angleBetween, norm, normalise, type Vector } from '../sphere/angle';
import { addAngleGradient, addScaled } from './geometry';

export type DistanceKind = 'squared' | 'plain' | 'angular';

export interface Distance {
  readonly value: number;
  /** Adds slope × ∂distance to the gradients of both raw vectors. */
  addGradient(gradA: Float64Array, gradB: Float64Array, slope: number): void;
}

/**
 * Distance between two embeddings: squared Euclidean, Euclidean, or the angle (radians). `normalised` divides both by their
 * length first. Where the derivative is undefined (plain distance 0, angle 0 or π, a zero vector) it is 0.
 */
export function distance(a: Vector, b: Vector, kind: DistanceKind, normalised: boolean): Distance {
  if (kind === 'angular') {
    return {
      value: angleBetween(a, b),
      addGradient: (gradA, gradB, slope) => addAngleGradient(gradA, gradB, a, b, slope),
    };
  }
  const [p, q] = normalised ? [normalise(a), normalise(b)] : [a, b];
  const difference = subtract(p, q);
  const length = norm(difference);
  return {
    value: kind === 'squared' ? length * length : length,
    addGradient(gradA, gradB, slope) {
      // ∂‖p − q‖² = 2(p − q); ∂‖p − q‖ = (p − q)/‖p − q‖.
      const factor = kind === 'squared' ? 2 * slope : length === 0 ? 0 : slope / length;
      addScaled(gradA, normalised ? throughNorm(difference, p, norm(a)) : difference, factor);
      addScaled(gradB, normalised ? throughNorm(difference, q, norm(b)) : difference, -factor);
    },
  };
}

function subtract(p: Vector, q: Vector): Float64Array {
  const difference = new Float64Array(p.length);
  for (let k = 0; k < p.length; k++) difference[k] = p[k]! - q[k]!;
  return difference;
}

/** Distances between all rows, n × n: the values of `distance`, without its gradients. */
export function distances(rows: readonly Vector[], kind: DistanceKind, normalised: boolean): number[][] {
  const points = normalised && kind !== 'angular' ? rows.map(normalise) : rows;
  const table = rows.map(() => new Array<number>(rows.length).fill(0));
  points.forEach((a, i) => {
    for (let j = i; j < points.length; j++) table[i]![j] = table[j]![i] = distance(a, points[j]!, kind, false).value;
  });
  return table;
}

/** A gradient by the unit vector as one by the raw vector: the part across it, over the length. */
function throughNorm(gradient: Vector, unit: Vector, length: number): Float64Array {
  if (length === 0) return new Float64Array(unit.length);
  let along = 0;
  for (let k = 0; k < unit.length; k++) along += gradient[k]! * unit[k]!;
  return Float64Array.from(gradient, (value, k) => (value - along * unit[k]!) / length);
}
