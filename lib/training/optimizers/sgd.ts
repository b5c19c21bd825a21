import * as tf from '@tensorflow/tfjs-core';
import type { Optimizer } from './optimizer';

/**
 * Gradient descent with momentum as PyTorch defines it: g ← gradient + decay · p, v ← μ v + g, p ← p − η v. `first` is v,
 * `second` is not used.
 */
export const sgd: Optimizer = (parameters, gradient, { first, second }, { learningRate, momentum, weightDecay }) => {
  const decayed = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameters, weightDecay));
  const velocity = tf.add<tf.Tensor1D>(tf.mul(first, momentum), decayed);
  return {
    parameters: tf.sub(parameters, tf.mul(velocity, learningRate)),
    moments: { first: velocity, second: tf.clone(second) },
  };
};
