import * as tf from '@tensorflow/tfjs-core';
import type { PastPi } from '../../losses';
import { adaface as adafaceReference, adaptiveTarget, angleBounds } from '../adaface';
import { assertBounds, magface as magfaceReference, magTarget, regulariser } from '../magface';
import type { Settings } from '../objective';
import { differentiate } from './definition';
import { always, noState, oneRowEach, type TensorObjective, type TensorState } from './objective';
import { geometryOf, pairHead, plainOthers } from './pair-head';

/** MagFace in tensors: the margin follows the embedding's norm, and g of the norm is added. */
export const magface: TensorObjective = {
  id: magfaceReference.id,
  reference: magfaceReference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: noState,
  evaluate(input, settings) {
    const { s, la, ua, lm, um, lambdaG } = settings as Record<string, number>;
    assertBounds(la!, ua!);
    const geometry = geometryOf(input);
    const { x, theta } = geometry;
    const target = differentiate(magTarget(settings['pastPi'] as PastPi), [theta, x.norm], [la!, ua!, lm!, um!]);
    const [byTheta, byNorm] = target.slopes.map((slope) => tf.mul(slope, s!));
    const { gradScalar: _, ...head } = pairHead(
      geometry,
      { value: tf.mul(target.value, s!), byTheta: byTheta!, byNorm: byNorm! },
      plainOthers(geometry, s!),
    );
    const g = differentiate(regulariser, [x.norm], [la!, ua!]);
    const n = x.norm.shape[0]!;
    const perSample = tf.add<tf.Tensor1D>(head.perSample, tf.mul(tf.reshape(g.value, [n]), lambdaG!));
    return {
      loss: tf.mean(perSample),
      perSample,
      gradEmbeddings: tf.add(head.gradEmbeddings, tf.mul(x.unit, tf.mul(g.slopes[0]!, lambdaG! / n))),
      gradWeights: head.gradWeights,
      stateAfter: {},
    };
  },
};

/** AdaFace in tensors. State: running mean and deviation of the norms. */
export const adaface: TensorObjective = {
  id: adafaceReference.id,
  reference: adafaceReference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: () => ({ mean: tf.scalar(20), deviation: tf.scalar(100) }),
  evaluate(input, settings) {
    const [s, m] = [settings['s'], settings['m']] as [number, number];
    const geometry = geometryOf(input);
    const { cosine, theta } = geometry;
    const { z, stateAfter } = adapt(geometry.x.norm, input.state, settings);
    const { eps, low, high, edge } = angleBounds(settings);
    const kept = tf.minimum(tf.maximum(theta, edge), Math.PI - edge);
    const { value, slopes } = differentiate(adaptiveTarget, [kept], [m, z, low, high]);
    const inside = tf.cast(tf.equal(kept, theta), 'float32');
    const others = tf.minimum(tf.maximum(cosine, eps - 1), 1 - eps);
    const { gradScalar: _, ...result } = pairHead(
      geometry,
      { value: tf.mul(value, s), byTheta: tf.mul(tf.mul(slopes[0]!, inside), s) },
      { value: tf.mul(others, s), byCosine: tf.mul(tf.cast(tf.equal(others, cosine), 'float32'), s) },
    );
    return { ...result, stateAfter };
  },
};

/** Norms that differ from their mean by less than this share of it are equal to single precision. */
const rounding = 1e-6;

/** ẑ of every sample (n × 1), and the running statistics that gave it. */
function adapt(raw: tf.Tensor, state: TensorState, settings: Settings): { z: tf.Tensor; stateAfter: TensorState } {
  const published = settings['variant'] === 'published';
  const [h, share] = [settings['h'], settings['tAlpha']] as [number, number];
  const norms = published ? tf.minimum(tf.maximum(raw, 1e-3), 100) : raw;
  const n = norms.shape[0]!;
  const batchMean = tf.mean(norms);
  const squares = tf.sum(tf.square(tf.sub(norms, batchMean)));
  const batchDeviation = n === 1 ? state['deviation']! : tf.sqrt(tf.div(squares, settings['deviation'] === 'sample' ? n - 1 : n));
  const mean = tf.add(tf.mul(share, batchMean), tf.mul(1 - share, state['mean']!));
  const deviation = tf.add(tf.mul(share, batchDeviation), tf.mul(1 - share, state['deviation']!));
  const away = tf.sub(norms, mean);
  const apart = tf.step(tf.sub(tf.abs(away), tf.mul(tf.abs(mean), rounding)));
  // A deviation of 0 sends whatever is off the mean to the end of the range.
  const width = published ? tf.add(deviation, 1e-3) : tf.maximum(deviation, 1e-20);
  const z = tf.mul(apart, tf.minimum(1, tf.maximum(-1, tf.div(tf.mul(away, h), width))));
  return { z, stateAfter: { mean, deviation } };
}
