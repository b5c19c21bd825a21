import { createRng } from '../pure/random';
import { angleBetween, dot, normalise, toRadians } from './angle';
import { storedArrangements } from './arrangement-data';

/** How well C class directions can be spread in d dimensions. */
export interface Arrangement {
  /** Angle between neighbouring class directions, radians: the largest smallest angle known. */
  readonly nearest: number;
  /** Angles from one class direction to the C − 1 others, ascending: of the class that has it worst. */
  readonly toOthers: readonly number[];
  /**
   * - `circle`, `simplex`, `orthoplex`: proven best (equal steps; all pairs equal, C ≤ d + 1; all pairs ≥ 90°, C ≤ 2d).
   * - `optimised`: found by seeded repulsion, a lower bound that agrees with the best known values to 0.1°.
   * - `bound`: not an arrangement but what none can beat: nearest ≤ 90°, and the mean cosine to the others ≥ −1/(C − 1).
   */
  readonly method: 'circle' | 'simplex' | 'orthoplex' | 'optimised' | 'bound';
}

/** @throws RangeError unless count and dimension are whole numbers ≥ 2. */
export function bestArrangement(count: number, dimension: number): Arrangement {
  for (const [name, value] of [
    ['count', count],
    ['dimension', dimension],
  ] as const) {
    if (!Number.isInteger(value) || value < 2) throw new RangeError(`${name} must be a whole number of at least 2, not ${value}`);
  }
  if (dimension === 2) {
    const steps = Array.from({ length: count - 1 }, (_, i) => Math.ceil((i + 1) / 2));
    return { nearest: (2 * Math.PI) / count, toOthers: steps.map((k) => (2 * Math.PI * k) / count), method: 'circle' };
  }
  const even = Math.acos(-1 / (count - 1));
  if (count <= dimension + 1) return { nearest: even, toOthers: new Array<number>(count - 1).fill(even), method: 'simplex' };
  if (count <= 2 * dimension) {
    // Axes ±e_i: with C < 2d some axis is used one way only, and all others are at 90° to it.
    const toOthers = new Array<number>(count - 1).fill(Math.PI / 2);
    if (count === 2 * dimension) toOthers[count - 2] = Math.PI;
    return { nearest: Math.PI / 2, toOthers, method: 'orthoplex' };
  }
  const stored = storedArrangements[`${dimension}:${count}`];
  if (stored) return { nearest: toRadians(stored.degrees[0]!), toOthers: stored.degrees.map(toRadians), method: 'optimised' };
  return { nearest: Math.PI / 2, toOthers: new Array<number>(count - 1).fill(even), method: 'bound' };
}

/**
 * Spreads `count` unit vectors by repulsion: descent on Σ (1/distance²)^p with p growing, from a seeded random start. The same
 * seed gives the same vectors on every engine (only + − × ÷ √).
 *
 * @param firstDoublings  p starts at 2 to this power; different starts end in different arrangements
 * @returns count unit vectors
 */
export function repel(count: number, dimension: number, seed: number, rounds = 6000, firstDoublings = 0): Float64Array[] {
  const rng = createRng(seed, 'arrangement');
  let points = Array.from({ length: count }, () => normalise(Float64Array.from({ length: dimension }, () => rng.normal())));
  for (let round = 0; round < rounds; round++) {
    // The power doubles up to 2¹¹: the farther on, the more only the nearest pairs count.
    const doublings = firstDoublings + Math.floor(((12 - firstDoublings) * round) / rounds);
    points = repelOnce(points, doublings, 0.3 / (1 + 2 ** doublings));
  }
  return points;
}

function repelOnce(points: readonly Float64Array[], doublings: number, stride: number): Float64Array[] {
  let nearest = 4;
  for (let i = 0; i < points.length; i++) {
    for (let j = 0; j < i; j++) nearest = Math.min(nearest, 2 - 2 * dot(points[i]!, points[j]!));
  }
  const scale = Math.max(nearest, 1e-9);
  const moved = points.map((point) => Float64Array.from(point));
  for (let i = 0; i < points.length; i++) {
    const force = new Float64Array(points[i]!.length);
    for (let j = 0; j < points.length; j++) {
      if (j === i) continue;
      // Relative to the nearest pair, so that high powers neither overflow nor vanish.
      let weight = scale / Math.max(2 - 2 * dot(points[i]!, points[j]!), 1e-12);
      for (let k = 0; k < doublings; k++) weight *= weight;
      for (let c = 0; c < force.length; c++) force[c]! += weight * (points[i]![c]! - points[j]![c]!);
    }
    const outward = dot(force, points[i]!);
    for (let c = 0; c < force.length; c++) moved[i]![c]! += stride * (force[c]! - outward * points[i]![c]!);
  }
  return moved.map(normalise);
}

/** Smallest angle between two of the vectors, radians. */
export function smallestAngle(points: readonly ArrayLike<number>[]): number {
  let smallest = Math.PI;
  for (let i = 0; i < points.length; i++) {
    for (let j = 0; j < i; j++) smallest = Math.min(smallest, angleBetween(points[i]!, points[j]!));
  }
  return smallest;
}
