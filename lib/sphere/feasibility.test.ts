import { describe, expect, it } from 'vitest';
import { type LossId, losses, type ParameterValues, paperOptions } from '../losses';
import { toDegrees } from './angle';
import { feasibility, largestCosineMarginOnCircle, necessaryScale } from './feasibility';
import type { LossInForce } from './in-force';
import { probabilities } from './nearest';

const inForce = (id: LossId, values: ParameterValues): LossInForce => ({ loss: losses[id], values, options: paperOptions });
const arc = inForce('arcface', { s: 16, m: 0.5 });

describe('feasibility', () => {
  it('ten classes on the circle with ArcFace 0.5 need s = 42 for P = 0.9; the margin-free bound says 3.96', () => {
    const answer = feasibility({ classes: 10, dimension: 2, inForce: arc });
    expect(Math.round(answer.scaleFor(0.9)!)).toBe(42);
    expect(feasibility({ classes: 10, dimension: 2, inForce: arc, scale: answer.scaleFor(0.9)! }).probability).toBeCloseTo(
      0.9,
      9,
    );
    expect(necessaryScale(10, 0.9)).toBeCloseTo(3.96, 2);
  });

  it('ten classes on the circle are 36° apart: a margin of 28.6° leaves 3.7° either side', () => {
    const { arrangement, halfWidth, satisfiable } = feasibility({ classes: 10, dimension: 2, inForce: arc });
    expect(toDegrees(arrangement.nearest)).toBeCloseTo(36, 10);
    expect(toDegrees(halfWidth!)).toBeCloseTo((36 - 28.6479) / 2, 3);
    expect(satisfiable).toBe(true);
  });

  it('gives the probability of the softmax itself', () => {
    // 8 on the circle: angles 0, 45, 45, 90, 90, 135, 135, 180.
    const answer = feasibility({ classes: 8, dimension: 2, inForce: arc });
    const angles = Array.from({ length: 8 }, (_, k) => Math.min(k, 8 - k) * (Math.PI / 4));
    expect(answer.probability).toBeCloseTo(probabilities(arc, angles, 0, 16)[0]!, 12);
    expect(answer.plainProbability!).toBeGreaterThan(answer.probability!);
  });

  it('finds the largest margin that leaves room: the angle between neighbours for ArcFace, 1 − cos of it for CosFace', () => {
    expect(feasibility({ classes: 10, dimension: 2, inForce: arc }).largestMargin).toBeCloseTo((2 * Math.PI) / 10, 9);
    const cosface = inForce('cosface', { s: 16, m: 0.15 });
    expect(feasibility({ classes: 10, dimension: 2, inForce: cosface }).largestMargin).toBeCloseTo(
      largestCosineMarginOnCircle(10),
      9,
    );
    expect(largestCosineMarginOnCircle(8)).toBeCloseTo(0.293, 3);
    expect(largestCosineMarginOnCircle(10)).toBeCloseTo(0.191, 3);
    // C ≤ K + 1: C/(C − 1).
    expect(
      feasibility({ classes: 20, dimension: 512, inForce: inForce('cosface', { s: 16, m: 0.15 }) }).largestMargin,
    ).toBeNull();
    expect(1 - Math.cos(feasibility({ classes: 20, dimension: 512, inForce: arc }).arrangement.nearest)).toBeCloseTo(20 / 19, 12);
  });

  it('says that a margin larger than the spacing leaves no room, and no scale helps', () => {
    const answer = feasibility({ classes: 20, dimension: 2, inForce: arc });
    expect(answer.satisfiable).toBe(false);
    expect(answer.halfWidth!).toBeLessThan(0);
    expect(answer.scaleFor(0.9)).toBeNull();
    expect(answer.scaleFor(0.04)).toBe(0);
  });

  it('SphereFace always leaves room at the class direction, so its margin has no limit', () => {
    const answer = feasibility({ classes: 10, dimension: 2, inForce: inForce('sphereface', { m: 4, lambda: 0 }) });
    expect(answer.largestMargin).toBeNull();
    expect(toDegrees(answer.halfWidth!)).toBeCloseTo(36 / 5, 6);
    expect(answer.probability).toBeNull();
    expect(
      feasibility({ classes: 10, dimension: 2, inForce: inForce('sphereface', { m: 4, lambda: 0 }), scale: 16 }).probability,
    ).toBeGreaterThan(0.8);
  });

  it('with fewer classes than d + 2 reaches the necessary scale exactly when there is no margin', () => {
    // The simplex makes CosFace's bound an equality.
    for (const classes of [2, 5, 9]) {
      const answer = feasibility({ classes, dimension: 8, inForce: inForce('norm-softmax', { s: 16 }) });
      expect(answer.scaleFor(0.9)).toBeCloseTo(necessaryScale(classes, 0.9), 9);
    }
  });

  it('refuses a probability that is none', () => {
    expect(() => feasibility({ classes: 3, dimension: 2, inForce: arc }).scaleFor(1)).toThrow(/between 0 and 1/);
  });
});

describe('necessaryScale', () => {
  it.each([
    [8, 3.63, 5.72, 7.75],
    [10, 3.96, 6.11, 8.19],
    [10575, 11.46, 13.86, 16.17],
    [85742, 13.56, 15.95, 18.27],
    [1000000, 16.01, 18.41, 20.72],
  ])('for %d classes is that of the fact table', (classes, p90, p99, p999) => {
    expect(necessaryScale(classes, 0.9)).toBeCloseTo(p90, 2);
    expect(necessaryScale(classes, 0.99)).toBeCloseTo(p99, 2);
    expect(necessaryScale(classes, 0.999)).toBeCloseTo(p999, 2);
  });
});
