// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: the table is quoted to the four decimals it is printed with
import { describe, expect, it } from 'vitest';
import { evaluate } from '../algebra/evaluate';
import { numberAlgebra } from '../algebra/number';
import { arcface } from './arcface';
import { combined } from './combined';
import { cosface } from './cosface';
import { type LossOptions, losses, type MarginLoss, type ParameterValues, paperOptions } from './index';
import { normSoftmax } from './norm-softmax';
import { slopeExpression, targetExpression, targetSlope, targetValue } from './read';
import { everyCase, nearJoint, testAngles } from './read.cases';
import { softmax } from './softmax';
import { sphereface } from './sphereface';
import { spherefaceArccos } from './sphereface-arccos';

const degrees = (theta: number): number => (theta * Math.PI) / 180;

describe('the table of target logits', () => {
  // Calculated once by hand from the published formulas, to four decimals. Columns as in Fig. 4b of the ArcFace paper.
  const columns: readonly (readonly [string, MarginLoss, ParameterValues])[] = [
    ['softmax', softmax, {}],
    ['SphereFace m = 4, λ = 0', sphereface, { m: 4, lambda: 0 }],
    ['SphereFace m = 4, λ = 5', sphereface, { m: 4, lambda: 5 }],
    ['SphereFace 1.35', spherefaceArccos, { s: 64, m: 1.35 }],
    ['ArcFace 0.5', arcface, { s: 64, m: 0.5 }],
    ['CosFace 0.35', cosface, { s: 64, m: 0.35 }],
    ['CM1', combined, { s: 64, m1: 1, m2: 0.3, m3: 0.2 }],
    ['CM2', combined, { s: 64, m1: 0.9, m2: 0.4, m3: 0.15 }],
  ];
  const rows: Readonly<Record<number, readonly number[]>> = {
    0: [1, 1, 1, 1, 0.8776, 0.65, 0.7553, 0.7711],
    20: [0.9397, 0.1736, 0.812, 0.891, 0.6607, 0.5897, 0.5966, 0.6056],
    30: [0.866, -0.5, 0.6384, 0.7604, 0.5203, 0.516, 0.4796, 0.4939],
    45: [0.7071, -1, 0.4226, 0.4886, 0.2815, 0.3571, 0.2666, 0.2975],
    60: [0.5, -1.5, 0.1667, 0.1564, 0.0236, 0.15, 0.0217, 0.0763],
    80: [0.1736, -2.766, -0.3163, -0.309, -0.3198, -0.1764, -0.3251, -0.2357],
    90: [0, -3, -0.5, -0.5225, -0.4794, -0.35, -0.4955, -0.3905],
    100: [-0.1736, -3.234, -0.6837, -0.7071, -0.6245, -0.5236, -0.6569, -0.5394],
  };
  it.each(columns.map(([name, loss, values], column) => ({ name, loss, values, column })))('is reproduced for $name', (c) => {
    for (const [theta, row] of Object.entries(rows)) {
      const value = targetValue(c.loss, degrees(Number(theta)), c.values, paperOptions);
      expect(Math.abs(value - row[c.column]!), `θ = ${theta}°`).toBeLessThanOrEqual(0.5000001e-4);
    }
  });
});

describe('special cases that must coincide', () => {
  const angles = testAngles({ m: 0.5 });
  const same = (a: MarginLoss, va: ParameterValues, b: MarginLoss, vb: ParameterValues, options: LossOptions = paperOptions) => {
    for (const theta of angles) {
      expect(targetValue(a, theta, va, options)).toBeCloseTo(targetValue(b, theta, vb, options), 14);
      expect(targetSlope(a, theta, va, options)).toBeCloseTo(targetSlope(b, theta, vb, options), 14);
    }
  };
  it('no margin is normalised softmax', () => {
    same(arcface, { s: 1, m: 0 }, normSoftmax, { s: 1 });
    same(cosface, { s: 1, m: 0 }, normSoftmax, { s: 1 });
    same(sphereface, { m: 1, lambda: 0 }, normSoftmax, { s: 1 });
    same(combined, { s: 1, m1: 1, m2: 0, m3: 0 }, normSoftmax, { s: 1 });
  });
  it('the combined margin contains ArcFace, CosFace and the arccos form of SphereFace', () => {
    same(combined, { s: 1, m1: 1, m2: 0.5, m3: 0 }, arcface, { s: 1, m: 0.5 });
    same(combined, { s: 1, m1: 1, m2: 0, m3: 0.35 }, cosface, { s: 1, m: 0.35 });
    same(combined, { s: 1, m1: 1.35, m2: 0, m3: 0 }, spherefaceArccos, { s: 1, m: 1.35 });
    same(combined, { s: 1, m1: 1, m2: 0.5, m3: 0 }, arcface, { s: 1, m: 0.5 }, { pastPi: 'clamp', gradient: 'detached' });
  });
  it('SphereFace blended with a huge λ is softmax', () => {
    for (const theta of angles)
      expect(targetValue(sphereface, theta, { m: 4, lambda: 1e12 }, paperOptions)).toBeCloseTo(Math.cos(theta), 10);
  });
});

