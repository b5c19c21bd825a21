import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../pure/random';
import { angleOnCircle, toDegrees, toRadians } from './angle';
import { type Arc, circleRegions, complement, inArcs, merge } from './boundary-circle';
import { largestLogit, nearestClass, wins } from './nearest';
import { everyLoss, inForce, titleOf } from './testing/every-loss';

const degrees = (arcs: readonly Arc[]): number[][] =>
  arcs.map(({ from, to }) => [from, to].map((end) => Math.round(toDegrees(end) * 1e6) / 1e6));

describe('circleRegions', () => {
  it('of ArcFace 0.5 with eight even classes leaves (45° − 28.65°)/2 on both sides', () => {
    const regions = circleRegions(
      Array.from({ length: 8 }, (_, k) => (k * Math.PI) / 4),
      inForce('arcface', { s: 16, m: 0.5 }),
    );
    const half = toDegrees((Math.PI / 4 - 0.5) / 2);
    expect(half).toBeCloseTo(8.176, 3);
    regions.training.forEach((arcs, k) => {
      expect(arcs).toHaveLength(1);
      expect(toDegrees(arcs[0]!.to - arcs[0]!.from) / 2).toBeCloseTo(half, 9);
      expect(angleOnCircle((arcs[0]!.from + arcs[0]!.to) / 2, (k * Math.PI) / 4)).toBeCloseTo(0, 9);
    });
    expect(regions.gaps).toHaveLength(8);
    for (const gap of regions.gaps) expect(gap.to - gap.from).toBeCloseTo(0.5, 9);
    regions.testBoundaries.forEach((place, k) => {
      expect(toDegrees(place)).toBeCloseTo(22.5 + 45 * k, 9);
    });
    expect(regions.testBoundaries).toHaveLength(8);
  });

  it('of two classes at 0° and 90° without margin are half circles that meet at 45° and 225°', () => {
    const { training, test, gaps, testBoundaries } = circleRegions([0, Math.PI / 2], inForce('norm-softmax', { s: 16 }));
    expect(degrees(test[0]!)).toEqual([[225, 405]]);
    expect(degrees(test[1]!)).toEqual([[45, 225]]);
    expect(degrees(training[0]!)).toEqual([[225, 405]]);
    expect(gaps).toEqual([]);
    expect(testBoundaries.map(toDegrees)[0]).toBeCloseTo(45, 9);
  });

  it('are empty where the margin leaves no room, and everything is gap', () => {
    const { training, gaps } = circleRegions([0, 0.3, 0.6, 3], inForce('arcface', { s: 16, m: 0.5 }, 'clamp'));
    expect(training[1]).toEqual([]);
    expect(training[3]).toHaveLength(1);
    expect(gaps.length).toBeGreaterThan(0);
  });

  it('give a single class the whole circle and a repeated direction nothing', () => {
    expect(circleRegions([1], inForce('arcface', { s: 16, m: 0.5 })).training).toEqual([[{ from: 0, to: 2 * Math.PI }]]);
    const twice = circleRegions([1, 1, 3], inForce('norm-softmax', { s: 16 }));
    expect(twice.test[1]).toEqual([]);
    expect(twice.test[0]).toHaveLength(1);
    expect(twice.training[0]).toEqual([]);
    expect(twice.training[1]).toEqual([]);
  });

  it('of plain ArcFace reach round the back of the circle, where θ + m has passed π; with clamp they do not', () => {
    const directions = [0, toRadians(10)];
    const plain = circleRegions(directions, inForce('arcface', { s: 16, m: 0.5 }));
    const clamp = circleRegions(directions, inForce('arcface', { s: 16, m: 0.5 }, 'clamp'));
    expect(plain.training[0]!.length).toBeGreaterThan(0);
    for (const arc of plain.training[0]!) expect(angleOnCircle((arc.from + arc.to) / 2, 0)).toBeGreaterThan(Math.PI - 0.5);
    expect(clamp.training[0]).toEqual([]);
  });

  // Points nearer than 1e-7 rad to a boundary are left out: there rounding decides. Reported arcs must agree everywhere else.
  it.each(everyLoss.map((of) => [titleOf(of), of] as const))(
    'agree with the argmax of the definition at random points: %s',
    (_, of) => {
      const rng = createRng(20260101, titleOf(of));
      let checked = 0;
      for (let round = 0; round < 12; round++) {
        const directions = Array.from({ length: 1 + rng.integer(9) }, () => rng.uniform() * 2 * Math.PI);
        const { training, test, gaps } = circleRegions(directions, of);
        const ends = [...training, ...test].flat().flatMap(({ from, to }) => [from, to]);
        for (let i = 0; i < 200; i++) {
          const phi = rng.uniform() * 2 * Math.PI;
          if (ends.some((end) => angleOnCircle(end, phi) < 1e-7)) continue;
          const angles = directions.map((direction) => angleOnCircle(phi, direction));
          const winners = directions.map((_, k) => wins(of, angles, k));
          expect(directions.map((_, k) => inArcs(phi, training[k]!))).toEqual(winners);
          expect(directions.findIndex((_, k) => inArcs(phi, test[k]!))).toBe(nearestClass(angles));
          expect(inArcs(phi, gaps)).toBe(!winners.includes(true));
          checked++;
        }
      }
      expect(checked).toBeGreaterThan(2300);
    },
  );

  it('turn with the directions', () => {
    const of = inForce('cosface', { s: 16, m: 0.15 });
    const directions = [0.1, 1.3, 2.2, 4];
    const shift = 2.345;
    const before = circleRegions(directions, of).training.map((arcs) => arcs[0]!.to - arcs[0]!.from);
    const after = circleRegions(
      directions.map((phi) => phi + shift),
      of,
    ).training.map((arcs) => arcs[0]!.to - arcs[0]!.from);
    after.forEach((width, k) => {
      expect(width).toBeCloseTo(before[k]!, 9);
    });
  });
});

