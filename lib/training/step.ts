import * as tf from '@tensorflow/tfjs-core';
import type { DevicePart } from './device-data';
import { head, update, type Vectors } from './kernels/calls';
import { lossOf } from './loss-of';
import { classesIn, forward, type Layout } from './network';
import type { InForce } from './schedule';
import type { RunSettings } from './types';

/** What a step leaves behind. */
export interface StepResult {
  readonly vectors: Vectors;
  /** Mean loss of the batch, and a number that is finite only if the whole gradient was. */
  readonly check: tf.Tensor1D;
}

/**
 * One step of training: forward pass, head, backward pass, optimizer. Nothing is read back and nothing changed: the new vectors are
 * new tensors.
 *
 * @param rows  the samples of the batch
 * @param step  1 for the first
 */
export function trainStep(
  vectors: Vectors,
  layout: Layout,
  { network, optimizer }: RunSettings,
  { loss, learningRate }: InForce,
  train: DevicePart,
  rows: Int32Array,
  step: number,
): StepResult {
  const result = tf.tidy(() => {
    const index = tf.tensor1d(rows, 'int32');
    const inputs = tf.gather(train.inputs, index);
    const labels = tf.gather(train.classes, index);
    const pass = forward(vectors.parameters, layout, network, inputs, index);
    const { gradEmbeddings, gradClasses, perSample } = head(pass.embeddings, vectors.parameters, labels, {
      ...classesIn(layout),
      loss: lossOf(loss),
      values: loss.parameters,
      options: loss.options,
    });
    const gradient = [...pass.backward(gradEmbeddings), gradClasses];
    const { parameters, first, second } = update(vectors, gradient, { ...optimizer, learningRate, step });
    // `first` is linear in the gradient for every optimizer: its sum is finite only if the gradient is (or it overflows, which is as bad).
    const check = tf.stack([tf.mean(perSample), tf.sum(first)]) as tf.Tensor1D;
    return { parameters, first, second, check };
  });
  const { check, ...next } = result;
  return { vectors: next, check };
}
