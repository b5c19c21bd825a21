import { describe, expect, it } from 'vitest';
import { paperOptions } from './index';
import { targetSlope, targetValue } from './read';
import { sphereface } from './sphereface';
import { spherefaceArccos } from './sphereface-arccos';

const psi = (theta: number, m: number): number => targetValue(sphereface, theta, { m, lambda: 0 }, paperOptions);

describe('SphereFace', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('falls continuously from 1 to 1 − 2m for m = %i', (m) => {
    expect(psi(0, m)).toBe(1);
    expect(psi(Math.PI, m)).toBeCloseTo(1 - 2 * m, 12);
    let before = psi(0, m);
    for (let i = 1; i <= 5000; i++) {
      const value = psi((Math.PI * i) / 5000, m);
      expect(value).toBeLessThanOrEqual(before + 1e-12);
      // |ψ′| ≤ m: no jump at the pieces' ends.
      expect(before - value).toBeLessThanOrEqual((m * Math.PI) / 5000 + 1e-12);
      before = value;
    }
  });

  it('is (−1)^k cos mθ − 2k, computed piece by piece', () => {
    for (const theta of [0.1, 0.9, 1.7, 2.4, 3.1]) {
      const k = [1, 2, 3, 4].filter((n) => theta >= (n * Math.PI) / 4).length;
      expect(psi(theta, 4)).toBeCloseTo((k % 2 === 0 ? 1 : -1) * Math.cos(4 * theta) - 2 * k, 12);
    }
  });

  it('has slope 0 where two pieces meet', () => {
    for (const k of [1, 2, 3])
      expect(Math.abs(targetSlope(sphereface, (k * Math.PI) / 4, { m: 4, lambda: 0 }, paperOptions))).toBeLessThan(1e-13);
  });

  it('is blended to (λ cos θ + ψ)/(1 + λ)', () => {
    const theta = 1.3;
    expect(targetValue(sphereface, theta, { m: 4, lambda: 5 }, paperOptions)).toBeCloseTo(
      (5 * Math.cos(theta) + psi(theta, 4)) / 6,
      14,
    );
  });
});

describe('SphereFace in the arccos form of the ArcFace paper', () => {
  const slope = (degrees: number): number =>
    targetSlope(spherefaceArccos, (degrees * Math.PI) / 180, { s: 64, m: 1.35 }, paperOptions);
  it('is not monotone: it rises past π/1.35 = 133.3°', () => {
    expect(slope(133)).toBeLessThan(0);
    expect(slope(134)).toBeGreaterThan(0);
  });
});
