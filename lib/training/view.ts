import * as tf from '@tensorflow/tfjs-core';
import type { LossId } from '../losses';
import { plainLogits } from '../objectives/tensor-head';
import { copyOut, type DeviceData, type DevicePart } from './device-data';
import { forward, type Layout, unpack } from './network';
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
    const pass = forward(unpack(parameters, layout), network, drawn.inputs, drawn.rowsTensor);
    return [tf.clone(pass.embeddings), tf.clone(pass.classWeights), tf.clone(pass.classBias)];
  });
  const [embeddings, weights, bias] = await Promise.all(tensors.map(copyOut));
  tf.dispose(tensors);
  return { embeddings: embeddings!, weights: weights!, bias: bias! };
}

/** Share of a part's samples whose own class has the highest logit without margin; NaN for an empty part. */
export async function accuracyOn({ parameters, layout, network }: Model, part: DevicePart, loss: LossId): Promise<number> {
  if (part.count === 0) return Number.NaN;
  const best = tf.tidy(() => {
    const rows = tf.range(0, part.count, 1, 'int32') as tf.Tensor1D;
    const pass = forward(unpack(parameters, layout), network, part.inputs, rows);
    return tf.argMax(plainLogits({ embeddings: pass.embeddings, weights: pass.classWeights, bias: pass.classBias }, loss), 1);
  });
  const classes = await best.data();
  best.dispose();
  let right = 0;
  for (let i = 0; i < part.count; i++) if (classes[i] === part.labels[i]) right++;
  return right / part.count;
}
