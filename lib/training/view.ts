import * as tf from '@tensorflow/tfjs-core';
import type { AnyLoss } from '../losses';
import { plainLogits } from '../objectives/tensor-head';
import { copyOut, type DeviceData, type DevicePart } from './device-data';
import { classesOf, forward, type Layout } from './network';
import type { NetworkSettings } from './types';

/** The network in a state: what is looked at, without changing anything. */
export interface Model {
  readonly parameters: tf.Tensor1D;
  readonly layout: Layout;
  readonly network: NetworkSettings;
}

/** Raw embeddings of the drawn samples (n × d), class weights (C × d) and biases (C). */
export async function drawnState(
  { parameters, layout, network }: Model,
  { drawn }: DeviceData,
): Promise<{ embeddings: Float32Array; weights: Float32Array; bias: Float32Array }> {
  const tensors = tf.tidy(() => {
    const { embeddings } = forward(parameters, layout, network, drawn.inputs, drawn.rowsTensor);
    const { weights, bias } = classesOf(parameters, layout);
    return [embeddings, weights, bias];
  });
  const [embeddings, weights, bias] = await Promise.all(tensors.map(copyOut));
  tf.dispose(tensors);
  return { embeddings: embeddings!, weights: weights!, bias: bias! };
}

/** Share of a part's samples whose own class has the highest logit without margin; NaN for an empty part. */
export async function accuracyOn({ parameters, layout, network }: Model, part: DevicePart, loss: AnyLoss): Promise<number> {
  if (part.count === 0) return Number.NaN;
  const best = tf.tidy(() => {
    const rows = tf.range(0, part.count, 1, 'int32') as tf.Tensor1D;
    const { embeddings } = forward(parameters, layout, network, part.inputs, rows);
    return tf.argMax(plainLogits({ embeddings, ...classesOf(parameters, layout) }, loss), 1);
  });
  const classes = await best.data();
  best.dispose();
  let right = 0;
  for (let i = 0; i < part.count; i++) if (classes[i] === part.labels[i]) right++;
  return right / part.count;
}
