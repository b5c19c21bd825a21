import * as tf from '@tensorflow/tfjs-core';
import { losses } from '../../losses';
import { adacos as adacosReference, fixedScale } from '../adacos';
import { normface as normfaceReference } from '../normface';
import type { Settings } from '../objective';
import { merge } from './criterion';
import { marginTarget } from './definition';
import { always, oneRowEach, type TensorObjective } from './objective';
import { type Geometry, geometryOf, pairHead, plainOthers, scaledTarget } from './pair-head';

/** NormFace in tensors. State: the learned scale s. */
export const normface: TensorObjective = {
  id: normfaceReference.id,
  reference: normfaceReference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: (_, __, settings) => ({ s: tf.scalar(settings['s'] as number) }),
  evaluate(input, _) {
    const s = input.state['s']!;
    const geometry = geometryOf(input);
    const { theta, cosine } = geometry;
    const own = tf.cos(theta);
    const { gradScalar, ...result } = pairHead(
      geometry,
      { value: tf.mul(s, own), byTheta: tf.neg(tf.mul(s, tf.sin(theta))), byState: own },
      { ...plainOthers(geometry, s), byState: cosine },
    );
    return { ...result, gradState: { s: gradScalar }, stateAfter: input.state };
  },
};

/** AdaCos in tensors. State: the scale s̃. A batch whose scale would not be above 0 gives NaN. */
export const adacos: TensorObjective = {
  id: adacosReference.id,
  reference: adacosReference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: (classes) => ({ s: tf.scalar(fixedScale(classes)) }),
  evaluate(input, settings) {
    const geometry = geometryOf(input);
    const before = input.state['s']!;
    const s = settings['scale'] === 'fixed' ? before : dynamicScale(geometry, before, settings);
    const target = marginTarget(losses.arcface, geometry.theta, { m: settings['m'] as number }, {});
    const { gradScalar: _, ...result } = pairHead(geometry, scaledTarget(target, s), plainOthers(geometry, s));
    return { ...result, stateAfter: { s } };
  },
};

/** ln B / cos(min(π/4, θ_med)), a scalar. */
function dynamicScale({ masks, cosine, theta }: Geometry, before: tf.Tensor, settings: Settings): tf.Tensor {
  const rivals = tf.sum(tf.mul(masks.others, tf.exp(tf.mul(before, tf.sub(cosine, 1)))), 1);
  const logB = tf.add(before, tf.log(tf.mean(rivals)));
  // cos falls with the angle: cos(min(π/4, θ_med)) = max(cos π/4, cos θ_med), and cosines to all classes are at hand. The mean of
  // the middle two is one of angles.
  const median =
    settings['median'] === 'published'
      ? medianOf(merge(masks, tf.cos(theta), cosine), 'upper')
      : tf.cos(settings['median'] === 'own' ? medianOf(theta, 'mean') : medianOf(theta, 'lower'));
  const s = tf.div(logB, tf.maximum(median, Math.SQRT1_2));
  return tf.where(tf.greater(s, 0), s, tf.scalar(Number.NaN));
}

/** The median of all entries; of an even number the lower or the upper one of the middle two, or their mean. */
function medianOf(values: tf.Tensor, of: 'lower' | 'upper' | 'mean'): tf.Tensor {
  const count = values.size;
  const upper = Math.floor(count / 2); // places in ascending order, from 0
  const lower = Math.floor((count - 1) / 2);
  // In descending order, as topk gives them.
  const sorted = tf.topk(tf.reshape(values, [count]), count - lower).values;
  const at = (place: number): tf.Tensor => tf.slice(sorted, [count - 1 - place], [1]);
  const value = of === 'mean' ? tf.div(tf.add(at(lower), at(upper)), 2) : at(of === 'lower' ? lower : upper);
  return tf.reshape(value, []);
}
