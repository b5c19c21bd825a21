import * as tf from '@tensorflow/tfjs-core';
import { losses } from '../../losses';
import { drawMargins, elasticface as elasticReference } from '../elasticface';
import { drawClasses, partialFc as partialReference } from '../partial-fc';
import { marginTarget } from './definition';
import { always, noState, oneRowEach, seeded, type TensorObjective } from './objective';
import { geometryOf, pairHead, plainOthers, scaledTarget } from './pair-head';

/** ElasticFace in tensors: other margins in every step, from its seed. `drawn.margins` are those in force. */
export const elasticface: TensorObjective = {
  id: elasticReference.id,
  reference: elasticReference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: noState,
  evaluate(input, settings, step) {
    const s = settings['s'] as number;
    const n = input.hostLabels.length;
    const draws = drawMargins(n, seeded(settings, step));
    const geometry = geometryOf(input);
    const { theta } = geometry;
    const margins =
      settings['order'] === 'drawn'
        ? tf.tensor2d(draws, [n, 1])
        : tf.gather(
            tf.tensor2d(
              [...draws].sort((a, b) => a - b),
              [n, 1],
            ),
            rankOf(theta),
          );
    const loss = settings['form'] === 'arc' ? losses.arcface : losses.cosface;
    const target = scaledTarget(marginTarget(loss, theta, { m: margins }, settings), s);
    const { gradScalar: _, ...result } = pairHead(geometry, target, plainOthers(geometry, s));
    return { ...result, stateAfter: {}, drawn: { margins: tf.reshape(margins, [n]) } };
  },
};

/** The place of each of n numbers in ascending order, int32; equal ones in the order in which they stand. */
function rankOf(column: tf.Tensor): tf.Tensor1D {
  const n = column.shape[0]!;
  const row = tf.reshape(column, [1, n]);
  const index = tf.range(0, n, 1, 'float32');
  const earlier = tf.less(tf.reshape(index, [1, n]), tf.reshape(index, [n, 1]));
  const before = tf.logicalOr(tf.less(row, column), tf.logicalAnd(tf.equal(row, column), earlier));
  return tf.cast(tf.sum(tf.cast(before, 'float32'), 1), 'int32');
}

/** Partial FC in tensors: another sample of classes in every step. `drawn.classes` are those that take part. */
export const partialFc: TensorObjective = {
  id: partialReference.id,
  reference: partialReference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: always,
  initialState: noState,
  evaluate({ embeddings, weights, hostLabels, classes }, settings, step) {
    const [s, m] = [settings['s'], settings['m']] as [number, number];
    const labels = Array.from(hostLabels);
    const columns = drawClasses(labels, classes, seeded(settings, step));
    const column = new Map(columns.map((c, k) => [c, k]));
    const rows = tf.tensor1d(columns, 'int32');
    const geometry = geometryOf({
      embeddings,
      weights: tf.gather(weights, rows),
      labels: tf.tensor1d(
        labels.map((label) => column.get(label)!),
        'int32',
      ),
    });
    const loss = settings['base'] === 'arcface' ? losses.arcface : losses.cosface;
    const target = scaledTarget(marginTarget(loss, geometry.theta, { m }, settings), s);
    const { gradScalar: _, gradWeights, ...result } = pairHead(geometry, target, plainOthers(geometry, s));
    const back = tf.scatterND(tf.reshape(rows, [columns.length, 1]), gradWeights, weights.shape) as tf.Tensor2D;
    return { ...result, gradWeights: back, stateAfter: {}, drawn: { classes: rows } };
  },
};