describe('circleRegions of weights with different lengths and biases', () => {
  it('moves the boundary of plain softmax towards the class with the shorter weight', () => {
    // 2 cos φ = cos(φ − 90°) = sin φ: tan φ = 2.
    const { test, training, testBoundaries } = circleRegions([0, Math.PI / 2], inForce('softmax', {}), {
      norms: [2, 1],
      biases: [0, 0],
    });
    expect(toDegrees(testBoundaries[0]!)).toBeCloseTo(toDegrees(Math.atan(2)), 9);
    expect(training[0]![0]!.from).toBeCloseTo(test[0]![0]!.from, 9);
  });

  it('gives a class that never wins nothing, and repeated classes to the lower index', () => {
    const { test } = circleRegions([0, 0, 3], inForce('softmax', {}), { norms: [1, 1, 1], biases: [0, 0, -5] });
    expect(test).toEqual([[{ from: 0, to: 2 * Math.PI }], [], []]);
  });

  // As above, points nearer than 1e-7 rad to a boundary are left out.
  it('agrees with the argmax of the logits at random points', () => {
    const rng = createRng(11, 'uneven');
    let checked = 0;
    for (const of of [
      inForce('softmax', {}),
      inForce('arcface', { s: 16, m: 0.5 }),
      inForce('sphereface', { m: 4, lambda: 5 }),
    ]) {
      for (let round = 0; round < 12; round++) {
        const directions = Array.from({ length: 2 + rng.integer(8) }, () => rng.uniform() * 2 * Math.PI);
        const uneven = { norms: directions.map(() => 0.3 + 2 * rng.uniform()), biases: directions.map(() => rng.normal() / 3) };
        const { training, test } = circleRegions(directions, of, uneven);
        const ends = [...training, ...test].flat().flatMap(({ from, to }) => [from, to]);
        for (let i = 0; i < 100; i++) {
          const phi = rng.uniform() * 2 * Math.PI;
          if (ends.some((end) => angleOnCircle(end, phi) < 1e-7)) continue;
          const angles = directions.map((direction) => angleOnCircle(phi, direction));
          expect(directions.map((_, k) => inArcs(phi, training[k]!))).toEqual(
            directions.map((_, k) => wins(of, angles, k, uneven)),
          );
          expect(directions.findIndex((_, k) => inArcs(phi, test[k]!))).toBe(largestLogit(angles, uneven));
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(3500);
  });
});

describe('sets of arcs', () => {
  const arcs = fc.array(
    fc
      .tuple(fc.double({ min: 0, max: 6.283, noNaN: true }), fc.double({ min: 1e-6, max: 6.283, noNaN: true }))
      .map(([from, length]) => ({ from, to: from + length })),
    { maxLength: 6 },
  );

  it('merging keeps the set, the complement is the rest', () => {
    fc.assert(
      fc.property(arcs, fc.double({ min: 0, max: 6.283, noNaN: true }), (set, phi) => {
        fc.pre(set.every(({ from, to }) => angleOnCircle(from, phi) > 1e-9 && angleOnCircle(to, phi) > 1e-9));
        expect(inArcs(phi, merge(set))).toBe(inArcs(phi, set));
        expect(inArcs(phi, complement(set))).toBe(!inArcs(phi, set));
      }),
    );
  });
});
