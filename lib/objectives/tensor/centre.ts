import * as tf from '@tensorflow/tfjs-core';
import { centreWeight, centre as reference } from '../centre';
import type { Settings } from '../objective';
import { oneRowEach, type TensorInput, type TensorObjective, type TensorResult } from './objective';
import { oneHotOf } from './pair-head';
import { linearSoftmax } from './softmax';

/**
 * Centre loss beside softmax in tensors, L_S + λ L_C, as the paper trains it: `weights` and `bias` are the classifier's (the
 * reference takes them as `state.classifier`), and the centres are state and move by their own rule. They start at the origin.
 */
export const centre: TensorObjective = {
  id: reference.id,
  reference,
  bias: true,
  rows: oneRowEach,
  trainsWeights: () => true,
  initialState: (classes, dimension) => ({ centres: tf.zeros([classes, dimension]) }),
  evaluate(input, settings) {
    const oneHot = oneHotOf(input.labels, input.classes);
    const { embeddings, weights, bias } = input;
    const softmax = linearSoftmax({ embeddings, weights, bias, oneHot });
    const own = centreLoss(input, oneHot, settings);
    return {
      ...own,
      loss: tf.add(softmax.loss, own.loss),
      perSample: tf.add(softmax.perSample, own.perSample),
      gradEmbeddings: tf.add(softmax.gradEmbeddings, own.gradEmbeddings),
      gradWeights: softmax.gradWeights,
      gradBias: softmax.gradBias,
    };
  },
};

/** Centre loss alone, which collapses: `weights` and `bias` get gradient 0. */
export const centreAlone: TensorObjective = {
  ...centre,
  id: 'center-alone',
  bias: false,
  trainsWeights: () => false,
  evaluate(input, settings) {
    const oneHot = oneHotOf(input.labels, input.classes);
    return { ...centreLoss(input, oneHot, settings), gradWeights: tf.zerosLike(input.weights) };
  },
};

/** λ L_C, its gradient by the embeddings, and the centres after the step. */
function centreLoss(
  { embeddings, labels, state }: TensorInput,
  oneHot: tf.Tensor2D,
  settings: Settings,
): Omit<TensorResult, 'gradWeights' | 'gradBias'> & { perSample: tf.Tensor1D } {
  const centres = state['centres'] as tf.Tensor2D;
  const [n, d] = embeddings.shape;
  const weight = centreWeight(settings, d);
  const away = tf.sub<tf.Tensor2D>(tf.gather(centres, labels), embeddings);
  const sums = tf.matMul(tf.transpose(oneHot), away);
  const gradCentres = tf.mul(sums, (2 * weight) / n);
  const perSample = tf.mul<tf.Tensor1D>(tf.sum(tf.square(away), 1), weight);

  const counts = tf.reshape(tf.sum(oneHot, 0), [centres.shape[0], 1]);
  const steps: Readonly<Record<string, () => tf.Tensor>> = {
    count: () => tf.div(sums, tf.add(1, counts)),
    'count-and-batch': () => tf.div(tf.div(sums, tf.add(1, counts)), n),
    gradient: () => gradCentres,
    sum: () => sums,
  };
  const moved = tf.sub(centres, tf.mul(steps[settings['update'] as string]!(), settings['alpha'] as number));
  return {
    loss: tf.mean(perSample),
    perSample,
    gradEmbeddings: tf.mul(away, (-2 * weight) / n),
    stateAfter: { centres: moved },
  };
}
