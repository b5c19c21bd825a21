import { registerHooks } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchModel } from './models';

/** Registers all gradients. The modules are written for bundlers: their imports have no file endings, which Node needs. */
export async function loadGradients(): Promise<void> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const bare = specifier.startsWith('.') && !/\.[cm]?js$/.test(specifier) && context.parentURL?.includes('/tfjs-core/');
      return next(bare ? `${specifier}.js` : specifier, context);
    },
  });
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  hooks.deregister();
}

/**
 * The same model written as a tfjs user would: automatic differentiation and `tf.train.adam`. The yardstick of the engine's
 * speed. (ArcFace with plain cos(θ + m), through cos θ cos m − sin θ sin m.)
 */
export function stockStep({ settings, dataset }: BenchModel): { step(): void; dispose(): void } {
  const { hidden, embedding } = settings.network;
  const { s, m } = settings.loss.parameters as { s: number; m: number };
  const sizes = [dataset.inputSize, ...hidden, embedding];
  const weights = sizes.slice(1).map((size, i) => tf.variable(tf.randomUniform([sizes[i]!, size], -0.2, 0.2, 'float32', 1)));
  const biases = sizes.slice(1).map((size) => tf.variable(tf.zeros([size])));
  const classWeights = tf.variable(tf.randomNormal([dataset.classes, embedding], 0, 1, 'float32', 1));
  const optimizer = tf.train.adam(settings.optimizer.learningRate);
  const n = settings.batchSize;
  const inputs = tf.tensor2d(dataset.train.inputs.slice(0, n * dataset.inputSize), [n, dataset.inputSize]);
  const oneHot = tf.cast(tf.oneHot(tf.tensor1d(dataset.train.labels.slice(0, n), 'int32'), dataset.classes), 'float32');

  const loss = (): tf.Scalar => {
    let x: tf.Tensor = inputs;
    weights.forEach((weight, i) => {
      x = tf.add(tf.matMul(x as tf.Tensor2D, weight as tf.Tensor2D), biases[i]!);
      if (i < weights.length - 1) x = tf.relu(x);
    });
    const unit = (rows: tf.Tensor) => tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), 1, true), 1e-12)));
    const cosine = tf.matMul(unit(x) as tf.Tensor2D, unit(classWeights) as tf.Tensor2D, false, true);
    const sine = tf.sqrt(tf.maximum(tf.sub(1, tf.square(cosine)), 1e-9));
    const target = tf.sub(tf.mul(cosine, Math.cos(m)), tf.mul(sine, Math.sin(m)));
    const logits = tf.mul(tf.add(tf.mul(oneHot, target), tf.mul(tf.sub(1, oneHot), cosine)), s);
    return tf.neg(tf.mean(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits)), 1))) as tf.Scalar;
  };
  return {
    step: () => void optimizer.minimize(loss)?.dispose(),
    dispose: () => {
      optimizer.dispose();
      tf.dispose([...weights, ...biases, classWeights, inputs, oneHot]);
    },
  };
}
