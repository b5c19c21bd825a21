import * as tf from '@tensorflow/tfjs-core';
import { contrastive as contrastiveReference, pairsOf } from '../contrastive';
import { type DistanceKind, distances } from '../distance';
import type { Settings } from '../objective';
import { normalise, smallestSine, tangential } from '../tensor-head';
import { activeTriplets, triplet as tripletReference } from '../triplet';
import { angles, squares } from './angles';
import { baseTensorLoss, byCosine } from './angular-terms';
import { noState, oneRowEach, type Prepared, seeded, type TensorObjective } from './objective';

/** Distances between all rows of a batch, n × n, and what turns slopes by them into a gradient by the raw embeddings. */
interface DistanceTable {
  readonly value: tf.Tensor2D;
  /** @param slopes  n × n, by the distance of row i to row j, each ordered pair for itself */
  readonly gradient: (slopes: tf.Tensor) => tf.Tensor2D;
}

/** `lib/objectives/distance.ts` for all pairs, with its conventions: 0 where a derivative is undefined. */
function distanceTable(embeddings: tf.Tensor2D, kind: DistanceKind, normalised: boolean): DistanceTable {
  const x = normalise(embeddings);
  const both = (slopes: tf.Tensor): tf.Tensor2D => tf.add(slopes, tf.transpose(slopes));
  if (kind === 'angular') {
    const { theta, sine } = angles(x, x);
    const gradient = (slopes: tf.Tensor) => tangential(tf.matMul(byCosine(both(slopes), sine) as tf.Tensor2D, x.unit), x);
    return { value: theta, gradient };
  }
  const points = normalised ? x.unit : embeddings;
  const squared = squares(points, points, -1);
  const length = tf.sqrt(squared);
  // Unit vectors of one direction may differ by rounding, which is no direction from one to the other.
  const smallest = normalised ? smallestSine : 1e-30;
  return {
    value: kind === 'squared' ? squared : length,
    gradient(slopes) {
      // ∂‖p − q‖² = 2(p − q); ∂‖p − q‖ = (p − q)/‖p − q‖.
      const defined = tf.step(tf.sub(length, smallest));
      const factors: tf.Tensor2D =
        kind === 'squared' ? tf.mul(2, both(slopes)) : tf.div(tf.mul(defined, both(slopes)), tf.maximum(length, smallest));
      const away = tf.sub<tf.Tensor2D>(tf.mul(points, tf.sum(factors, 1, true)), tf.matMul(factors, points));
      return normalised ? tangential(away, x) : away;
    },
  };
}

const tableOf = (embeddings: tf.Tensor2D, settings: Settings): DistanceTable =>
  distanceTable(embeddings, settings['distance'] as DistanceKind, settings['features'] === 'normalised');

/** Contrastive loss in tensors. */
export const contrastive: TensorObjective = {
  id: contrastiveReference.id,
  reference: contrastiveReference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: () => false,
  initialState: noState,
  evaluate({ embeddings, weights, hostLabels }, settings) {
    const n = embeddings.shape[0];
    const squared = settings['power'] === 'squared';
    const pairs = pairsOf(n, settings['pairs'] === 'consecutive');
    // The weight of each pair in the mean: in `same` for one class, in `different` for two.
    const [same, different] = [new Float32Array(n * n), new Float32Array(n * n)];
    for (const [a, b] of pairs) (hostLabels[a] === hostLabels[b] ? same : different)[a * n + b] = 1 / pairs.length;
    const together = tf.tensor2d(same, [n, n]);
    const apart = tf.tensor2d(different, [n, n]);
    const { value, gradient } = tableOf(embeddings, settings);
    const short = tf.relu(tf.sub(settings['margin'] as number, value));
    const cost = (excess: tf.Tensor): tf.Tensor => (squared ? tf.mul(0.5, tf.square(excess)) : excess);
    const slope = (excess: tf.Tensor): tf.Tensor => (squared ? excess : tf.step(excess));
    return {
      loss: tf.sum(tf.add(tf.mul(together, cost(value)), tf.mul(apart, cost(short)))),
      gradEmbeddings: gradient(tf.sub(tf.mul(together, slope(value)), tf.mul(apart, slope(short)))),
      gradWeights: tf.zerosLike(weights),
      stateAfter: {},
    };
  },
};

/** What the host chose: the slope by each distance, n × n, and the part of the loss that is no distance. */
interface Choice extends Prepared {
  readonly slopes: Float32Array;
  readonly constant: number;
}

/**
 * Triplet loss in tensors. The triplets are chosen on the host, from the embeddings as they are (`prepare`), by the code and the
 * draws of the reference; value and gradients are computed on the device.
 */
export const triplet: TensorObjective = {
  id: tripletReference.id,
  reference: tripletReference,
  bias: false,
  rows: oneRowEach,
  trainsWeights: ({ base }) => base !== 'none',
  initialState: noState,
  async prepare({ embeddings, hostLabels }, settings, step): Promise<Choice> {
    const [n, d] = embeddings.shape;
    const flat = await embeddings.data();
    const rows = Array.from({ length: n }, (_, i) => flat.subarray(i * d, (i + 1) * d) as Float32Array);
    const table = distances(rows, settings['distance'] as DistanceKind, settings['features'] === 'normalised');
    const { active, slope } = activeTriplets(table, Array.from(hostLabels), seeded(settings, step));
    const slopes = new Float32Array(n * n);
    for (const { anchor, positive, negative } of active) {
      slopes[anchor * n + positive]! += slope;
      slopes[anchor * n + negative]! -= slope;
    }
    return { slopes, constant: slope * active.length * (settings['margin'] as number) };
  },
  evaluate(input, settings, _, prepared) {
    if (!prepared) throw new Error('the triplets of this step have not been chosen: call prepare first');
    const { slopes, constant } = prepared as Choice;
    const n = input.embeddings.shape[0];
    const { value, gradient } = tableOf(input.embeddings, settings);
    const table = tf.tensor2d(slopes, [n, n]);
    const own = {
      loss: tf.add<tf.Scalar>(tf.sum(tf.mul(table, value)), constant),
      gradEmbeddings: gradient(table),
      stateAfter: {},
    };
    if (settings['base'] === 'none') return { ...own, gradWeights: tf.zerosLike(input.weights) };
    const base = baseTensorLoss(input, settings);
    return {
      loss: tf.add(base.loss, own.loss),
      gradEmbeddings: tf.add(base.gradEmbeddings, own.gradEmbeddings),
      gradWeights: base.gradWeights,
      stateAfter: {},
    };
  },
};
