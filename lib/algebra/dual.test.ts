import { describe, expect, it } from 'vitest';
import { dualAlgebra } from './dual';
import { numberAlgebra } from './number';

const D = dualAlgebra(numberAlgebra);
const at = (value: number) => ({ value, slope: 1 });

describe('the dual algebra', () => {
  it('knows the derivative of every operation', () => {
    const x = at(0.7);
    const y = { value: 2, slope: 3 };
    expect(D.mul(x, y)).toEqual({ value: 1.4, slope: 1 * 2 + 0.7 * 3 });
    expect(D.div(x, y).slope).toBeCloseTo((1 * 2 - 0.7 * 3) / 4, 15);
    expect(D.cos(x).slope).toBeCloseTo(-Math.sin(0.7), 15);
    expect(D.sin(D.mul(D.constant(2), x)).slope).toBeCloseTo(2 * Math.cos(1.4), 15);
    expect(D.sqrt(x).slope).toBeCloseTo(0.5 / Math.sqrt(0.7), 15);
    expect(D.neg(x).slope).toBe(-1);
    expect(D.sub(D.constant(1), x).slope).toBe(-1);
  });
  it('takes the branch, floors to 0 and stops', () => {
    const x = at(0.7);
    expect(D.select(x, D.constant(1), D.mul(x, x), D.constant(9)).slope).toBeCloseTo(1.4, 15);
    expect(D.select(D.constant(1), x, D.mul(x, x), D.constant(9)).slope).toBe(0);
    expect(D.floor(x)).toEqual({ value: 0, slope: 0 });
    expect(D.stopGradient(D.mul(x, x)).slope).toBe(0);
    expect(D.min(x, D.constant(1)).slope).toBe(1);
    expect(D.max(x, D.constant(1)).slope).toBe(0);
  });
  it("takes the second one's slope where the arguments are equal, and `otherwise` where a = b", () => {
    const x = at(1);
    const y = { value: 1, slope: 5 };
    expect([D.min(x, y).slope, D.max(x, y).slope]).toEqual([5, 5]);
    expect(D.select(x, y, x, y).slope).toBe(5);
  });
  it('nests: second derivatives', () => {
    const DD = dualAlgebra(D);
    const x = { value: at(0.7), slope: { value: 1, slope: 0 } };
    expect(DD.cos(DD.mul(x, x)).slope.slope).toBeCloseTo(-2 * Math.sin(0.49) - 4 * 0.49 * Math.cos(0.49), 14);
  });
});
