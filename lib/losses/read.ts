import { constantDual, dualAlgebra, variableDual } from '../algebra/dual';
import { numberAlgebra } from '../algebra/number';
import type { LossOptions, MarginLoss } from './loss';
import type { ParameterValues } from './parameter';
import { targetLogit } from './target';

const dualNumbers = dualAlgebra(numberAlgebra);

/** The target logit before the scale at θ ∈ [0, π] (radians), in double precision. */
export function targetValue(loss: MarginLoss, theta: number, values: ParameterValues, options: LossOptions): number {
  return targetLogit(numberAlgebra, loss, { theta }, values, options);
}

/** d(target logit)/dθ before the scale, per radian, along the gradient path chosen in `options`. */
export function targetSlope(loss: MarginLoss, theta: number, values: ParameterValues, options: LossOptions): number {
  const lifted = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, constantDual(numberAlgebra, value)]));
  return targetLogit(dualNumbers, loss, { theta: variableDual(numberAlgebra, theta) }, lifted, options).derivative;
}
