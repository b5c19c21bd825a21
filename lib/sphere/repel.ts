import { createRng } from '../pure/random';
import { angleBetween, dot, normalise } from './angle';

// Apart from `arrangement.ts`, which pages load: nothing there needs random numbers.

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
