import * as tf from '@tensorflow/tfjs-core';
import { tensorHead } from '../../objectives/tensor-head';
import { optimizers } from '../optimizers/optimizer';
import type { DenseAttrs, DenseLayer, HeadAttrs, HeadOutputs, UpdateAttrs, Vectors } from './calls';

/** The kernels of `calls.ts` in plain tfjs operations: the reference of the fused ones, and what runs where there is none. */

export function plainDense(x: tf.Tensor2D, parameters: tf.Tensor1D, layer: DenseAttrs): tf.Tensor2D {
  return tf.tidy((): tf.Tensor2D => {
    const bias = tf.slice(parameters, [layer.offset + layer.fanIn * layer.fanOut], [layer.fanOut]);
    const activation = layer.activation === 'relu' ? 'relu' : 'linear';
    const value = tf.fused.matMul({ a: x, b: weightsOf(parameters, layer), bias, activation });
    return (layer.activation === 'tanh' ? tf.tanh(value) : value) as tf.Tensor2D;
  });
}

export function plainDenseGradParameters(x: tf.Tensor2D, grad: tf.Tensor2D): tf.Tensor2D {
  // Products with transposed arguments take a slow path on wasm, hence the explicit transposes.
  return tf.tidy(() => tf.concat([tf.matMul(tf.transpose(x), grad), tf.sum(grad, 0, true)] as tf.Tensor2D[], 0));
}

export function plainDenseGradInput(grad: tf.Tensor2D, x: tf.Tensor2D, parameters: tf.Tensor1D, layer: DenseAttrs): tf.Tensor2D {
  return tf.tidy(() => {
    const back = tf.matMul(grad, tf.transpose(weightsOf(parameters, layer))) as tf.Tensor2D;
    if (layer.activation === 'linear') return back;
    return tf.mul(back, layer.activation === 'relu' ? tf.step(x) : tf.sub<tf.Tensor2D>(1, tf.square(x)));
  });
}

export function plainHead(
  embeddings: tf.Tensor2D,
  parameters: tf.Tensor1D,
  labels: tf.Tensor1D,
  { offset, classes, loss, values, options }: HeadAttrs,
): HeadOutputs {
  const d = embeddings.shape[1];
  return tf.tidy(() => {
    const weights = tf.reshape(tf.slice(parameters, [offset], [classes * d]), [classes, d]) as tf.Tensor2D;
    const bias = tf.slice(parameters, [offset + classes * d], [classes]);
    const oneHot = oneHotOf(labels, classes);
    const { perSample, gradEmbeddings, gradWeights, gradBias } = tensorHead(
      { embeddings, weights, bias, oneHot },
      loss,
      values,
      options,
    );
    return { gradEmbeddings, gradClasses: tf.concat1d([tf.reshape(gradWeights, [classes * d]), gradBias]), perSample };
  }) as unknown as HeadOutputs;
}

export function plainUpdate(vectors: Vectors, gradient: readonly tf.Tensor[], attrs: UpdateAttrs): Vectors {
  return tf.tidy(() => {
    const flat = tf.concat1d(gradient.map((piece) => tf.reshape(piece, [piece.size])));
    const { first, second } = vectors;
    const next = optimizers[attrs.kind](vectors.parameters, flat, { first, second }, attrs, attrs.step);
    return { parameters: next.parameters, ...next.moments };
  }) as unknown as Vectors;
}

/** n × C. (tfjs refuses to do it for a single class.) */
export const oneHotOf = (labels: tf.Tensor1D, classes: number): tf.Tensor2D =>
  (classes === 1 ? tf.ones([labels.size, 1]) : tf.cast(tf.oneHot(labels, classes), 'float32')) as tf.Tensor2D;

const weightsOf = (parameters: tf.Tensor1D, { offset, fanIn, fanOut }: DenseLayer): tf.Tensor2D =>
  tf.reshape(tf.slice(parameters, [offset], [fanIn * fanOut]), [fanIn, fanOut]);
