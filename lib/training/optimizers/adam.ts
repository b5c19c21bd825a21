import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from './optimizer';

export const beta1 = 0.9;
export const beta2 = 0.999;
export const epsilon = 1e-8;

/**
 * Adam (Kingma and Ba 2015): p ← p − η · m̂ / (√v̂ + ε), with weight decay kept out of the moments (Loshchilov and Hutter
 * 2019): p ← p − η · decay · p. `first` is m, `second` is v.
 */
export const adam: Optimizer = (parameters, gradient, { first, second }, { learningRate, weightDecay }, step) => {
  const m = tf.add<tf.Tensor1D>(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1));
  const v = tf.add<tf.Tensor1D>(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const correction = Math.sqrt(1 - power(beta2, step));
  // m̂ / (√v̂ + ε) = (m / (√v + ε·c)) · c / (1 − β₁ᵗ) with c = √(1 − β₂ᵗ)
  const update = tf.mul(
    tf.div(m, tf.add(tf.sqrt(v), epsilon * correction)),
    (learningRate * correction) / (1 - power(beta1, step)),
  );
  const kept = weightDecay === 0 ? parameters : tf.mul(parameters, 1 - learningRate * weightDecay);
  return { parameters: tf.sub(kept, update), moments: { first: m, second: v } };
};

/** base^n by repeated squaring: `Math.pow` gives different bits on different engines. */
export function power(base: number, n: number): number {
  let result = 1;
  for (let factor = base, rest = n; rest > 0; rest = Math.floor(rest / 2), factor *= factor) if (rest % 2 === 1) result *= factor;
  return result;
}
