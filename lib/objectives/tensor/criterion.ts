import * as tf from '@tensorflow/tfjs-core';

/** n × C: 1 for each sample's own class, 0 for the others; and the reverse. */
export interface Masks {
  readonly own: tf.Tensor2D;
  readonly others: tf.Tensor2D;
}

/**
 * One table for the own classes, another for the others; both finite. By products, which are exact: selections and the tiling they
 * need are slow on wasm.
 */
export const merge = ({ own, others }: Masks, ours: tf.Tensor | number, theirs: tf.Tensor): tf.Tensor =>
  tf.add(tf.mul(own, ours), tf.mul(others, theirs));

/** Losses of the samples (n × 1) and their derivatives by the logits (n × C). */
export type TensorCriterion = (logits: tf.Tensor, masks: Masks) => { perSample: tf.Tensor; slopes: tf.Tensor };

/** Stands for −∞ where that would make a NaN: far below every logit, and its exponential is 0. */
const nowhere = -1e30;

/** log(1 + u) for u ≥ 0, also where 1 + u rounds to 1 (W. Kahan): u log(v)/(v − 1) with v = 1 + u, and u where v is 1. */
function log1p(u: tf.Tensor): tf.Tensor {
  const v = tf.add(u, 1);
  const apart = tf.sub(v, 1);
  const lost = tf.sub(1, tf.step(apart));
  return tf.mul(u, tf.add(tf.div(tf.log(v), tf.add(apart, lost)), lost));
}

/** log(1 + e^z), without overflow and without losing small values. */
export const softplus = (z: tf.Tensor): tf.Tensor => tf.add(tf.relu(z), log1p(tf.exp(tf.neg(tf.abs(z)))));

/** Softmax cross-entropy: `lib/objectives/cross-entropy.ts` in tensors. Tiny losses and pulls of the own class are kept. */
export const crossEntropy: TensorCriterion = (logits, masks) => {
  const others = merge(masks, nowhere, logits);
  const highest = tf.max(others, 1, true);
  const sum = tf.sum(tf.exp(tf.sub(others, highest)), 1, true);
  const target = tf.sum(tf.mul(masks.own, logits), 1, true);
  const behind = tf.sub(tf.add(highest, tf.log(sum)), target);
  const perSample = softplus(behind);
  const pulled = tf.exp(tf.sub(logits, tf.add(target, perSample)));
  return { perSample, slopes: merge(masks, tf.neg(tf.sigmoid(behind)), pulled) };
};

/** One binary task a class: `positive` softplus(−z_y) + `negative` Σ softplus(z_j). */
export const binary =
  (positive: number, negative: number): TensorCriterion =>
  (logits, { own, others }) => {
    const sign = tf.sub(others, own);
    const weight = tf.add(tf.mul(own, positive), tf.mul(others, negative));
    const signed = tf.mul(sign, logits);
    return {
      perSample: tf.sum(tf.mul(weight, softplus(signed)), 1, true),
      slopes: tf.mul(tf.mul(weight, sign), tf.sigmoid(signed)),
    };
  };
