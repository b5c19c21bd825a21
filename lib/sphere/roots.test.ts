import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bisect, jumps, signChanges } from './roots';

describe('bisect', () => {
  it('finds √2 to rounding, whichever side is positive', () => {
    expect(bisect((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
    expect(bisect((x) => 2 - x * x, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
  });

  it('finds a jump', () => {
    expect(bisect((x) => (x < 0.3 ? -1 : 5), 0, 1)).toBeCloseTo(0.3, 15);
  });
});

describe('signChanges', () => {
  it('finds all zeros of a cosine, ascending', () => {
    const found = signChanges((x) => Math.cos(3 * x), [0, Math.PI], 0.1);
    expect(found).toHaveLength(3);
    found.forEach((x, k) => {
      expect(x).toBeCloseTo(Math.PI / 6 + (k * Math.PI) / 3, 12);
    });
  });

  it('finds a pair of zeros that lies between two samples', () => {
    const [a, b] = signChanges((x) => (x - 0.51) ** 2 - 1e-6, [0, 1], 0.1) as [number, number];
    expect(a).toBeCloseTo(0.509, 9);
    expect(b).toBeCloseTo(0.511, 9);
  });

  it('finds a sign change exactly at a break', () => {
    expect(signChanges((x) => (x < 0.5 ? 1 : -1), [0, 0.5, 1], 0.2)).toEqual([0.5]);
  });

  it('finds nothing where a function only touches zero', () => {
    expect(signChanges((x) => x * x + 1e-9, [-1, 1], 0.1)).toEqual([]);
  });
});

describe('jumps', () => {
  it('finds jumps of any size from a thousandth on wherever they are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 3.09, noNaN: true }),
        fc.double({ min: -3, max: 0, noNaN: true }),
        fc.constantFrom(-1, 1),
        (at, exponent, sign) => {
          const size = 10 ** exponent;
          const found = jumps((x) => Math.cos(4 * x) + (x < at ? 0 : sign * size), 0, Math.PI);
          expect(found).toHaveLength(1);
          expect(found[0]).toBeCloseTo(at, 12);
        },
      ),
    );
  });

  it('takes neither slopes nor kinks nor extremes for jumps', () => {
    for (const f of [
      Math.sin,
      (x: number) => Math.abs(x - 1),
      (x: number) => Math.cos(8 * x),
      (x: number) => Math.max(-1, 1 - 40 * x),
      () => 2,
    ]) {
      expect(jumps(f, 0, Math.PI)).toEqual([]);
    }
  });
});
