import * as tf from '@tensorflow/tfjs-core';
import type { Contender, Start } from './contender';

/**
 * The same model written as a tfjs user would: automatic differentiation and `tf.train.adam`. The yardstick of the engine's
 * speed. (ArcFace with plain cos(θ + m), through cos θ cos m − sin θ sin m.) Needs the gradients of all kernels registered.
 */
export function stock({ settings, dataset, layout, parameters, batch }: Start, backend: string): Contender {
  const { s, m } = settings.loss.parameters as { s: number; m: number };
  const variables = layout.segments.map(({ offset, size, shape }) =>
    // tidy: a variable does not free the tensor that it is made from.
    tf.tidy(() => tf.variable(tf.tensor(parameters.slice(offset, offset + size), [...shape]))),
  );
  const layers = layout.segments.filter(({ role }) => role === 'weight').length;
  const classWeights = variables[2 * layers]!;
  // All but the class biases, which ArcFace does not have.
  const trained = variables.slice(0, -1);
  // As in the engine; the default of tfjs is 1e-7.
  const optimizer = tf.train.adam(settings.optimizer.learningRate, 0.9, 0.999, 1e-8);
  const inputs = tf.tensor2d(dataset.train.inputs, [dataset.train.count, dataset.inputSize]);
  const labels = tf.tensor1d(Int32Array.from(dataset.train.labels), 'int32');

  const loss = (x: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Scalar => {
    let value: tf.Tensor = x;
    for (let k = 0; k < layers; k++) {
      value = tf.add(tf.matMul(value as tf.Tensor2D, variables[2 * k] as tf.Tensor2D), variables[2 * k + 1]!);
      if (k < layers - 1) value = tf.relu(value);
    }
    const unit = (rows: tf.Tensor) => tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), 1, true), 1e-12)));
    const cosine = tf.matMul(unit(value) as tf.Tensor2D, unit(classWeights) as tf.Tensor2D, false, true);
    const sine = tf.sqrt(tf.maximum(tf.sub(1, tf.square(cosine)), 1e-9));
    const target = tf.sub(tf.mul(cosine, Math.cos(m)), tf.mul(sine, Math.sin(m)));
    const logits = tf.mul(tf.add(tf.mul(oneHot, target), tf.mul(tf.sub(1, oneHot), cosine)), s);
    return tf.neg(tf.mean(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits)), 1))) as tf.Scalar;
  };

  let step = 0;
  return {
    name: 'stock',
    backend,
    async steps(count) {
      const costs: tf.Scalar[] = [];
      for (let i = 0; i < count; i++) {
        step++;
        const cost = tf.tidy(() => {
          const rows = tf.tensor1d(batch(step), 'int32');
          const oneHot = tf.cast(tf.oneHot(tf.gather(labels, rows), dataset.classes), 'float32') as tf.Tensor2D;
          const x = tf.gather(inputs, rows);
          return optimizer.minimize(() => loss(x, oneHot), true, trained)!;
        });
        costs.push(cost);
      }
      const all = tf.stack(costs);
      const values = await all.data();
      tf.dispose([all, ...costs]);
      return values[count - 1]!;
    },
    dispose() {
      optimizer.dispose();
      tf.dispose([...variables, inputs, labels]);
    },
  };
}
