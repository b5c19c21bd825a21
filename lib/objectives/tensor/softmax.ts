import * as tf from '@tensorflow/tfjs-core';
import type { HeadInput, HeadOutput } from '../tensor-head';
import { crossEntropy } from './criterion';

/** Plain softmax in tensors, with its gradient (p − y) W and (p − y) xᵀ, which zero vectors have too. See `lib/objectives/softmax.ts`. */
export function linearSoftmax({ embeddings, weights, bias, oneHot }: HeadInput): HeadOutput {
  const n = oneHot.shape[0];
  const logits = tf.add(tf.matMul(embeddings, weights, false, true), bias);
  const { perSample, slopes } = crossEntropy(logits, { own: oneHot, others: tf.sub<tf.Tensor2D>(1, oneHot) });
  const pull = tf.div<tf.Tensor2D>(slopes, n);
  return {
    loss: tf.mean(perSample),
    perSample: tf.reshape(perSample, [n]),
    gradEmbeddings: tf.matMul(pull, weights),
    gradWeights: tf.matMul(pull, embeddings, true),
    gradBias: tf.sum(pull, 0),
  };
}
