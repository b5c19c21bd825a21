import * as tf from '@tensorflow/tfjs-core';
import { losses, paperOptions } from '../../losses';
import { type HeadInput, type HeadOutput, tensorHead } from '../tensor-head';

/** Plain softmax in tensors, with its gradient (p − y) W and (p − y) xᵀ, which zero vectors have too. See `lib/objectives/softmax.ts`. */
export function linearSoftmax(input: HeadInput): HeadOutput {
  const { embeddings, weights, bias, oneHot } = input;
  const logits = tf.add(tf.matMul(embeddings, weights, false, true), bias);
  const slopes = tf.div(tf.sub(tf.softmax(logits), oneHot), oneHot.shape[0]) as tf.Tensor2D;
  return {
    ...tensorHead(input, losses.softmax, {}, paperOptions),
    gradEmbeddings: tf.matMul(slopes, weights),
    gradWeights: tf.matMul(slopes, embeddings, true),
  };
}
