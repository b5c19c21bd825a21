import * as tf from '@tensorflow/tfjs-core';
import { initialBias, similarity, similarityByTheta, sphereface2 as sphereface2Reference, taskWeight } from '../sphereface2';
import { uniface as unifaceReference } from '../uniface';
import { binary } from './criterion';
import { differentiate } from './definition';
import { always, oneRowEach, type TensorObjective } from './objective';
import { geometryOf, pairHead } from './pair-head';

/** SphereFace2 in tensors. State: the learned bias b. */
export const sphereface2: TensorObjective = {
  id: sphereface2Reference.id,
  reference: sphereface2Reference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState(classes, _, settings) {
    const { r, m, t, lambda } = settings as Record<string, number>;
    return { b: tf.scalar(initialBias(classes, r!, m!, t!, lambda!)) };
  },
  evaluate(input, settings) {
    const { r, m, t, lambda } = settings as Record<string, number>;
    const b = input.state['b']!;
    const geometry = geometryOf(input);
    const { theta, cosine } = geometry;
    const own = differentiate(similarityByTheta(t!), [theta]);
    const other = differentiate(similarity(t!), [cosine]);
    const exact = settings['gradient'] === 'exact';
    const weight = taskWeight(settings, r!);
    const one = tf.scalar(1);
    const { gradScalar, ...result } = pairHead(
      geometry,
      {
        value: tf.add(tf.mul(tf.sub(own.value, m!), r!), b),
        byTheta: tf.mul(exact ? own.slopes[0]! : tf.neg(tf.sin(theta)), r!),
        byState: one,
      },
      {
        value: tf.add(tf.mul(tf.add(other.value, m!), r!), b),
        byCosine: tf.mul(exact ? other.slopes[0]! : one, r!),
        byState: one,
      },
      binary(lambda! * weight, (1 - lambda!) * weight),
    );
    return { ...result, gradState: { b: gradScalar }, stateAfter: input.state };
  },
};

/** UniFace in tensors. State: the learned threshold b. */
export const uniface: TensorObjective = {
  id: unifaceReference.id,
  reference: unifaceReference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: (classes) => ({ b: tf.scalar(Math.log(10 * classes)) }),
  evaluate(input, settings) {
    const { s, m, lambda } = settings as Record<string, number>;
    const b = input.state['b']!;
    const geometry = geometryOf(input);
    const { theta, cosine } = geometry;
    const bound = settings['logits'] === 'published' ? s! : Infinity;
    const clip = (value: tf.Tensor) => {
      if (bound === Infinity) return { value, inside: tf.scalar(1) };
      const kept = tf.minimum(bound, tf.maximum(-bound, value));
      return { value: kept, inside: tf.cast(tf.equal(kept, value), 'float32') };
    };
    const own = clip(tf.sub(tf.mul(tf.sub(tf.cos(theta), m!), s!), b));
    const other = clip(tf.sub(tf.mul(cosine, s!), b));
    const { gradScalar, ...result } = pairHead(
      geometry,
      { value: own.value, byTheta: tf.mul(tf.mul(own.inside, tf.sin(theta)), -s!), byState: tf.neg(own.inside) },
      { value: other.value, byCosine: tf.mul(other.inside, s!), byState: tf.neg(other.inside) },
      binary(1, lambda!),
    );
    return { ...result, gradState: { b: gradScalar }, stateAfter: input.state };
  },
};
