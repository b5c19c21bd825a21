import { describe, expect, it } from 'vitest';
import { crossEntropy } from './cross-entropy';

describe('the cross-entropy of one sample', () => {
  it('is −log of the softmax, with softmax minus one-hot as its slopes', () => {
    // e^1, e^2, e^3: Σ = 30.1929; p = 0.0900, 0.2447, 0.6652
    const { value, slopes } = crossEntropy(Float64Array.of(1, 2, 3), 1);
    const sum = Math.E + Math.E ** 2 + Math.E ** 3;
    expect(value).toBeCloseTo(Math.log(sum) - 2, 14);
    expect(slopes[0]).toBeCloseTo(Math.E / sum, 14);
    expect(slopes[1]).toBeCloseTo(Math.E ** 2 / sum - 1, 14);
    expect(slopes[2]).toBeCloseTo(Math.E ** 3 / sum, 14);
  });

  it('keeps a loss far below the rounding of 1', () => {
    // Two rivals 50 behind: log(1 + 2e⁻⁵⁰) = 2e⁻⁵⁰ to first order, and so is the pull.
    const { value, slopes } = crossEntropy(Float64Array.of(60, 10, 10), 0);
    expect(value / (2 * Math.exp(-50))).toBeCloseTo(1, 12);
    expect(slopes[0]! / (-2 * Math.exp(-50))).toBeCloseTo(1, 12);
    expect(slopes[1]! / Math.exp(-50)).toBeCloseTo(1, 12);
  });

  it('does not overflow where the sample is hopeless', () => {
    const { value, slopes } = crossEntropy(Float64Array.of(-1000, 1000), 0);
    expect(value).toBe(2000);
    expect([...slopes]).toEqual([-1, 1]);
  });

  it('is 0 for a single class', () => {
    const { value, slopes } = crossEntropy(Float64Array.of(3), 0);
    expect(value).toBe(0);
    expect(Math.abs(slopes[0]!)).toBe(0);
  });
});
