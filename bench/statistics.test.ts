import { describe, expect, it } from 'vitest';
import { exponent, median, percentile, rounded, slope } from './statistics';

describe('median', () => {
  it('is the middle one, or the mean of the middle two, and leaves the list as it was', () => {
    const values = [10, 1, 2];
    expect(median(values)).toBe(2);
    expect(values).toEqual([10, 1, 2]);
    expect(median([4, 1, 2, 30])).toBe(3);
    expect(median([])).toBeNaN();
  });
});

describe('percentile', () => {
  it('is the smallest value that the share does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(percentile(hundred, 0.95)).toBe(95);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile([3, 9], 0.95)).toBe(9);
    expect(percentile([7], 0)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('slope', () => {
  it('is that of the nearest line', () => {
    expect(slope([[0, 1], [1, 3], [2, 5]])).toBeCloseTo(2, 12); // biome-ignore format: points
    // By hand: mean (1, 2); Σ(x−1)(y−2) = 1·2 + 1·1 = 3; Σ(x−1)² = 2.
    expect(slope([[0, 0], [1, 3], [2, 3]])).toBeCloseTo(1.5, 12); // biome-ignore format: points
  });
});

describe('exponent', () => {
  it.each([0, 0.5, 1, 2])('finds x^%s whatever the factor', (k) => {
    const points = [2, 8, 32, 512].map((x): [number, number] => [x, 7 * x ** k]);
    expect(exponent(points)).toBeCloseTo(k, 10);
  });

  it('of a fixed cost plus a linear one lies between constant and linear', () => {
    const k = exponent([1, 10, 100].map((x): [number, number] => [x, 10 + x]));
    expect(k).toBeGreaterThan(0.1);
    expect(k).toBeLessThan(0.9);
  });
});

describe('rounded', () => {
  it('keeps significant digits, and what is not a number', () => {
    expect(rounded(1234.5)).toBe(1230);
    expect(rounded(0.0012345)).toBe(0.00123);
    expect(rounded(Number.NaN)).toBeNaN();
  });
});
