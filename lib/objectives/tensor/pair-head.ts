import * as tf from '@tensorflow/tfjs-core';
import { type Normalised, normalise, smallestSine, tangential } from '../tensor-head';
import { crossEntropy, type Masks, merge, type TensorCriterion } from './criterion';
import type { TensorInput, TensorResult } from './objective';

/** Where the samples of a batch lie among the classes. n samples, C classes, R rows of weights (more than C with sub-centres). */
export interface Geometry {
  readonly x: Normalised;
  readonly w: Normalised;
  /** n × C: 1 for each sample's own class, 0 for the others; and the reverse. */
  readonly masks: Masks;
  /** n × C: cosine to each class's row. */
  readonly cosine: tf.Tensor;
  /** n × 1: angle to the own row, radians in [0, π], exact also near 0 and π, and its sine. */
  readonly theta: tf.Tensor;
  readonly sine: tf.Tensor;
  /** n × C → n × R: a factor of a class as one of its row. */
  readonly spread: (factors: tf.Tensor) => tf.Tensor;
}

/** The own logit of each sample, n × 1, and its derivatives; what is missing is 0. */
export interface OwnLogit {
  readonly value: tf.Tensor;
  readonly byTheta: tf.Tensor;
  readonly byNorm?: tf.Tensor;
  /** By the objective's one learned scalar. */
  readonly byState?: tf.Tensor;
}

/** The logits of all classes as they would be for a sample of another class, n × C, and their derivatives. */
export interface OtherLogits {
  readonly value: tf.Tensor;
  /** By the cosine, where it is regular; n × C or a scalar. */
  readonly byCosine: tf.Tensor;
  readonly byState?: tf.Tensor;
}

/**
 * Which class is each sample's own: n × C, a single 1 in each row.
 *
 * @param labels  n, int32
 */
export const oneHotOf = (labels: tf.Tensor1D, classes: number): tf.Tensor2D =>
  // tfjs refuses one class, and on wasm it writes other types than int32 wrongly.
  classes === 1 ? tf.ones([labels.shape[0], 1]) : tf.cast(tf.oneHot(labels, classes) as tf.Tensor2D, 'float32');

export function masksOf(labels: tf.Tensor1D, classes: number): Masks {
  const own = oneHotOf(labels, classes);
  return { own, others: tf.sub(1, own) };
}

/** Geometry of a batch with one row of weights a class. */
export function geometryOf({ embeddings, weights, labels }: Pick<TensorInput, 'embeddings' | 'weights' | 'labels'>): Geometry {
  const x = normalise(embeddings);
  const w = normalise(weights);
  const cosine = tf.matMul(x.unit, tf.transpose(w.unit));
  return { x, w, masks: masksOf(labels, weights.shape[0]), cosine, ...ownAngle(x, w, labels), spread: (factors) => factors };
}

/**
 * θ = atan2(|ŵ − cos θ x̂|, cos θ) of each sample to its own row, and its sine. A zero vector is at 90° to everything.
 *
 * @param rows  n rows of weights, int32
 */
export function ownAngle(x: Normalised, w: Normalised, rows: tf.Tensor1D): { theta: tf.Tensor; sine: tf.Tensor } {
  const unit = tf.gather(w.unit, rows);
  const cosine = tf.sum(tf.mul(x.unit, unit), 1, true);
  const residual = tf.sqrt(tf.sum(tf.square(tf.sub(unit, tf.mul(cosine, x.unit))), 1, true));
  const sine = tf.maximum(residual, tf.sub(1, tf.gather(w.present, rows)));
  return { theta: tf.atan2(sine, cosine), sine };
}

/**
 * The head of losses whose weights are normalised and whose logits each depend on one angle, the embedding's norm and a learned
 * scalar: `lib/objectives/pair-head.ts` in tensors, with its conventions. `gradScalar` is the derivative by the learned scalar.
 *
 * @param scale  of the loss and all gradients
 */
export function pairHead(
  { x, w, masks, sine, spread }: Geometry,
  logit: OwnLogit,
  others: OtherLogits,
  criterion: TensorCriterion = crossEntropy,
  scale = 1,
): Required<Pick<TensorResult, 'loss' | 'perSample' | 'gradEmbeddings' | 'gradWeights'>> & { gradScalar: tf.Scalar } {
  const n = masks.own.shape[0]!;
  const pick = (ours: tf.Tensor, theirs: tf.Tensor): tf.Tensor => merge(masks, ours, theirs);
  const { perSample, slopes } = criterion(pick(logit.value, others.value), masks);
  const pulls = tf.mul(slopes, scale / n);

  // ∂logit/∂x̂ along the tangent is factor × (ŵ − cos θ x̂): ψ′(cos θ) for the others, −dψ/dθ / sin θ for the own one, which is
  // taken as 0 where the direction is undefined.
  const defined = tf.step(tf.sub(sine, smallestSine));
  const ownFactor = tf.neg(tf.div(tf.mul(defined, logit.byTheta), tf.maximum(sine, smallestSine)));
  const factors = spread(tf.mul(pulls, pick(ownFactor, others.byCosine))) as tf.Tensor2D;
  let gradEmbeddings = tangential(tf.matMul(factors, w.unit), x);
  const gradWeights = tangential(tf.matMul(tf.transpose(factors), x.unit), w);

  const zero = tf.scalar(0);
  if (logit.byNorm) {
    const along = tf.mul(tf.sum(tf.mul(pulls, masks.own), 1, true), logit.byNorm);
    gradEmbeddings = tf.add(gradEmbeddings, tf.mul(x.unit, along));
  }
  const byState = logit.byState || others.byState;
  const gradScalar = byState ? tf.sum(tf.mul(pulls, pick(logit.byState ?? zero, others.byState ?? zero))) : zero;
  const scaled = tf.mul(tf.reshape(perSample, [n]), scale) as tf.Tensor1D;
  return { loss: tf.mean(scaled), perSample: scaled, gradEmbeddings, gradWeights, gradScalar: gradScalar as tf.Scalar };
}

/** s cos θ of the classes a sample does not belong to. */
export const plainOthers = ({ cosine }: Geometry, s: number | tf.Tensor): OtherLogits => ({
  value: tf.mul(cosine, s),
  byCosine: typeof s === 'number' ? tf.scalar(s) : s,
});

/** s × a target and its slope, as the own logit. */
export const scaledTarget = ({ value, slope }: { value: tf.Tensor; slope: tf.Tensor }, s: number | tf.Tensor): OwnLogit => ({
  value: tf.mul(value, s),
  byTheta: tf.mul(slope, s),
});
