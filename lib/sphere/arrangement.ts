import { toRadians } from './angle';
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
