import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Algebra } from './algebra';
import { dualAlgebra } from './dual';
import { evaluate } from './evaluate';
import { expressionAlgebra as E, type Expression, operands, sameExpression, symbol, symbolsOf } from './expression';
import { graphOf } from './graph';
import { numberAlgebra } from './number';

/** A formula as a program over any reading, so that the same formula can be built with and without simplification. */
type Program = <T>(A: Algebra<T>, x: T, m: T) => T;

const leaf: fc.Arbitrary<Program> = fc.oneof(
  fc.constant<Program>((_, x) => x),
  fc.constant<Program>((_, __, m) => m),
  fc.constantFrom(-2, -1, -0.5, 0, 0.25, 1, 2, Math.PI).map(
    (value): Program =>
      (A) =>
        A.constant(value),
  ),
);
const unary = fc.constantFrom('neg', 'cos', 'sin', 'floor', 'stopGradient');
const binary = fc.constantFrom('add', 'sub', 'mul', 'min', 'max');
const programs = fc.letrec<{ node: Program }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaf,
    fc.tuple(unary, tie('node')).map(
      ([op, a]): Program =>
        (A, x, m) =>
          A[op](a(A, x, m)),
    ),
    fc.tuple(binary, tie('node'), tie('node')).map(
      ([op, a, b]): Program =>
        (A, x, m) =>
          A[op](a(A, x, m), b(A, x, m)),
    ),
    // Divisors and radicands are kept away from 0: the rules promise exactness for finite values only.
    fc.tuple(tie('node'), tie('node')).map(
      ([a, b]): Program =>
        (A, x, m) =>
          A.div(a(A, x, m), A.add(A.constant(3), A.cos(b(A, x, m)))),
    ),
    tie('node').map(
      (a): Program =>
        (A, x, m) =>
          A.sqrt(A.add(A.constant(2), A.sin(a(A, x, m)))),
    ),
    fc.tuple(tie('node'), tie('node'), tie('node'), tie('node')).map(
      ([a, b, c, d]): Program =>
        (A, x, m) =>
          A.select(a(A, x, m), b(A, x, m), c(A, x, m), d(A, x, m)),
    ),
  ),
})).node;
const point = fc.double({ min: -4, max: 4, noNaN: true });

/** Equal, or equal after rounding where the rules reorder a sum of signs (they never do more than that). */
const close = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a));

describe('simplification', () => {
  it('does not change the value of any formula', () => {
    fc.assert(
      fc.property(programs, point, point, (program, x, m) => {
        const direct = program(numberAlgebra, x, m);
        const simplified = evaluate(program(E, symbol('x'), symbol('m')), numberAlgebra, { x, m });
        expect(close(direct, simplified), `${direct} and ${simplified}`).toBe(true);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });

  it('does not change the derivative of any formula: duals of expressions agree with duals of numbers', () => {
    const D = dualAlgebra(E);
    const N = dualAlgebra(numberAlgebra);
    fc.assert(
      fc.property(programs, point, point, (program, x, m) => {
        const slope = program(
          D,
          { value: symbol('x'), slope: E.constant(1) },
          { value: symbol('m'), slope: D.constant(0).slope },
        ).slope;
        const direct = program(N, { value: x, slope: 1 }, { value: m, slope: 0 }).slope;
        expect(close(direct, evaluate(slope, numberAlgebra, { x, m }))).toBe(true);
      }),
      { numRuns: 2000, seed: 8 },
    );
  });

  it('removes neutral elements, folds constants and moves signs outwards', () => {
    const x = symbol('x');
    const y = symbol('y');
    const c = E.constant;
    expect(E.add(x, c(0))).toBe(x);
    expect(E.mul(c(1), x)).toBe(x);
    expect(E.mul(c(0), x)).toEqual(c(0));
    expect(E.div(x, c(1))).toBe(x);
    expect(E.neg(E.neg(x))).toBe(x);
    expect(E.sub(x, E.neg(y))).toEqual(E.add(x, y));
    expect(E.mul(E.neg(x), y)).toEqual(E.neg(E.mul(x, y)));
    expect(E.add(c(2), c(3))).toEqual(c(5));
    expect(E.select(c(1), c(2), x, y)).toBe(x);
    expect(E.select(x, y, E.cos(x), E.cos(x))).toEqual(E.cos(x));
    expect(E.sub(E.cos(x), E.cos(x))).toEqual(c(0));
  });
});

describe('the graph of an expression', () => {
  it('holds each part once, after its operands', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const root: Expression = program(E, symbol('x'), symbol('m'));
        const { nodes } = graphOf([root]);
        expect(nodes.every((node, i) => node.operands.every((j) => j < i))).toBe(true);
        for (let i = 0; i < nodes.length; i++) {
          for (let j = 0; j < i; j++) expect(sameExpression(nodes[i]!.expression, nodes[j]!.expression)).toBe(false);
        }
        expect(nodes.every(({ expression, operands: parts }) => operands(expression).length === parts.length)).toBe(true);
      }),
      { numRuns: 200, seed: 9 },
    );
  });
});

describe('expressions', () => {
  it('list their free variables in the order of first use', () => {
    expect(symbolsOf(E.add(symbol('theta'), E.mul(symbol('m'), E.cos(symbol('theta')))))).toEqual(['theta', 'm']);
  });
  it('say which variable has no value', () => {
    expect(() => evaluate(E.cos(symbol('alpha')), numberAlgebra, {})).toThrow('"alpha"');
  });
});
