import { describe, expect, it } from 'vitest';
import { combined } from './combined';
import { cosface } from './cosface';
import { paperOptions } from './index';
import { normSoftmax } from './norm-softmax';
import { targetSlope, targetValue } from './read';
import { softmax } from './softmax';

describe('losses without an added angle', () => {
  it('CosFace lowers the cosine by m and leaves its slope alone', () => {
    for (const theta of [0, 0.4, 1.9, Math.PI]) {
      expect(targetValue(cosface, theta, { s: 64, m: 0.35 }, paperOptions)).toBe(Math.cos(theta) - 0.35);
      expect(targetSlope(cosface, theta, { s: 64, m: 0.35 }, paperOptions)).toBeCloseTo(-Math.sin(theta), 15);
    }
  });
  it('softmax with and without norms has the plain cosine', () => {
    for (const loss of [softmax, normSoftmax]) {
      expect(targetValue(loss, 0.7, { s: 16 }, paperOptions)).toBe(Math.cos(0.7));
      expect(targetSlope(loss, 0.7, { s: 16 }, paperOptions)).toBe(-Math.sin(0.7));
    }
    expect([softmax.normalisesWeights, softmax.normalisesFeatures, softmax.hasBias]).toEqual([false, false, true]);
  });
});

describe('the combined margin', () => {
  const values = { s: 64, m1: 0.9, m2: 0.4, m3: 0.15 };
  it('is cos(m₁θ + m₂) − m₃ with slope −m₁ sin(m₁θ + m₂)', () => {
    for (const theta of [0, 0.7, 2, Math.PI]) {
      expect(targetValue(combined, theta, values, paperOptions)).toBeCloseTo(Math.cos(0.9 * theta + 0.4) - 0.15, 14);
      expect(targetSlope(combined, theta, values, paperOptions)).toBeCloseTo(-0.9 * Math.sin(0.9 * theta + 0.4), 14);
    }
  });
  it('subtracts m₃ on every piece of the behaviour past π', () => {
    const past = { ...values, m1: 2 };
    const read = (pastPi: 'fallback0' | 'clamp'): number => targetValue(combined, 2.5, past, { pastPi, gradient: 'exact' });
    expect(read('fallback0')).toBeCloseTo(Math.cos(2.5) - 0.15, 14);
    expect(read('clamp')).toBeCloseTo(-1.15, 14);
  });
});
