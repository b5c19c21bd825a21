import { describe, expect, it } from 'vitest';
import { createRng, type Rng } from '../pure/random';
import { angleBetween, dot, normalise, type Vector } from './angle';
import { type Loop, lonLat, testBoundary, trainingBoundary } from './boundary-sphere';
import { icosphere } from './mesh';
import { advantage, anglesTo, nearestClass, wins } from './nearest';
import { everyLoss, inForce, titleOf } from './testing/every-loss';

const randomUnit = (rng: Rng): Float64Array => normalise([rng.normal(), rng.normal(), rng.normal()]);
const cross = (a: Vector, b: Vector): [number, number, number] => [
  a[1]! * b[2]! - a[2]! * b[1]!,
  a[2]! * b[0]! - a[0]! * b[2]!,
  a[0]! * b[1]! - a[1]! * b[0]!,
];

/** How often the shorter great arc from p to q crosses the loops. */
function crossings(p: Vector, q: Vector, loops: readonly Loop[]): number {
  const plane = cross(p, q);
  let count = 0;
  for (const loop of loops) {
    for (let i = 0; i + 1 < loop.length; i++) {
      const [a, b] = [loop[i]!, loop[i + 1]!];
      const other = cross(a, b);
      if (dot(plane, a) > 0 === dot(plane, b) > 0 || dot(other, p) > 0 === dot(other, q) > 0) continue;
      // The two planes meet in a line; both arcs must lie on the same side of it.
      const line = cross(plane, other);
      const middleOf = (u: Vector, v: Vector): number[] => [u[0]! + v[0]!, u[1]! + v[1]!, u[2]! + v[2]!];
      if (dot(line, middleOf(p, q)) > 0 === dot(line, middleOf(a, b)) > 0) count++;
    }
  }
  return count;
}

/** Cosine of the angle to the nearest point of the loops; −1 if there is none. */
const closeness = (x: Vector, loops: readonly Loop[]): number => {
  let highest = -1;
  for (const loop of loops) for (const point of loop) highest = Math.max(highest, dot(x, point));
  return highest;
};

describe('of two classes', () => {
  const w0 = normalise([1, 0.2, -0.3]);
  const w1 = normalise([0.1, 1, 0.6]);

  it('the training boundary of norm-softmax is the great circle half way, and so is every test boundary', () => {
    const [loop, ...rest] = trainingBoundary([w0, w1], 0, inForce('norm-softmax', { s: 16 }));
    expect(rest).toEqual([]);
    for (const x of loop!) expect(dot(x, w0) - dot(x, w1)).toBeCloseTo(0, 8);
    for (const x of testBoundary([w0, w1], 1)[0]!) expect(dot(x, w0) - dot(x, w1)).toBeCloseTo(0, 8);
  });

  it('that of CosFace is a small circle: x · (W₀ − W₁) = m', () => {
    const [loop, ...rest] = trainingBoundary([w0, w1], 0, inForce('cosface', { s: 16, m: 0.35 }));
    expect(rest).toEqual([]);
    for (const x of loop!) expect(dot(x, w0) - dot(x, w1)).toBeCloseTo(0.35, 8);
  });

  it.each(['plain', 'fallback', 'clamp'] as const)(
    'that of ArcFace (%s) is a spherical ellipse with foci W₀ and −W₁: distances sum to π − m',
    (pastPi) => {
      const [loop, ...rest] = trainingBoundary([w0, w1], 0, inForce('arcface', { s: 16, m: 0.5 }, pastPi));
      expect(rest).toEqual([]);
      const opposite = w1.map((value) => -value);
      for (const x of loop!) expect(angleBetween(x, w0) + angleBetween(x, opposite)).toBeCloseTo(Math.PI - 0.5, 8);
    },
  );

  it('that of SphereFace without λ has 4 θ₀ = θ₁ near the direction', () => {
    const [loop] = trainingBoundary([w0, w1], 0, inForce('sphereface', { m: 4, lambda: 0 }));
    for (const x of loop!) {
      if (angleBetween(x, w0) < Math.PI / 4) expect(4 * angleBetween(x, w0)).toBeCloseTo(angleBetween(x, w1), 7);
    }
  });
});

