import * as tf from '@tensorflow/tfjs-core';
import { losses } from '../../losses';
import { hardNegative, curricularface as reference } from '../curricularface';
import { differentiate, marginTarget } from './definition';
import { always, oneRowEach, type TensorObjective } from './objective';
import { geometryOf, pairHead, scaledTarget } from './pair-head';

/** CurricularFace in tensors. State: t. */
export const curricularface: TensorObjective = {
  id: reference.id,
  reference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: () => ({ t: tf.scalar(0) }),
  evaluate(input, settings) {
    const [s, m, alpha] = [settings['s'], settings['m'], settings['alpha']] as [number, number, number];
    const geometry = geometryOf(input);
    const { theta, cosine } = geometry;
    const t = tf.add(tf.mul(alpha, tf.mean(tf.cos(theta))), tf.mul(1 - alpha, input.state['t']!));
    const hard = differentiate(hardNegative, [cosine], [t]);
    const isHard = tf.less(tf.cos(tf.add(theta, m)), cosine);
    const { gradScalar: _, ...result } = pairHead(
      geometry,
      scaledTarget(marginTarget(losses.arcface, theta, { m }, settings), s),
      {
        value: tf.mul(s, tf.where(isHard, hard.value, cosine)),
        byCosine: tf.mul(s, tf.where(isHard, hard.slopes[0]!, tf.onesLike(cosine))),
      },
    );
    return { ...result, stateAfter: { t } };
  },
};
