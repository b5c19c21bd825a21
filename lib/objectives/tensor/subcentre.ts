import * as tf from '@tensorflow/tfjs-core';
import { losses } from '../../losses';
import { subcentreArcface as reference } from '../subcentre';
import { normalise } from '../tensor-head';
import { marginTarget } from './definition';
import { always, noState, type TensorInput, type TensorObjective } from './objective';
import { type Geometry, masksOf, ownAngle, pairHead, plainOthers, scaledTarget } from './pair-head';

/** Sub-centre ArcFace in tensors: K rows of weights a class, class c's in rows c·K … c·K + K − 1. */
export const subcentreArcface: TensorObjective = {
  id: reference.id,
  reference,
  bias: false,
  rows: (classes, settings) => classes * (settings['K'] as number),
  trainsWeights: always,
  initialState: noState,
  evaluate(input, settings) {
    const [s, m, K] = [settings['s'], settings['m'], settings['K']] as [number, number, number];
    const geometry = nearestGeometry(input, K);
    const target = scaledTarget(marginTarget(losses.arcface, geometry.theta, { m }, settings), s);
    const { gradScalar: _, ...result } = pairHead(geometry, target, plainOthers(geometry, s));
    return { ...result, stateAfter: {} };
  },
};

/** Geometry with the nearest sub-centre of each class in its place; of equals, the first. */
function nearestGeometry({ embeddings, weights, labels, classes }: TensorInput, K: number): Geometry {
  const x = normalise(embeddings);
  const w = normalise(weights);
  const n = embeddings.shape[0];
  const all = tf.reshape(tf.matMul(x.unit, tf.transpose(w.unit)), [n, classes, K]);
  const cosine = tf.max(all, 2);
  const place = tf.range(0, K, 1, 'float32');
  const behind = tf.step(tf.sub(tf.expandDims(cosine, 2), all));
  const winner = tf.min(tf.add(place, tf.mul(behind, K)), 2); // n × C, 0 … K − 1
  const chosen = tf.step(tf.sub(0.5, tf.abs(tf.sub(tf.expandDims(winner, 2), place))));
  const masks = masksOf(labels, classes);
  const ownWinner = tf.cast(tf.sum(tf.mul(masks.own, winner), 1), 'int32');
  const rows = tf.add(tf.mul(labels, tf.scalar(K, 'int32')), ownWinner) as tf.Tensor1D;
  const spread = (factors: tf.Tensor): tf.Tensor => tf.reshape(tf.mul(tf.expandDims(factors, 2), chosen), [n, classes * K]);
  return { x, w, masks, cosine, ...ownAngle(x, w, rows), spread };
}