describe('what happens past π with m = 0.5', () => {
  const joint = Math.PI - 0.5;
  const jump = (pastPi: LossOptions['pastPi'], at: number) => {
    const read = (theta: number) => targetValue(arcface, theta, { s: 1, m: 0.5 }, { pastPi, gradient: 'exact' });
    return read(at + 1e-9) - read(at - 1e-9);
  };
  it('jumps by the documented amounts', () => {
    expect(jump('plain', joint)).toBeCloseTo(0, 8);
    expect(jump('clamp', joint)).toBeCloseTo(0, 8);
    expect(jump('fallback', joint)).toBeCloseTo(1 - Math.cos(0.5) - 0.5 * Math.sin(0.5), 7); // −0.117
    expect(jump('fallback0', joint)).toBeCloseTo(1 - Math.cos(0.5), 7); // +0.122
    expect(jump('easy', Math.PI / 2)).toBeCloseTo(Math.sin(0.5), 7); // +0.479
  });
  it('plain turns the slope round, fallback keeps it downhill, clamp makes it flat', () => {
    const slope = (pastPi: LossOptions['pastPi']) =>
      targetSlope(arcface, joint + 0.2, { s: 1, m: 0.5 }, { pastPi, gradient: 'exact' });
    expect(slope('plain')).toBeCloseTo(Math.sin(0.2), 12);
    expect(slope('fallback')).toBeCloseTo(-Math.sin(joint + 0.2), 12);
    expect(slope('clamp')).toBe(0);
  });
});

describe.each(everyCase())('$name', ({ loss, values, options }) => {
  const angles = testAngles(values);

  it('has the same value and slope as an expression', () => {
    const target = targetExpression(loss, options);
    const slope = slopeExpression(loss, options);
    for (const theta of angles) {
      const environment = { ...values, theta };
      expect(evaluate(target, numberAlgebra, environment)).toBeCloseTo(targetValue(loss, theta, values, options), 13);
      expect(evaluate(slope, numberAlgebra, environment)).toBeCloseTo(targetSlope(loss, theta, values, options), 13);
    }
  });

  it('has the slope that central differences find', () => {
    // Detached: the value's slope is meant to differ; its surrogate is cos θ.
    const f = options.gradient === 'detached' ? Math.cos : (theta: number) => targetValue(loss, theta, values, options);
    const h = 1e-5;
    for (const theta of angles.filter((angle) => !nearJoint(loss, values, options, angle, 2 * h))) {
      // Truncation h²·f‴/6 with f‴ ≤ 8³ (cos 8θ): 8.5e-9; rounding 15·1.1e-16/h: 2e-10.
      expect(
        Math.abs(targetSlope(loss, theta, values, options) - (f(theta + h) - f(theta - h)) / (2 * h)),
        `θ = ${theta}`,
      ).toBeLessThan(1e-8);
    }
  });
});

describe('one-sided slopes', () => {
  const values = { s: 1, m: 0.5 };
  const oneSided = (pastPi: LossOptions['pastPi'], theta: number, h: number) => {
    // Second order: (−3f(θ) + 4f(θ+h) − f(θ+2h)) / 2h, started just inside the side.
    const f = (x: number) => targetValue(arcface, x, values, { pastPi, gradient: 'exact' });
    const start = theta + h / 1000;
    return (-3 * f(start) + 4 * f(start + h) - f(start + 2 * h)) / (2 * h);
  };
  it.each(arcface.pastPi)('are right on both sides of the joints for %s', (pastPi) => {
    for (const joint of [Math.PI - 0.5, Math.PI / 2]) {
      for (const h of [1e-4, -1e-4]) {
        const slope = targetSlope(arcface, joint + h / 1000, values, { pastPi, gradient: 'exact' });
        expect(Math.abs(slope - oneSided(pastPi, joint, h))).toBeLessThan(1e-6);
      }
    }
  });
  it('are finite at θ = 0 and θ = π, and not zero where the margin is not', () => {
    expect(targetSlope(arcface, 0, values, paperOptions)).toBeCloseTo(-Math.sin(0.5), 14);
    expect(targetSlope(arcface, Math.PI, values, paperOptions)).toBeCloseTo(Math.sin(0.5), 14);
  });
});

describe('errors', () => {
  it('name a missing parameter', () => {
    expect(() => targetValue(arcface, 1, { s: 16 }, paperOptions)).toThrow('ArcFace needs a value for its parameter "m".');
  });
  it('refuse a behaviour past π with the reason and the accepted ones', () => {
    expect(() => targetValue(cosface, 1, { s: 1, m: 0.3 }, { pastPi: 'easy', gradient: 'exact' })).toThrow(
      /CosFace .*"easy".*It accepts: plain\./,
    );
    expect(() => targetSlope(combined, 1, { s: 1, m1: 1, m2: 0, m3: 0 }, { pastPi: 'fallback', gradient: 'exact' })).toThrow(
      /multiplied.*It accepts: plain, fallback0, easy, clamp\./,
    );
    for (const { loss, pastPi } of Object.values(losses).flatMap((loss) => loss.pastPi.map((pastPi) => ({ loss, pastPi })))) {
      expect(() => targetExpression(loss, { pastPi, gradient: 'exact' })).not.toThrow();
    }
  });
});
