import { describe, expect, it } from 'vitest';
import { anglesOf, readingCases } from '../formula/readings.cases';
import { slopeExpression, targetExpression, targetSlope, targetValue } from '../losses';
import { everyCase, nearJoint, testAngles } from '../losses/read.cases';
import { cos, sin } from '../pure/math';
import { compileTape } from './array';
import { evaluate } from './evaluate';
import { expressionAlgebra as E, type Expression, symbol } from './expression';
import { numberAlgebra } from './number';

/** The number reading with the functions that are the same on every engine. */
const pureAlgebra = { ...numberAlgebra, cos, sin };

const run = (expressions: readonly Expression[], thetas: readonly number[], values: Record<string, number>): number[][] =>
  compileTape(expressions, 'theta')
    .run(Float64Array.from(thetas), thetas.length, values)
    .map((array) => [...array.subarray(0, thetas.length)]);

describe('the array reading', () => {
  it.each(everyCase())('of $name is the number reading, value and slope', ({ loss, values, options }) => {
    const thetas = testAngles(values);
    const expressions = [targetExpression(loss, options), slopeExpression(loss, options)];
    const found = run(expressions, thetas, values);
    expressions.forEach((expression, k) => {
      // Bit by bit against the same functions ...
      const same = thetas.map((theta) => evaluate(expression, pureAlgebra, { ...values, theta }));
      expect(found[k]).toEqual(same);
    });
    thetas.forEach((theta, i) => {
      // ... and to some units of the last place against the engine's, of numbers up to 2m + 1 and slopes up to m².
      if (nearJoint(loss, values, options, theta, 1e-12)) return;
      expect(Math.abs(found[0]![i]! - targetValue(loss, theta, values, options))).toBeLessThan(1e-13);
      expect(Math.abs(found[1]![i]! - targetSlope(loss, theta, values, options))).toBeLessThan(1e-13);
    });
  });

  it.each(readingCases)('of the formula $text, gradient $options.gradient, is the number reading', (c) => {
    const thetas = anglesOf(c);
    const expressions = [targetExpression(c.formula.loss, c.options), slopeExpression(c.formula.loss, c.options)];
    const found = run(expressions, thetas, c.values);
    expressions.forEach((expression, k) => {
      expect(found[k]).toEqual(thetas.map((theta) => evaluate(expression, pureAlgebra, { ...c.values, theta })));
    });
  });

  it('computes every operation', () => {
    const [x, y] = [symbol('theta'), symbol('y')];
    const both = (f: (a: Expression, b: Expression) => Expression) => [f(x, y), f(y, x)];
    const expressions = [
      ...[E.add, E.sub, E.mul, E.div, E.min, E.max].flatMap(both),
      ...[E.neg, E.sqrt, E.cos, E.sin, E.floor, E.stopGradient].flatMap((f) => [f(x), f(y)]),
      E.select(x, y, E.cos(y), E.sin(x)),
      E.select(y, x, E.constant(3), E.neg(y)),
      y,
      x,
      E.constant(4),
    ];
    for (const values of [{ y: 0.75 }, { y: 2 }]) {
      const thetas = [0, 0.5, 0.75, 1, 2, 3.1];
      const found = run(expressions, thetas, values);
      expressions.forEach((expression, k) => {
        expect(found[k]).toEqual(thetas.map((theta) => evaluate(expression, pureAlgebra, { ...values, theta })));
      });
    }
  });

  it('serves batches of every size, one after another, with parameters that move', () => {
    const tape = compileTape([E.cos(E.add(symbol('theta'), symbol('m'))), E.mul(symbol('m'), symbol('m'))], 'theta');
    for (const [n, m] of [
      [3, 0.5],
      [7, 0.1],
      [2, 0.3],
    ] as const) {
      const thetas = Float64Array.from({ length: n }, (_, i) => i / 3);
      const [value, square] = tape.run(thetas, n, { m });
      expect([...value!.subarray(0, n)]).toEqual([...thetas.map((theta) => cos(theta + m))]);
      expect([...square!.subarray(0, n)]).toEqual(Array.from({ length: n }, () => m * m));
    }
  });

  it('says which value is missing', () => {
    const tape = compileTape([E.add(symbol('theta'), symbol('m'))], 'theta');
    expect(() => tape.run(new Float64Array(1), 1, {})).toThrow('"m"');
  });
});
