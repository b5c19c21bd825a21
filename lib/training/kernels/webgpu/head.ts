import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type { HeadAttrs } from '../calls';
import { type Lanes, statistics as places } from './head-code';
import { headShader } from './head-shader';
import type { NarrowPart } from './narrow-code';
import { dispose, type Kernel, launch, workgroupSize } from './program';
import { cut, finish, lengths, type WidePart, wideInputs } from './wide-code';

/** Up to here a vector is one or two vector registers. */
const largestNarrow = 8;

export interface HeadTensors {
  /** n × d */
  readonly embeddings: tf.TensorInfo;
  /** The flat vector. */
  readonly parameters: tf.TensorInfo;
  /** n classes, int32. */
  readonly labels: tf.TensorInfo;
}

/**
 * The softmax head of any margin loss; `lib/objectives/tensor-head.ts` is the same in plain operations.
 *
 * @returns gradEmbeddings, gradClasses, perSample
 */
export const head = (backend: WebGPUBackend, tensors: HeadTensors, attrs: HeadAttrs): tf.TensorInfo[] =>
  (tensors.embeddings.shape[1]! <= largestNarrow ? narrowHead : wideHead)(backend, tensors, attrs);

/** Four launches: statistics of each sample, its loss (an output of its own), and the two gradients. */
function narrowHead(backend: WebGPUBackend, tensors: HeadTensors, { offset, classes, loss, values, options }: HeadAttrs) {
  const { embeddings, parameters, labels } = tensors;
  const [samples, dimension] = embeddings.shape as [number, number];
  const shader = headShader(loss, options);
  const run = (part: NarrowPart, lanes: Lanes, rows: number, shape: readonly number[], more: readonly tf.TensorInfo[] = []) =>
    launch(backend, shader.narrow(part, dimension, lanes), {
      inputs: [embeddings, parameters, labels, ...more],
      shape,
      integers: [samples, classes, offset],
      numbers: shader.numbers(part, values),
      invocations: rows * lanes,
    });
  const statistics = run('rows', lanesOver(classes, samples), samples, [samples, places.count]);
  const losses = lossesOf(backend, statistics, samples);
  const gradEmbeddings = run('embeddings', lanesOver(classes, samples), samples, [samples, dimension], [statistics]);
  const gradClasses = run('classes', lanesOver(samples, classes), classes, [classes * dimension + classes], [statistics]);
  dispose(backend, statistics);
  return [gradEmbeddings, gradClasses, losses];
}

/** Thirteen launches, three of them products of matrices: see `wide-code.ts`. */
function wideHead(backend: WebGPUBackend, tensors: HeadTensors, { offset, classes, loss, values, options }: HeadAttrs) {
  const { embeddings, parameters, labels } = tensors;
  const [samples, width] = embeddings.shape as [number, number];
  const shader = headShader(loss, options);
  const kept: tf.TensorInfo[] = [];
  const keep = (tensor: tf.TensorInfo): tf.TensorInfo => {
    kept.push(tensor);
    return tensor;
  };
  const lengthsOf = (vectors: tf.TensorInfo, rows: number) => {
    const invocations = rows * workgroupSize;
    return keep(launch(backend, lengths, { inputs: [vectors], shape: [rows, 2], integers: [rows, width], invocations }));
  };
  const size = classes * width;
  const weights = keep(
    launch(backend, cut, { inputs: [parameters], shape: [classes, width], integers: [size, offset], invocations: size }),
  );
  const xs = lengthsOf(embeddings, samples);
  const ws = lengthsOf(weights, classes);
  const dots = keep(product(backend, embeddings, weights, { transposeB: true }));

  const run = (part: WidePart, lanes: Lanes, invocations: number, shape: readonly number[], statistics?: tf.TensorInfo) => {
    const known: Readonly<Record<string, tf.TensorInfo | undefined>> = { embeddings, parameters, statistics };
    return keep(
      launch(backend, shader.wide(part, lanes), {
        inputs: [dots, xs, ws, labels, ...wideInputs(part, loss).map((name) => known[name]!)],
        shape,
        integers: [samples, classes, offset, width],
        numbers: shader.numbers(part, values),
        invocations: invocations * lanes,
      }),
    );
  };
  const statistics = run('rows', workgroupSize, samples, [samples, places.count]);
  const losses = lossesOf(backend, statistics, samples);
  const pulls = run('pulls', 1, samples * classes, [samples, classes], statistics);
  const alongX = run('samples', workgroupSize, samples, [samples], statistics);
  const alongW = run('classes', lanesOver(samples, classes), classes, [2, classes], statistics);

  const finished = (
    sum: tf.TensorInfo,
    radial: tf.TensorInfo,
    vectors: tf.TensorInfo,
    rows: number,
    shape: readonly number[],
  ) => {
    const count = shape.reduce((all, n) => all * n, 1);
    return launch(backend, finish, {
      inputs: [sum, vectors, radial],
      shape,
      integers: [rows, width, count],
      invocations: count,
    });
  };
  const forX = keep(product(backend, pulls, weights, {}));
  const forW = keep(product(backend, pulls, embeddings, { transposeA: true }));
  const gradEmbeddings = finished(forX, alongX, embeddings, samples, [samples, width]);
  const gradClasses = finished(forW, alongW, weights, classes, [size + classes]);
  for (const tensor of kept) dispose(backend, tensor);
  return [gradEmbeddings, gradClasses, losses];
}

const perSample: Kernel = {
  key: 'head losses',
  inputs: ['statistics'],
  integers: ['samples'],
  code: () => `
fn main(i: i32) {
  if (i < uniforms.samples) { result[i] = statistics[${places.count} * i + ${places.loss}]; }
}`,
};

const lossesOf = (backend: WebGPUBackend, statistics: tf.TensorInfo, samples: number): tf.TensorInfo =>
  launch(backend, perSample, { inputs: [statistics], shape: [samples], integers: [samples], invocations: samples });

/** The backend's own product of two matrices. */
function product(
  backend: WebGPUBackend,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  { transposeA = false, transposeB = false }: Partial<tf.BatchMatMulAttrs>,
): tf.TensorInfo {
  const run = tf.getKernel(tf.BatchMatMul, 'webgpu')!.kernelFunc;
  return run({ inputs: { a, b }, backend, attrs: { transposeA, transposeB } }) as tf.TensorInfo;
}

/** A long row is shared by a workgroup, unless there are rows enough to keep the device busy. */
const lanesOver = (length: number, rows: number): Lanes => (length > workgroupSize && rows < 1024 ? workgroupSize : 1);
