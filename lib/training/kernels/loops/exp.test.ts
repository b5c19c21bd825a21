import { describe, expect, it } from 'vitest';
import { exp, tanh } from '../../../pure/math';
import { createRng } from '../../../pure/random';
import { expOfNegative, fastTanh } from './exp';

const rng = createRng(3, 'exp');
const sizes = Array.from({ length: 5000 }, () => 10 ** (3.2 * rng.uniform() - 1) * rng.uniform());

describe('expOfNegative', () => {
  it('agrees with exp to the last bit or the one beside it', () => {
    for (const size of [0, 1e-300, 1e-12, 0.34, 0.35, 1, 707.9, ...sizes.filter((x) => x < 708)]) {
      expect(Math.abs(expOfNegative(-size) / exp(-size) - 1)).toBeLessThanOrEqual(2 ** -52);
    }
  });

  it('is 0 where e^x is no normal number, and NaN for NaN', () => {
    expect([expOfNegative(-708.1), expOfNegative(-1e300), expOfNegative(Number.NEGATIVE_INFINITY)]).toEqual([0, 0, 0]);
    expect(expOfNegative(Number.NaN)).toBeNaN();
  });
});

describe('fastTanh', () => {
  it('agrees with tanh to 1e-12 of its size, and keeps signs, infinities and NaN', () => {
    for (const size of [1e-300, 1e-12, 9.99e-4, 1e-3, 0.5, 19, 400, ...sizes]) {
      for (const x of [size, -size]) expect(Math.abs(fastTanh(x) / tanh(x) - 1)).toBeLessThan(1e-12);
    }
    expect([fastTanh(Number.POSITIVE_INFINITY), fastTanh(Number.NEGATIVE_INFINITY), fastTanh(-0)]).toEqual([1, -1, -0]);
    expect(fastTanh(Number.NaN)).toBeNaN();
  });
});
