import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import type { HeadAttrs } from '../calls';
import { type HeadPart, type Lanes, statistics as places } from './head-code';
import { headShader } from './head-shader';
import { dispose, type Kernel, launch, workgroupSize } from './program';

/** Up to here a vector is one or two vector registers. */
export const largestDimension = 8;

const perSample: Kernel = {
  key: 'head losses',
  inputs: ['statistics'],
  integers: ['samples'],
  code: () => `
fn main(i: i32) {
  if (i < uniforms.samples) { result[i] = statistics[${places.count} * i + ${places.loss}]; }
}`,
};

/**
 * The softmax head of any margin loss (`lib/objectives/tensor-head.ts`) in four launches: statistics of each sample, its loss (an
 * output of its own), and the two gradients, which compute the cosines anew.
 *
 * @returns gradEmbeddings, gradClasses, perSample; nothing beyond d = 8, where products of matrices are faster
 */
export function head(
  backend: WebGPUBackend,
  embeddings: tf.TensorInfo,
  parameters: tf.TensorInfo,
  labels: tf.TensorInfo,
  { offset, classes, loss, values, options }: HeadAttrs,
): tf.TensorInfo[] {
  const [samples, dimension] = embeddings.shape as [number, number];
  if (dimension > largestDimension) return [];
  const shader = headShader(loss, options);
  const numbers = shader.numbers(values);
  const run = (part: HeadPart, lanes: Lanes, rows: number, shape: readonly number[], statistics: readonly tf.TensorInfo[] = []) =>
    launch(backend, shader.kernel(part, dimension, lanes), {
      inputs: [embeddings, parameters, labels, ...statistics],
      shape,
      integers: [samples, classes, offset],
      numbers,
      invocations: rows * lanes,
    });
  const statistics = run('rows', lanesOver(classes, samples), samples, [samples, places.count]);
  const losses = launch(backend, perSample, {
    inputs: [statistics],
    shape: [samples],
    integers: [samples],
    invocations: samples,
  });
  const gradEmbeddings = run('embeddings', lanesOver(classes, samples), samples, [samples, dimension], [statistics]);
  const gradClasses = run('classes', lanesOver(samples, classes), classes, [classes * dimension + classes], [statistics]);
  dispose(backend, statistics);
  return [gradEmbeddings, gradClasses, losses];
}

/** A long row is shared by a workgroup, unless there are rows enough to keep the device busy. */
const lanesOver = (length: number, rows: number): Lanes => (length > workgroupSize && rows < 1024 ? workgroupSize : 1);
