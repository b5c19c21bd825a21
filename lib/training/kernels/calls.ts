import * as tf from '@tensorflow/tfjs-core';
import type { AnyLoss, LossOptions, ParameterValues } from '../../losses';
import type { NetworkSettings, OptimizerSettings } from '../types';
import { plainDense, plainDenseGradInput, plainDenseGradParameters, plainHead, plainUpdate } from './plain';

/**
 * The kernels of a training step. Each is one call here; a backend that has its own version registers it under the name below
 * (`cpu/`, `wasm/`, `webgl/`, `webgpu/`), and where none is registered the same is computed in plain tfjs operations (`plain.ts`), which is
 * also what the versions are tested against. All parameters are one flat vector (`network.ts`); a layer's part of it is its
 * weights, fanIn × fanOut, followed by its biases.
 */
export const kernelNames = {
  dense: 'MarginNotesDense',
  denseGradParameters: 'MarginNotesDenseGradParameters',
  denseGradInput: 'MarginNotesDenseGradInput',
  head: 'MarginNotesHead',
  adam: 'MarginNotesAdam',
  momentum: 'MarginNotesMomentum',
  sum: 'MarginNotesSum',
} as const;

export type Activation = NetworkSettings['activation'] | 'linear';

/** A layer's place in the flat vector: weights from `offset` on, biases behind them. */
export interface DenseLayer {
  readonly offset: number;
  readonly fanIn: number;
  readonly fanOut: number;
}

export interface DenseAttrs extends DenseLayer {
  /** Of this layer's output; for `denseGradInput`: of the layer below, whose output `x` is. */
  readonly activation: Activation;
}

export interface HeadAttrs {
  /** Where the class weights (C × d, followed by C biases) begin in the flat vector. */
  readonly offset: number;
  readonly classes: number;
  readonly loss: AnyLoss;
  readonly values: ParameterValues;
  readonly options: LossOptions;
}

export interface HeadOutputs {
  /** n × d */
  readonly gradEmbeddings: tf.Tensor2D;
  /** Class weights and biases as they lie in the flat vector: C·d + C numbers. */
  readonly gradClasses: tf.Tensor1D;
  /** Cross-entropy of each sample, n. */
  readonly perSample: tf.Tensor1D;
}

export interface UpdateAttrs extends OptimizerSettings {
  /** 1 for the first. */
  readonly step: number;
}

/** A run's vectors, all as long as the flat vector. */
export interface Vectors {
  readonly parameters: tf.Tensor1D;
  /** The optimizer's memory; what it holds is the optimizer's own affair. */
  readonly first: tf.Tensor1D;
  readonly second: tf.Tensor1D;
}

/** act(x·W + b), n × fanOut. @param x  n × fanIn */
export function dense(x: tf.Tensor2D, parameters: tf.Tensor1D, attrs: DenseAttrs): tf.Tensor2D {
  return call(kernelNames.dense, { x, parameters }, attrs)?.[0] ?? plainDense(x, parameters, attrs);
}

/**
 * Gradient of a layer's part of the flat vector.
 *
 * @param x     n × fanIn, the layer's input
 * @param grad  n × fanOut, gradient by what comes out before the activation
 * @returns (fanIn + 1) × fanOut: the weights' and, as the last row, the biases'
 */
export function denseGradParameters(x: tf.Tensor2D, grad: tf.Tensor2D, attrs: DenseLayer): tf.Tensor2D {
  return call(kernelNames.denseGradParameters, { x, grad }, attrs)?.[0] ?? plainDenseGradParameters(x, grad);
}

/**
 * Gradient by what the layer below gave before its activation: (grad · Wᵀ) ⊙ act′, with act′ from x itself.
 *
 * @param x     n × fanIn, the layer's input, which is the output of the layer below
 * @param grad  n × fanOut
 * @returns n × fanIn
 */
export function denseGradInput(grad: tf.Tensor2D, x: tf.Tensor2D, parameters: tf.Tensor1D, attrs: DenseAttrs): tf.Tensor2D {
  return call(kernelNames.denseGradInput, { grad, x, parameters }, attrs)?.[0] ?? plainDenseGradInput(grad, x, parameters, attrs);
}

/**
 * Loss and gradients of the softmax head (`lib/objectives/tensor-head.ts` says which). Gradients are those of the batch mean.
 *
 * @param embeddings  n × d, raw
 * @param labels      n classes, int32
 */
export function head(embeddings: tf.Tensor2D, parameters: tf.Tensor1D, labels: tf.Tensor1D, attrs: HeadAttrs): HeadOutputs {
  const outputs = call(kernelNames.head, { embeddings, parameters, labels }, attrs);
  if (!outputs) return plainHead(embeddings, parameters, labels, attrs);
  const [gradEmbeddings, gradClasses, perSample] = outputs as unknown as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D];
  return { gradEmbeddings, gradClasses, perSample };
}

/**
 * One step of the optimizer over all parameters at once.
 *
 * @param gradient  pieces of the flat gradient, in order and without gaps; their shapes do not matter
 */
export function update(vectors: Vectors, gradient: readonly tf.Tensor[], attrs: UpdateAttrs): Vectors {
  const pieces = Object.fromEntries(gradient.map((piece, i) => [`gradient${i}`, piece]));
  // A run's state has more than vectors.
  const { parameters, first, second } = vectors;
  const inputs = { parameters, first, second, ...pieces };
  const outputs = call(kernelNames[attrs.kind === 'adam' ? 'adam' : 'momentum'], inputs, attrs);
  if (!outputs) return plainUpdate(vectors, gradient, attrs);
  const next = outputs as unknown as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  return { parameters: next[0], first: next[1], second: next[2] };
}

/** Sum of all numbers of a vector. (WebGL's own takes one thread for all of them where their number is prime.) */
export function sum(vector: tf.Tensor1D): tf.Scalar {
  return (call(kernelNames.sum, { vector }, {})?.[0] as tf.Tensor | undefined as tf.Scalar | undefined) ?? tf.sum(vector);
}

/** A backend may have a kernel and still refuse these sizes (GPU heads beyond d = 8): then it answers with no outputs. */
function call(name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor2D[] | null {
  if (!tf.getKernel(name, tf.getBackend())) return null;
  const outputs = tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap) as tf.Tensor2D | tf.Tensor2D[];
  const list = Array.isArray(outputs) ? outputs : [outputs];
  return list.length === 0 ? null : list;
}
