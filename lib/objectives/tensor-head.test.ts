import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { gradientPaths, type LossOptions, losses, lossIds, type ParameterValues } from '../losses';
import { targetValue } from '../losses/read';
import { createRng } from '../pure/random';
import { useBackend } from '../training/backends';
import { toyLoss } from '../training/testing/runs';
import { softmaxHead } from './softmax-head';
import { tensorHead } from './tensor-head';

beforeAll(() => useBackend('cpu', { wasmSimd: null }));

interface Batch {
  readonly embeddings: number[][];
  readonly weights: number[][];
  readonly bias: number[];
  readonly labels: number[];
}

/** The loss of a batch straight from the formula, in double precision and without a gradient: what central differences need. */
function plainLoss(batch: Batch, id: (typeof lossIds)[number], values: ParameterValues, options: LossOptions): number {
  const loss = losses[id];
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const each = batch.embeddings.map((x, i) => {
    const logits = batch.weights.map((w, j) => {
      const cosine = dot(x, w) / Math.sqrt(dot(x, x) * dot(w, w));
      const part = j === batch.labels[i] ? targetValue(loss, Math.acos(cosine), values, options) : cosine;
      const scale = loss.normalisesFeatures
        ? values['s']!
        : Math.sqrt(dot(x, x)) * (loss.normalisesWeights ? 1 : Math.sqrt(dot(w, w)));
      return scale * part + (loss.hasBias ? batch.bias[j]! : 0);
    });
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    return Math.log(total) - logits[batch.labels[i]!]!;
  });
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

function head(batch: Batch, id: (typeof lossIds)[number], values: ParameterValues, options: LossOptions) {
  return tf.tidy(() => {
    const oneHot = tf.tensor2d(batch.labels.map((label) => batch.weights.map((_, j) => (j === label ? 1 : 0))));
    const input = {
      embeddings: tf.tensor2d(batch.embeddings),
      weights: tf.tensor2d(batch.weights),
      bias: tf.tensor1d(batch.bias),
      oneHot,
    };
    const out = tensorHead(input, losses[id], values, options);
    return {
      loss: out.loss.dataSync()[0]!,
      embeddings: out.gradEmbeddings.arraySync(),
      weights: out.gradWeights.arraySync(),
      bias: out.gradBias.arraySync(),
    };
  });
}

function randomBatch(seed: number, samples: number, classes: number, dimension: number): Batch {
  const rng = createRng(seed, 'batch');
  const rows = (n: number) => Array.from({ length: n }, () => Array.from({ length: dimension }, () => rng.normal()));
  const embeddings = rows(samples);
  const weights = rows(classes);
  return { embeddings, weights, bias: weights.map(() => rng.normal()), labels: embeddings.map(() => rng.integer(classes)) };
}

/** Central difference by one entry of a batch. */
function difference(
  batch: Batch,
  list: 'embeddings' | 'weights',
  row: number,
  column: number,
  loss: (b: Batch) => number,
): number {
  const moved = (by: number): Batch => ({
    ...batch,
    [list]: batch[list].map((values, i) => values.map((value, k) => (i === row && k === column ? value + by : value))),
  });
  return (loss(moved(1e-5)) - loss(moved(-1e-5))) / 2e-5;
}

/** Single precision through a softmax at s ≤ 16. */
const tolerance = 2e-4;

describe('tensorHead', () => {
  const cases = lossIds.flatMap((id) => losses[id].pastPi.map((pastPi) => [id, pastPi] as const));

  it.each(cases)('%s, %s past π: loss and gradients agree with the formula in double precision', (id, pastPi) => {
    const { parameters } = toyLoss(id);
    const options: LossOptions = { pastPi, gradient: 'exact' };
    for (const dimension of [2, 3, 5]) {
      const batch = randomBatch(dimension, 12, 4, dimension);
      const got = head(batch, id, parameters, options);
      const loss = (b: Batch) => plainLoss(b, id, parameters, options);
      expect(Math.abs(got.loss - loss(batch))).toBeLessThan(tolerance);
      for (const list of ['embeddings', 'weights'] as const) {
        batch[list].forEach((values, row) => {
          values.forEach((_, column) => {
            const expected = difference(batch, list, row, column, loss);
            expect(Math.abs(got[list][row]![column]! - expected)).toBeLessThan(tolerance * (1 + Math.abs(expected)));
          });
        });
      }
    }
  });

  it('agrees with the reference in double precision, also at aligned, opposite, zero and doubled vectors', () => {
    const random = randomBatch(4, 10, 4, 3);
    const special: Batch = {
      ...random,
      embeddings: [...random.embeddings, [0, 0, 0], [3, 0, 0], [-2, 0, 0], [1, 2, 0], [1, 2, 0]],
      weights: [
        [0.5, 0, 0],
        [0.5, 0, 0],
        [0, 0, 0],
        [0, 1, -1],
      ],
      labels: [...random.labels, 0, 0, 1, 3, 2],
    };
    for (const id of lossIds) {
      for (const gradient of gradientPaths) {
        const { parameters } = toyLoss(id);
        const options: LossOptions = { pastPi: 'plain', gradient };
        const got = head(special, id, parameters, options);
        const { bias, ...unbiased } = special;
        const reference = softmaxHead(losses[id].hasBias ? { ...unbiased, bias } : unbiased, losses[id], parameters, options);
        const flat = (rows: readonly ArrayLike<number>[]) => rows.flatMap((row) => Array.from(row));
        expect(Math.abs(got.loss - reference.loss)).toBeLessThan(tolerance);
        const pairs: [number[], number[]][] = [
          [flat(got.embeddings), flat(reference.gradEmbeddings)],
          [flat(got.weights), flat(reference.gradWeights)],
          [got.bias, Array.from(reference.gradBias)],
        ];
        for (const [mine, theirs] of pairs) {
          mine.forEach((value, i) => {
            expect(Math.abs(value - theirs[i]!), `${id} ${gradient} entry ${i}`).toBeLessThan(
              tolerance * (1 + Math.abs(theirs[i]!)),
            );
          });
        }
      }
    }
  });

  it('has the bias gradient p − y of plain softmax', () => {
    const batch = randomBatch(9, 6, 3, 2);
    const options: LossOptions = { pastPi: 'plain', gradient: 'exact' };
    const got = head(batch, 'softmax', {}, options);
    batch.bias.forEach((_, j) => {
      const moved = (by: number) =>
        plainLoss({ ...batch, bias: batch.bias.map((b, k) => (k === j ? b + by : b)) }, 'softmax', {}, options);
      expect(got.bias[j]!).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 5);
    });
  });

  it('keeps the value and takes the slope of plain cos θ when the gradient is detached', () => {
    // One sample, two classes at 60° and 150°: by hand, dL/dθ = s (p₁ − 1) · (−sin θ₁) for the target, p₂ s · (−sin θ₂) for the other.
    const at = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const batch: Batch = { embeddings: [at(0)], weights: [at(60), at(150)], bias: [0, 0], labels: [0] };
    const values = { s: 4, m: 0.5 };
    const exact = head(batch, 'arcface', values, { pastPi: 'plain', gradient: 'exact' });
    const detached = head(batch, 'arcface', values, { pastPi: 'plain', gradient: 'detached' });
    expect(detached.loss).toBe(exact.loss);
    const theta = Math.PI / 3;
    const p = 1 / (1 + Math.exp(4 * Math.cos((150 * Math.PI) / 180) - 4 * Math.cos(theta + 0.5)));
    // x turns towards both classes at once: along +y. Angles shrink, so dθ/dy = −1 for both.
    const other = 4 * (1 - p) * Math.sin((150 * Math.PI) / 180);
    expect(detached.embeddings[0]![1]!).toBeCloseTo(4 * (p - 1) * Math.sin(theta) + other, 5);
    expect(exact.embeddings[0]![1]!).toBeCloseTo(4 * (p - 1) * Math.sin(theta + 0.5) + other, 5);
    expect(detached.embeddings[0]![0]!).toBeCloseTo(0, 6);
  });

  it.each(gradientPaths)('is finite and 0 in the target part where the direction is undefined (%s)', (gradient) => {
    for (const id of lossIds) {
      const { parameters } = toyLoss(id);
      // Aligned, opposite, zero, and doubled embeddings; two equal classes.
      const batch: Batch = {
        embeddings: [
          [2, 0],
          [-3, 0],
          [0, 0],
          [1, 1],
          [1, 1],
        ],
        weights: [
          [1, 0],
          [1, 0],
          [-0.5, 0.5],
        ],
        bias: [0, 0, 0],
        labels: [0, 0, 1, 2, 2],
      };
      const got = head(batch, id, parameters, { pastPi: 'plain', gradient });
      expect([got.loss, ...got.embeddings.flat(), ...got.weights.flat()].every(Number.isFinite)).toBe(true);
      expect(got.embeddings[2]!.map(Math.abs)).toEqual([0, 0]);
      expect(got.embeddings[3]).toEqual(got.embeddings[4]);
      if (!losses[id].normalisesFeatures) continue;
      // Class 3 alone pulls at the aligned and the opposite sample: radial parts vanish, the rest is finite and along y.
      expect(got.embeddings[0]![0]).toBeCloseTo(0, 6);
    }
  });

  it('stays bounded as θ goes to 0 and to π, with the slope −s sin(θ + m) along the tangent', () => {
    const values = { s: 8, m: 0.5 };
    for (const theta of [1e-1, 1e-2, 1e-3, 1e-4, Math.PI - 1e-2, Math.PI - 1e-3]) {
      const batch: Batch = {
        embeddings: [[1, 0]],
        weights: [
          [Math.cos(theta), Math.sin(theta)],
          [0, -1],
        ],
        bias: [0, 0],
        labels: [0],
      };
      const got = head(batch, 'arcface', values, { pastPi: 'plain', gradient: 'exact' });
      const p = 1 / (1 + Math.exp(-8 * Math.cos(theta + 0.5)));
      // The other class lies at 90° on the other side: dθ₂/dy = +1, its logit falls by s sin 90°.
      const expected = 8 * (p - 1) * Math.sin(theta + 0.5) - 8 * (1 - p);
      // 1e-3 relative: θ itself carries the rounding of single precision, 6e-8 of 1e-4.
      expect(Math.abs(got.embeddings[0]![1]! - expected)).toBeLessThan(1e-3 * Math.abs(expected) + 1e-5);
    }
  });
});
