import * as tf from '@tensorflow/tfjs-core';
import { forms, spherefaceR as reference } from '../sphereface-r';
import { smallestSine } from '../tensor-head';
import { angles } from './angles';
import { differentiate } from './definition';
import { always, noState, oneRowEach, type TensorObjective } from './objective';
import { geometryOf, pairHead, plainOthers } from './pair-head';

/** SphereFace-R in tensors. */
export const spherefaceR: TensorObjective = {
  id: reference.id,
  reference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: noState,
  evaluate(input, settings) {
    const [s, m] = [settings['s'], settings['m']] as [number, number];
    const [target, other] = forms[settings['form'] as keyof typeof forms];
    const exact = settings['gradient'] === 'exact';
    const geometry = geometryOf(input);
    const { x, w, theta } = geometry;
    const own = differentiate(target, [theta], [m]);
    let others = plainOthers(geometry, s);
    if (settings['form'] === 'v2') {
      // cos(θ/m) is no function of cos θ that is regular at π: the angles themselves, and no direction where there is none.
      const all = angles(x, w);
      const { value, slopes } = differentiate(other, [all.theta], [m]);
      const defined = tf.step(tf.sub(all.sine, smallestSine));
      const byCosine = exact ? tf.neg(tf.div(tf.mul(defined, slopes[0]!), tf.maximum(all.sine, smallestSine))) : tf.scalar(1);
      others = { value: tf.mul(value, s), byCosine: tf.mul(byCosine, s) };
    }
    const { gradScalar: _, ...result } = pairHead(
      geometry,
      { value: tf.mul(own.value, s), byTheta: tf.mul(exact ? own.slopes[0]! : tf.neg(tf.sin(theta)), s) },
      others,
      undefined,
      settings['weighting'] === 'published' ? 50 / s : 1,
    );
    return { ...result, stateAfter: {} };
  },
};
