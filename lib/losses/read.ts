import type { Algebra } from '../algebra/algebra';
import { dualAlgebra } from '../algebra/dual';
import { type Expression, expressionAlgebra, symbol } from '../algebra/expression';
import { numberAlgebra } from '../algebra/number';
import type { AnyLoss, LossOptions } from './loss';
import type { ParameterValues } from './parameter';
import { targetLogit } from './target';

const dualNumbers = dualAlgebra(numberAlgebra);

/**
 * ψ(θ): the target logit before the scale.
 *
 * @param theta   θ ∈ [0, π], radians
 * @param values  a value for every parameter of the loss; further ones are ignored
 * @throws RangeError if a parameter is missing or the loss refuses `options.pastPi`
 */
export function targetValue(loss: AnyLoss, theta: number, values: ParameterValues, options: LossOptions): number {
  return targetLogit(numberAlgebra, loss, { theta }, values, options);
}

/**
 * dψ/dθ by the dual reading, per radian. With `gradient: 'detached'` it is −sin θ whatever the value does. At a joint
 * (θ = π − m, 90° for `easy`) it is one of the two one-sided slopes: see `cosPastPi` and `dualAlgebra`.
 */
export function targetSlope(loss: AnyLoss, theta: number, values: ParameterValues, options: LossOptions): number {
  return targetLogit(dualNumbers, loss, { theta: { value: theta, slope: 1 } }, lift(values, dualNumbers), options).slope;
}

/** ψ(θ) as an expression in the symbols `theta` and the ids of the loss's parameters. */
export function targetExpression(loss: AnyLoss, options: LossOptions): Expression {
  return targetLogit(expressionAlgebra, loss, { theta: symbol('theta') }, symbols(loss), options);
}

/** dψ/dθ as an expression in the same symbols. */
export function slopeExpression(loss: AnyLoss, options: LossOptions): Expression {
  const A = dualAlgebra(expressionAlgebra);
  const still = A.constant(0).slope;
  const p = Object.fromEntries(Object.entries(symbols(loss)).map(([id, value]) => [id, { value, slope: still }]));
  const theta = { value: symbol('theta'), slope: expressionAlgebra.constant(1) };
  return targetLogit(A, loss, { theta }, p, options).slope;
}

/** Parameter values as constants of a reading. */
export function lift<T>(values: ParameterValues, A: Algebra<T>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, A.constant(value)]));
}

const symbols = (loss: AnyLoss): Record<string, Expression> =>
  Object.fromEntries(loss.parameters.map(({ id }) => [id, symbol(id)]));
