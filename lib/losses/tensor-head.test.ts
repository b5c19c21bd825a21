import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { tensorAlgebra } from '../algebra/tensor';
import { angleToTargets } from '../algebra/tensor-angle';
import { softmaxHead } from '../objectives/softmax-head';
import { createRng } from '../pure/random';
import { type LossOptions, lift, type MarginLoss, type ParameterValues, targetLogit } from './index';
import { listingCases } from './listing.cases';

beforeAll(() => tf.setBackend('cpu'));

/** Unit rows; a zero row stays zero and gets gradient 0. */
function unitRows(rows: tf.Tensor2D): { unit: tf.Tensor2D; norm: tf.Tensor2D } {
  const square = tf.sum(tf.square(rows), 1, true);
  const norm = tf.sqrt(tf.maximum(square, 1e-24)) as tf.Tensor2D;
  return { unit: tf.mul(rows, tf.div(tf.step(tf.sub(square, 1e-24)), norm)), norm };
}

/** The whole head as a plain tfjs graph, differentiated by the tape of tfjs. */
function graphLoss(
  x: tf.Tensor2D,
  w: tf.Tensor2D,
  bias: tf.Tensor1D,
  labels: number[],
  loss: MarginLoss,
  values: ParameterValues,
  options: LossOptions,
) {
  const A = tensorAlgebra(tf);
  const [embedding, direction] = [unitRows(x), unitRows(w)];
  const oneHot = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), w.shape[0]), 'float32');
  const theta = angleToTargets(tf, embedding.unit, tf.matMul(oneHot as tf.Tensor2D, direction.unit));
  const target = tf.expandDims(targetLogit(A, loss, { theta }, lift(values, A), options), 1);
  const cosine = tf.matMul(embedding.unit, direction.unit, false, true);
  const marked = tf.add(tf.mul(cosine, tf.sub(1, oneHot)), tf.mul(target, oneHot));
  const byFeature = loss.normalisesFeatures ? tf.scalar(values['s']!) : embedding.norm;
  const scale = loss.normalisesWeights ? byFeature : tf.mul(byFeature, tf.transpose(direction.norm));
  const logits = loss.hasBias ? tf.add(tf.mul(marked, scale), bias) : tf.mul(marked, scale);
  return tf.losses.softmaxCrossEntropy(oneHot, logits);
}

function compare(c: (typeof listingCases)[number], embeddings: number[][], weights: number[][], labels: number[]): number {
  const { loss, values, options } = c;
  const bias = loss.hasBias ? weights.map((_, j) => 0.1 * j - 0.2) : undefined;
  const expected = softmaxHead({ embeddings, weights, labels, bias }, loss, values, options);
  return tf.tidy(() => {
    const inputs = [tf.tensor2d(embeddings), tf.tensor2d(weights), tf.tensor1d(bias ?? weights.map(() => 0))];
    // Every input must be part of the graph, also the bias of a loss without one.
    const f = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) =>
      tf.add(
        graphLoss(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, labels, loss, values, options),
        tf.mul(0, tf.sum(b)),
      ) as tf.Scalar;
    const value = f(inputs[0]!, inputs[1]!, inputs[2]!).dataSync()[0]!;
    const found = tf
      .grads(f)(inputs)
      .flatMap((g) => [...g.dataSync()]);
    const wanted = [...expected.gradEmbeddings, ...expected.gradWeights, expected.gradBias].flatMap((g) => [...g]);
    const differences = [value - expected.loss, ...found.map((g, i) => g - wanted[i]!)];
    return Math.max(...differences.map((d) => (Number.isFinite(d) ? Math.abs(d) : Infinity)));
  });
}

// Single precision: s = 16 times a few roundings of 6e-8, over |x| ≥ 0.3 in the gradients.
const tolerance = 3e-5;

describe.each(listingCases)('$name, the whole head as a tfjs graph', (c) => {
  it('agrees with the double-precision head, loss and gradients, on random batches', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
        const rng = createRng(seed, 'tensor-head');
        const rows = (n: number) => Array.from({ length: n }, () => spread([rng.normal(), rng.normal(), rng.normal()]));
        const embeddings = rows(6);
        const weights = rows(4);
        const labels = embeddings.map(() => Math.floor(rng.uniform() * 4));
        fc.pre(!nearAnyJoint(c, embeddings, weights, labels));
        expect(compare(c, embeddings, weights, labels)).toBeLessThan(tolerance);
      }),
      { numRuns: 12, seed: 5 },
    );
  });

  it('agrees on duplicated, aligned, opposite and zero embeddings', () => {
    const weights = [
      [0, 0, 2],
      [0.8, 0.6, 0],
      [0, -1.5, 0],
    ];
    const embeddings = [
      [0, 0, 1.5],
      [0, 0, -0.5],
      [0, 0, 0],
      [0.4, 0.3, 0],
      [-0.4, -0.3, 0],
      [0.7, -0.2, 0.5],
      [0.7, -0.2, 0.5],
    ];
    expect(compare(c, embeddings, weights, [0, 0, 0, 1, 1, 2, 2])).toBeLessThan(tolerance);
  });
});

/** Lengths between 0.3 and 3: gradients grow as 1/|x|. */
function spread(row: number[]): number[] {
  const length = Math.hypot(...row);
  const wished = Math.min(3, Math.max(0.3, length));
  return row.map((value) => (value * wished) / length);
}

/** Where ψ jumps, single and double precision may stand on different sides. */
function nearAnyJoint(
  { loss, values }: (typeof listingCases)[number],
  embeddings: number[][],
  weights: number[][],
  labels: number[],
): boolean {
  const joints = [Math.PI / 2, Math.PI - (values['m'] ?? 0), Math.PI - (values['m2'] ?? 0), Math.PI / (values['m'] ?? 1)];
  return embeddings.some((x, i) => {
    const w = weights[labels[i]!]!;
    const cosine = x.reduce((sum, value, k) => sum + value * w[k]!, 0) / (Math.hypot(...x) * Math.hypot(...w));
    return loss.pastPi.length > 1 && joints.some((joint) => Math.abs(Math.acos(cosine) - joint) < 1e-4);
  });
}
