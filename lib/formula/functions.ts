import { expressionAlgebra as A, type Expression } from '../algebra/expression';

interface FormulaFunction {
  /** Fewest and most arguments. */
  readonly arguments: readonly [number, number];
  of(args: readonly Expression[]): Expression;
}

const unary = (of: (a: Expression) => Expression): FormulaFunction => ({ arguments: [1, 1], of: ([a]) => of(a!) });

/** What a formula may call: the functions of the algebra and a few that it composes. */
export const functions: Readonly<Record<string, FormulaFunction>> = {
  cos: unary(A.cos),
  sin: unary(A.sin),
  tan: unary((a) => A.div(A.sin(a), A.cos(a))),
  sqrt: unary(A.sqrt),
  abs: unary((a) => A.max(a, A.neg(a))),
  floor: unary(A.floor),
  ceil: unary((a) => A.neg(A.floor(A.neg(a)))),
  min: { arguments: [2, 8], of: (args) => args.reduce(A.min) },
  max: { arguments: [2, 8], of: (args) => args.reduce(A.max) },
  /** clamp(x, low, high) */
  clamp: { arguments: [3, 3], of: ([a, low, high]) => A.min(A.max(a!, low!), high!) },
  stopGradient: unary(A.stopGradient),
};

/**
 * A power by repeated multiplication; halves by the square root.
 *
 * @param exponent  a whole or half number
 * @param note      sees every product, root and quotient that is made
 */
export function power(base: Expression, exponent: number, note: (e: Expression) => Expression): Expression {
  if (exponent < 0) return note(A.div(A.constant(1), power(base, -exponent, note)));
  if (!Number.isInteger(exponent)) return power(note(A.sqrt(base)), 2 * exponent, note);
  let result = A.constant(1);
  for (let square = base, n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result = note(A.mul(result, square));
    if (n > 1) square = note(A.mul(square, square));
  }
  return result;
}
