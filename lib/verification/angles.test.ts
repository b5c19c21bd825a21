import { describe, expect, it } from 'vitest';
import { createRng } from '../pure/random';
import { toDegrees, toRadians } from '../sphere/angle';
import { angleStatistics, classCentres } from './angles';

const at = (degrees: number, length = 1): number[] => [
  length * Math.cos(toRadians(degrees)),
  length * Math.sin(toRadians(degrees)),
];

describe('angleStatistics', () => {
  it('gives the numbers of a calculation by hand', () => {
    // Centres at 10°, 90° and 200°; weights at 0°, 100° and 200°.
    const embeddings = [at(0, 5), at(20, 0.1), at(90), at(190), at(210)];
    const { weightToCentre, betweenWeights, withinClass, betweenCentres } = angleStatistics(
      embeddings,
      [0, 0, 1, 2, 2],
      [at(0), at(100, 7), at(200)],
    );
    expect(toDegrees(weightToCentre!)).toBeCloseTo((10 + 10 + 0) / 3, 9);
    expect(toDegrees(withinClass!)).toBeCloseTo((10 + 10 + 0 + 10 + 10) / 5, 9);
    // Nearest weights: 100°, 100°, 100°. Nearest centres: 80°, 80°, 110°.
    expect(toDegrees(betweenWeights!)).toBeCloseTo(100, 9);
    expect(toDegrees(betweenCentres!)).toBeCloseTo((80 + 80 + 110) / 3, 9);
  });

  it('does not depend on lengths', () => {
    const rng = createRng(1, 'angles');
    const rows = (count: number): number[][] => Array.from({ length: count }, () => [rng.normal(), rng.normal(), rng.normal()]);
    const [x, w] = [rows(30), rows(4)];
    const labels = x.map((_, i) => i % 4);
    const scaled = (vectors: number[][]): number[][] => vectors.map((v, i) => v.map((value) => value * (i + 0.5)));
    const before = angleStatistics(x, labels, w);
    const after = angleStatistics(scaled(x), labels, scaled(w));
    for (const key of ['weightToCentre', 'betweenWeights', 'withinClass', 'betweenCentres'] as const)
      expect(after[key]).toBeCloseTo(before[key]!, 12);
  });

  it('leaves out classes without a centre, and says null where nothing is left', () => {
    const { weightToCentre, betweenCentres, withinClass } = angleStatistics(
      [at(0), at(180), at(30), [0, 0]],
      [0, 0, 1, 1],
      [at(0), at(40), at(90)],
    );
    expect(toDegrees(weightToCentre!)).toBeCloseTo(10, 9);
    expect(withinClass).toBeCloseTo(0, 12);
    expect(betweenCentres).toBeNull();
    expect(angleStatistics([], [], [at(0)])).toEqual({
      weightToCentre: null,
      betweenWeights: null,
      withinClass: null,
      betweenCentres: null,
    });
  });

  it('refuses a label that is no class', () => {
    expect(() => classCentres([at(0)], [3], 2)).toThrow(/label 0 is 3, but classes run from 0 to 1/);
  });
});
