import * as tf from '@tensorflow/tfjs-core';
import type { Normalised } from '../tensor-head';

/** Numbers held at once by a table of differences. */
const largestTable = 2 ** 22;

/**
 * Σ_k (a_ik + sign · b_jk)², n × m. Taken from the differences themselves: |a|² + |b|² − 2ab would lose half of the digits of a
 * small distance. Coordinates are taken in as few goes as memory allows.
 *
 * @param a  n × d
 * @param b  m × d
 */
export function squares(a: tf.Tensor2D, b: tf.Tensor2D, sign: 1 | -1): tf.Tensor2D {
  const [n, d] = a.shape;
  const m = b.shape[0];
  const width = Math.max(1, Math.min(d, Math.floor(largestTable / (n * m))));
  let sum = tf.zeros<tf.Rank.R2>([1, n * m]);
  for (let k = 0; k < d; k += width) {
    const size = Math.min(width, d - k);
    // Coordinates come first and are added up by a product: along rows of a few numbers wasm is slow.
    const left = tf.reshape(tf.transpose(tf.slice(a, [0, k], [n, size])), [size, n, 1]);
    const right = tf.reshape(tf.transpose(tf.slice(b, [0, k], [m, size])), [size, 1, m]);
    const parts = tf.square(sign === 1 ? tf.add(left, right) : tf.sub(left, right));
    sum = tf.add(sum, tf.matMul(tf.ones<tf.Rank.R2>([1, size]), tf.reshape(parts, [size, n * m])));
  }
  return tf.reshape(sum, [n, m]);
}

/**
 * Angles between all rows, θ = 2 atan2(|x̂ − ŵ|, |x̂ + ŵ|), n × m, exact also near 0 and π, and their sines. A zero vector is at
 * 90° to everything.
 */
export function angles(x: Normalised, w: Normalised): { theta: tf.Tensor2D; sine: tf.Tensor2D } {
  const apart = tf.sqrt(squares(x.unit, w.unit, -1));
  const together = tf.sqrt(squares(x.unit, w.unit, 1));
  const present = tf.matMul(x.present, tf.transpose(w.present));
  const right = tf.sub(1, present);
  // With both halves 1 the angle is 90° and the sine 1.
  const sine = tf.div(tf.mul(apart, together), 2);
  return {
    theta: tf.mul(2, tf.atan2(tf.add(tf.mul(apart, present), right), tf.add(tf.mul(together, present), right))),
    sine: tf.add(tf.mul(sine, present), right) as tf.Tensor2D,
  };
}
