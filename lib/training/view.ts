import * as tf from '@tensorflow/tfjs-core';
import type { AnyLoss } from '../losses';
import { normalise, plainLogits } from '../objectives/tensor-head';
import type { DeviceData, DevicePart } from './device-data';
import { oneHotOf } from './kernels/plain';
import { classesIn, classesOf, forward, type Layout } from './network';
import { copyOut } from './state';
import type { NetworkSettings } from './types';

/** The network in a state: what is looked at, without changing anything. */
export interface Model {
  readonly parameters: tf.Tensor1D;
  readonly layout: Layout;
  readonly network: NetworkSettings;
  readonly classes: number;
  /** `means`: no class weights are trained, and the mean directions of the training part stand in for them. */
  readonly directions: 'weights' | 'means';
}

/** Raw embeddings of the drawn samples (n × d), class weights (rows × d) and biases. */
export async function drawnState(
  model: Model,
  { drawn, train }: DeviceData,
): Promise<{ embeddings: Float32Array; weights: Float32Array; bias: Float32Array }> {
  const tensors = tf.tidy(() => {
    const { parameters, layout, network } = model;
    const { embeddings } = forward(parameters, layout, network, drawn.inputs, drawn.rowsTensor);
    const { weights, bias } = directionsOf(model, train);
    return [embeddings, weights, bias];
  });
  const [embeddings, weights, bias] = await Promise.all(tensors.map(copyOut));
  tf.dispose(tensors);
  return { embeddings: embeddings!, weights: weights!, bias: bias! };
}

/** Share of a part's samples whose own class has the highest logit without margin; NaN for an empty part. */
export async function accuracyOn(model: Model, { train }: DeviceData, part: DevicePart, loss: AnyLoss): Promise<number> {
  if (part.count === 0) return Number.NaN;
  const best = tf.tidy(() => tf.argMax(plainLogits({ embeddings: embed(model, part), ...directionsOf(model, train) }, loss), 1));
  const rows = await best.data();
  best.dispose();
  // A class may have several rows (sub-centres): the best one decides.
  const perClass = model.directions === 'weights' ? classesIn(model.layout).classes / model.classes : 1;
  let right = 0;
  for (let i = 0; i < part.count; i++) if (Math.floor(rows[i]! / perClass) === part.labels[i]) right++;
  return right / part.count;
}

function embed({ parameters, layout, network }: Model, part: DevicePart): tf.Tensor2D {
  const rows = tf.range(0, part.count, 1, 'int32') as tf.Tensor1D;
  return forward(parameters, layout, network, part.inputs, rows).embeddings;
}

function directionsOf(model: Model, train: DevicePart): { weights: tf.Tensor2D; bias: tf.Tensor1D } {
  if (model.directions === 'weights') return classesOf(model.parameters, model.layout);
  const { unit } = normalise(embed(model, train));
  const sums = tf.matMul(tf.transpose(oneHotOf(train.classes, model.classes)), unit) as tf.Tensor2D;
  return { weights: normalise(sums).unit, bias: tf.zeros([model.classes]) };
}