describe('of weights with different lengths and biases', () => {
  it('every boundary of plain softmax is a small circle: x · (‖W₀‖ Ŵ₀ − ‖W₁‖ Ŵ₁) = b₁ − b₀', () => {
    const uneven = { norms: [2, 1], biases: [0.1, 0.4] };
    for (const loops of [
      trainingBoundary(
        [
          [0, 0, 1],
          [1, 0, 0],
        ],
        0,
        inForce('softmax', {}),
        { uneven },
      ),
      testBoundary(
        [
          [0, 0, 1],
          [1, 0, 0],
        ],
        0,
        { uneven },
      ),
    ]) {
      expect(loops).toHaveLength(1);
      for (const [x, , z] of loops[0]!) expect(2 * z - x).toBeCloseTo(0.3, 8);
    }
  });
});

describe('loops', () => {
  it('are closed, with steps no longer than two edges of the mesh', () => {
    const rng = createRng(3, 'loops');
    const directions = Array.from({ length: 6 }, () => randomUnit(rng));
    for (let k = 0; k < 6; k++) {
      for (const loop of testBoundary(directions, k)) {
        expect(loop.at(-1)).toEqual(loop[0]);
        for (let i = 0; i + 1 < loop.length; i++) expect(angleBetween(loop[i]!, loop[i + 1]!)).toBeLessThan(0.06);
      }
    }
  });

  it('are none where a class wins nowhere', () => {
    expect(
      trainingBoundary(
        [
          [0, 0, 1],
          [0, 0.1, 1],
        ],
        0,
        inForce('arcface', { s: 16, m: 0.5 }, 'clamp'),
      ),
    ).toEqual([]);
  });
});

describe('agree with the argmax of the definition at random points', () => {
  // The polylines cut corners of at most 0.04 rad (2.3°, an edge of the mesh): points nearer to them than that, or with an
  // advantage so small that an island below the mesh's resolution could hold them, are left out.
  const nearBoundary = Math.cos(0.045);

  it.each(everyLoss.map((of) => [titleOf(of), of] as const))('%s', (title, of) => {
    const rng = createRng(7, title);
    let checked = 0;
    for (let round = 0; round < 2; round++) {
      const directions = Array.from({ length: 2 + 3 * round }, () => randomUnit(rng));
      const k = rng.integer(directions.length);
      const training = trainingBoundary(directions, k, of);
      const test = testBoundary(directions, k);
      const far = (point: Vector, loops: readonly Loop[]): boolean => closeness(point, loops) < nearBoundary;
      let start = randomUnit(rng);
      for (let tries = 0; tries < 100 && !(far(start, training) && far(start, test)); tries++) start = randomUnit(rng);
      const startAngles = anglesTo(start, directions);
      for (let i = 0; i < 120; i++) {
        const x = randomUnit(rng);
        const angles = anglesTo(x, directions);
        if (angleBetween(x, start) > 3) continue;
        if (far(x, training) && Math.abs(advantage(of, angles, k)) > 0.01) {
          const changes = wins(of, startAngles, k) !== wins(of, angles, k);
          expect(crossings(start, x, training) % 2 === 1, `training ${[...x]}`).toBe(changes);
          checked++;
        }
        if (far(x, test)) {
          const changes = (nearestClass(startAngles) === k) !== (nearestClass(angles) === k);
          expect(crossings(start, x, test) % 2 === 1, `test ${[...x]}`).toBe(changes);
        }
      }
    }
    expect(checked).toBeGreaterThan(50);
  });
});

describe('mesh and map', () => {
  it('an icosphere of detail n has 20 · 4ⁿ faces on 10 · 4ⁿ + 2 unit vectors', () => {
    const { vertices, faces } = icosphere(3);
    expect(faces).toHaveLength(20 * 64);
    expect(vertices).toHaveLength(10 * 64 + 2);
    for (const vertex of vertices) expect(dot(vertex, vertex)).toBeCloseTo(1, 12);
  });

  it('longitude turns from x to y, latitude rises with z', () => {
    expect(lonLat([0, 1, 0])).toEqual([90, 0]);
    expect(lonLat([0, 0, -1])[1]).toBe(-90);
  });
});
