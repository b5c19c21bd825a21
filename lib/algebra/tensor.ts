import type { Tensor } from '@tensorflow/tfjs-core';
import type { Algebra } from './algebra';

/** The tfjs namespace. It is passed in, so that this module loads no engine. */
export type TensorFlow = typeof import('@tensorflow/tfjs-core');

/**
 * The tensor reading: a plain tfjs graph, elementwise with broadcasting, that `tf.grads` can differentiate (the page that uses it
 * imports `@tensorflow/tfjs-core/dist/register_all_gradients`). Fused kernels are tested against it.
 *
 * tfjs has no gradient through comparisons (`less`, `greater`), and its tape fails even where the condition needs none. The
 * condition is therefore `step(b − a)`, whose gradient is registered and 0; b − a > 0 exactly where a < b.
 *
 * Call inside `tf.tidy`: constants are tensors.
 */
export function tensorAlgebra(tf: TensorFlow): Algebra<Tensor> {
  return {
    constant: (value) => tf.scalar(value),
    add: (a, b) => tf.add(a, b),
    sub: (a, b) => tf.sub(a, b),
    mul: (a, b) => tf.mul(a, b),
    div: (a, b) => tf.div(a, b),
    neg: (a) => tf.neg(a),
    sqrt: (a) => tf.sqrt(a),
    cos: (a) => tf.cos(a),
    sin: (a) => tf.sin(a),
    min: (a, b) => tf.minimum(a, b),
    max: (a, b) => tf.maximum(a, b),
    floor: (a) => tf.floor(a),
    select: (a, b, then, otherwise) => tf.where(tf.cast(tf.step(tf.sub(b, a)), 'bool'), then, otherwise),
    stopGradient: tf.customGrad((a) => ({ value: tf.clone(a as Tensor), gradFunc: (dy) => tf.zerosLike(dy) })) as (
      a: Tensor,
    ) => Tensor,
  };
}
