import * as tf from '@tensorflow/tfjs-core';
import { baseOf, interFactor, inter as interReference, intra as intraReference } from '../angular-terms';
import type { Objective, Settings } from '../objective';
import { type HeadOutput, normalise, smallestSine, tangential, tensorHead } from '../tensor-head';
import { angles } from './angles';
import { always, noState, oneRowEach, type TensorInput, type TensorObjective } from './objective';
import { masksOf, oneHotOf, ownAngle } from './pair-head';

/** A term beside a softmax loss: its value for each sample (n), and the gradients of its mean. */
interface Term {
  readonly perSample: tf.Tensor1D;
  readonly gradEmbeddings?: tf.Tensor2D;
  readonly gradWeights: tf.Tensor2D;
}

/** The softmax loss named by the settings. */
export function baseTensorLoss({ embeddings, weights, bias, labels }: TensorInput, settings: Settings): HeadOutput {
  const { loss, values, options } = baseOf(settings);
  const oneHot = oneHotOf(labels, weights.shape[0]);
  return tensorHead({ embeddings, weights, bias, oneHot }, loss, values, options);
}

/** dcos θ of dθ: −1/sin θ, and 0 where the direction is undefined. */
export const byCosine = (slope: tf.Tensor, sine: tf.Tensor): tf.Tensor =>
  tf.neg(tf.div(tf.mul(slope, tf.step(tf.sub(sine, smallestSine))), tf.maximum(sine, smallestSine)));

/** (1/πN) Σ θ_{y_i}. */
function intraTerm({ embeddings, weights, labels }: TensorInput): Term {
  const x = normalise(embeddings);
  const w = normalise(weights);
  const n = embeddings.shape[0];
  const { theta, sine } = ownAngle(x, w, labels);
  const own = oneHotOf(labels, weights.shape[0]);
  const factors = tf.mul<tf.Tensor2D>(own, byCosine(tf.scalar(1 / (Math.PI * n)), sine));
  return {
    perSample: tf.reshape(tf.div(theta, Math.PI), [n]),
    gradEmbeddings: tangential(tf.matMul(factors, w.unit), x),
    gradWeights: tangential(tf.matMul(tf.transpose(factors), x.unit), w),
  };
}

/** −(1/πN(n − 1)) Σ_i Σ_{j≠y_i} θ(W_{y_i}, W_j), or the mean cosine over all j. */
function interTerm({ weights, labels }: TensorInput, form: string): Term {
  const w = normalise(weights);
  const { own, others } = masksOf(labels, weights.shape[0]);
  const samples = labels.shape[0];
  const factor = interFactor(weights.shape[0], form);
  const rows = {
    unit: tf.gather(w.unit, labels),
    norm: tf.gather(w.norm, labels),
    present: tf.gather(w.present, labels),
    inverse: tf.gather(w.inverse, labels),
  };
  // n × C: a sample's own class against all classes.
  let values: tf.Tensor;
  let factors: tf.Tensor2D;
  if (form === 'cosine-all') {
    // The cosine of a direction with itself is 1; of a zero vector 0.
    values = tf.add(tf.mul(others, tf.matMul(rows.unit, tf.transpose(w.unit))), tf.mul(own, rows.present));
    factors = tf.mul(others, factor / samples);
  } else {
    const { theta, sine } = angles(rows, w);
    values = tf.mul(others, theta);
    factors = tf.mul(others, byCosine(tf.scalar(factor / samples), sine));
  }
  const byRow = tf.matMul(tf.transpose(own), tf.matMul(factors, w.unit));
  const byOther = tf.matMul(tf.transpose(factors), rows.unit);
  return {
    perSample: tf.mul<tf.Tensor1D>(tf.sum(values, 1), factor),
    gradWeights: tangential(tf.add(byRow, byOther), w),
  };
}

const termObjective = (reference: Objective): TensorObjective => ({
  id: reference.id,
  reference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: noState,
  evaluate(input, settings) {
    const { gradBias: _, ...base } = baseTensorLoss(input, settings);
    const terms: readonly (readonly [number, () => Term])[] = [
      [settings['intra'] as number, () => intraTerm(input)],
      [settings['inter'] as number, () => interTerm(input, settings['form'] as string)],
    ];
    let { perSample, gradEmbeddings, gradWeights } = base;
    for (const [weight, make] of terms) {
      if (weight === 0) continue;
      const term = make();
      perSample = tf.add(perSample, tf.mul(term.perSample, weight));
      if (term.gradEmbeddings) gradEmbeddings = tf.add(gradEmbeddings, tf.mul(term.gradEmbeddings, weight));
      gradWeights = tf.add(gradWeights, tf.mul(term.gradWeights, weight));
    }
    return { loss: tf.mean(perSample), perSample, gradEmbeddings, gradWeights, stateAfter: {} };
  },
});

/** Intra-loss in tensors: softmax + mean of θ_y/π. */
export const intra = termObjective(intraReference);
/** Inter-loss in tensors: softmax − mean of the angles between W_y and the others / π. */
export const inter = termObjective(interReference);
