import type { Algebra } from '../algebra/algebra';
import { type AnyLoss, assertPastPi, type LossOptions, type Sample } from './loss';
import type { ParameterId } from './parameter';

/**
 * The target logit before the scale, under the given options. This is what every reading evaluates.
 *
 * `detached` keeps the value and takes the slope of plain cos θ, as published PyTorch code does when the margin is applied
 * under `no_grad` (deepinsight/insightface#2255, #2309).
 *
 * @param p  a value for every parameter of the loss, by id
 * @throws RangeError if one is missing, or if the loss refuses `options.pastPi`
 */
export function targetLogit<T>(
  A: Algebra<T>,
  loss: AnyLoss,
  sample: Sample<T>,
  p: Readonly<Record<string, T>>,
  options: LossOptions,
): T {
  assertPastPi(loss, options.pastPi);
  for (const { id } of loss.parameters) {
    if (p[id] === undefined) throw new RangeError(`${loss.name} needs a value for its parameter "${id}".`);
  }
  const target = loss.target(A, sample, p as Readonly<Record<ParameterId, T>>, options.pastPi);
  if (options.gradient === 'exact') return target;
  const cosine = A.cos(sample.theta);
  return A.add(cosine, A.stopGradient(A.sub(target, cosine)));
}
