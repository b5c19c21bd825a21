import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFormula } from '../../../formula/formula';
import { type AnyLoss, losses, lossIds, type MarginLoss, paperOptions } from '../../../losses';
import { everyCase, nearJoint } from '../../../losses/read.cases';
import { softmaxHead } from '../../../objectives/softmax-head';
import { createRng } from '../../../pure/random';
import { angleBetween } from '../../../sphere/angle';
import { useBackend } from '../../backends';
import { type HeadAttrs, head, kernelNames } from '../calls';

beforeAll(() => useBackend('webgl', { wasmSimd: null }));

interface Batch {
  readonly embeddings: number[][];
  readonly weights: number[][];
  readonly bias: number[];
  readonly labels: number[];
}

type Case = Pick<HeadAttrs, 'values' | 'options'> & { readonly loss: AnyLoss; readonly name: string };

/** Lengths from 0.3 to 3 (gradients grow as 1/|x|), single-precision numbers, and if there is room: zeros, duplicates, θ = 0 and θ = π. */
function randomBatch(c: Case, samples: number, classes: number, dimension: number, seed: number): Batch {
  const rng = createRng(seed, 'webgl head');
  const vector = (): number[] => {
    const raw = Array.from({ length: dimension }, () => rng.normal());
    const length = Math.hypot(...raw) || 1;
    return raw.map((v) => Math.fround((v / length) * (0.3 + 2.7 * rng.uniform())));
  };
  const weights = Array.from({ length: classes }, vector);
  const labels = Array.from({ length: samples }, () => rng.integer(classes));
  if (classes > 3) weights[3] = weights[3]!.map(() => 0);
  if (classes > 4) weights[4] = weights[1]!.slice();
  const embeddings = labels.map((label) => {
    // Where ψ jumps, single and double precision may stand on different sides.
    for (;;) {
      const x = vector();
      const theta = angleBetween(x, weights[label]!);
      if (c.loss.id === 'custom' || c.loss.id === 'sphereface') return x;
      if (!nearJoint(c.loss as MarginLoss, c.values, c.options, theta, 1e-4)) return x;
      if (label === 3) return x;
    }
  });
  if (samples > 6) {
    embeddings[0] = embeddings[0]!.map(() => 0);
    embeddings[1] = weights[0]!.map((v) => 2 * v);
    embeddings[2] = weights[0]!.map((v) => -v / 2);
    embeddings[3] = embeddings[4]!.slice();
    labels[1] = 0;
    labels[2] = 0;
    labels[3] = labels[4]!;
  }
  return { embeddings, weights, bias: weights.map(() => Math.fround(rng.normal())), labels };
}

/** The kernel's answer, with the class weights behind other numbers as in a run's flat vector. */
function kernel(c: Case, { embeddings, weights, bias, labels }: Batch): Record<'loss' | 'x' | 'w' | 'b', number[]> {
  const before = [9, -9, 9];
  const d = weights[0]!.length;
  return tf.tidy(() => {
    const parameters = tf.tensor1d([...before, ...weights.flat(), ...bias]);
    const attrs = { offset: before.length, classes: weights.length, ...c };
    const output = head(tf.tensor2d(embeddings), parameters, tf.tensor1d(labels, 'int32'), attrs);
    const classes = [...output.gradClasses.dataSync()];
    const cut = weights.length * d;
    return {
      loss: [...output.perSample.dataSync()],
      x: [...output.gradEmbeddings.dataSync()],
      w: classes.slice(0, cut),
      b: classes.slice(cut),
    };
  });
}

/** The greatest difference to double precision, in units of the tolerance. */
function worst(c: Case, batch: Batch): { by: number; where: string } {
  const { bias, ...rest } = batch;
  const wanted = softmaxHead(c.loss.hasBias ? batch : rest, c.loss, c.values, c.options);
  const got = kernel(c, batch);
  const flat = (rows: readonly ArrayLike<number>[]): number[] => rows.flatMap((row) => Array.from(row));
  const tolerance = toleranceOf(c);
  let found = { by: 0, where: 'nowhere' };
  const compare = (name: string, a: readonly number[], b: readonly number[], scale: (i: number) => number): void => {
    expect(a).toHaveLength(b.length);
    a.forEach((value, i) => {
      const by = Number.isFinite(value) ? Math.abs(value - b[i]!) / (tolerance * scale(i)) : Infinity;
      if (by > found.by) found = { by, where: `${name} ${i}: ${value}, not ${b[i]}` };
    });
  };
  const samples = batch.labels.length;
  const pulls = batch.embeddings.map((x, i) => pullOf(c) * condition(x, batch.weights[batch.labels[i]!]!));
  const mean = pulls.reduce((sum, pull) => sum + pull, 0) / samples;
  compare('loss', got.loss, [...wanted.perSample], () => 1);
  compare(
    'gradEmbeddings',
    got.x,
    flat(wanted.gradEmbeddings),
    (i) => pulls[Math.floor(i / batch.weights[0]!.length)]! / samples,
  );
  compare('gradWeights', got.w, flat(wanted.gradWeights), () => mean);
  compare('gradBias', got.b, [...wanted.gradBias], () => 1);
  return found;
}

/** How often the angle is multiplied, which multiplies its rounding. */
const factorOf = ({ loss, values }: Case): number => values['m1'] ?? (loss.id.startsWith('sphereface') ? values['m']! : 1);

const scaleOf = ({ loss, values }: Case): number => (loss.normalisesFeatures ? values['s']! : loss.normalisesWeights ? 3 : 9);

/**
 * Of the logits, absolutely, and so of the loss and (relatively) of the probabilities. Single precision rounds at 6e-8: cosine and
 * sine are sums of up to eight products of directions that are right to 1e-7 each; multiplying the angle multiplies the error of ψ, and
 * with it the number of turns; exp and log of GPUs may be off by some 4 + |x| units in the last place, and |x| is up to twice the scale.
 */
const toleranceOf = (c: Case): number => 1e-6 + scaleOf(c) * (6e-7 * factorOf(c) ** 2 + 2e-7);

/** Gradients are pulls, up to 1, times scale, slope (up to the factor times 1) and the inverse of lengths from 0.3 on. */
const pullOf = (c: Case): number => (scaleOf(c) * factorOf(c) ** 2) / 0.3;

/** The direction from x to its class is known to 2e-7 / sin θ, a fiftieth of that in units of the tolerance. Undefined: not used. */
function condition(x: readonly number[], w: readonly number[]): number {
  const sine = Math.sin(angleBetween(x, w));
  return sine > 1e-6 ? 1 + 0.02 / sine : 1;
}

const sizes: readonly (readonly [samples: number, classes: number, dimension: number])[] = [
  [24, 6, 2],
  [17, 7, 3],
  [9, 5, 8],
  [33, 3, 5],
  [15, 9, 13],
];

describe.each(lossIds)('the WebGL head of %s', (id) => {
  it('agrees with double precision: values, past π and both gradients, in the plane and up to eight dimensions', () => {
    expect(tf.getKernel(kernelNames.head, 'webgl')).toBeDefined();
    everyCase()
      .filter(({ loss }) => loss.id === id)
      .forEach((c, k) => {
        const [samples, classes, dimension] = sizes[k % sizes.length]!;
        const { by, where } = worst(c, randomBatch(c, samples, classes, dimension, k));
        expect(by, `${c.name}: ${where}`).toBeLessThan(1);
      });
  });
});

const arc = (values: Readonly<Record<string, number>>): Case => ({
  name: 'ArcFace',
  loss: losses.arcface,
  values: { s: 16, m: 0.5, ...values },
  options: paperOptions,
});

describe('the WebGL head', () => {
  it('agrees for a formula that a reader typed', () => {
    const read = readFormula('cos(theta + push) - 0.1 * theta', { s: 16, push: 0.3 });
    if (!read.ok) throw new Error('the formula is refused');
    const c: Case = { name: 'custom', loss: read.loss, values: { s: 16, push: 0.3 }, options: paperOptions };
    // ψ falls by 0.1 θ more: its slope is within 1.1.
    expect(worst(c, randomBatch(c, 20, 5, 3, 1)).by).toBeLessThan(1);
  });

  it.each([
    [1, 1, 1],
    [1, 1, 2],
    [1, 5, 4],
    [40, 1, 3],
    [7, 300, 6],
    [600, 9, 2],
    [12, 5, 9],
    [33, 7, 16],
    [1, 1, 20],
    [40, 61, 64],
    [9, 5, 512],
  ])('agrees for %d samples of %d classes in %d dimensions', (samples, classes, dimension) => {
    const { by, where } = worst(arc({}), randomBatch(arc({}), samples, classes, dimension, 3));
    expect(by, where).toBeLessThan(1);
  });

  it.each([
    { s: 1, m: 0 },
    { s: 256, m: 0.5 },
    { s: 256, m: Math.PI },
  ])('agrees at s = $s, m = $m', (values) => {
    expect(worst(arc(values), randomBatch(arc(values), 30, 6, 3, 4)).by).toBeLessThan(1);
  });

  it('has loss 0 and no gradient for a single class', () => {
    const got = kernel(arc({}), randomBatch(arc({}), 9, 1, 3, 5));
    expect([...got.loss, ...got.x, ...got.w].every((value) => value === 0)).toBe(true);
  });

  it('is noticed here when its margin is a little wrong', () => {
    const batch = randomBatch(arc({}), 20, 5, 3, 6);
    const wanted = softmaxHead({ ...batch, bias: undefined }, losses.arcface, arc({ m: 0.5002 }).values, paperOptions);
    const got = kernel(arc({}), batch);
    const off = got.loss.map((value, i) => Math.abs(value - wanted.perSample[i]!));
    expect(Math.max(...off)).toBeGreaterThan(toleranceOf(arc({})));
  });

  it('compiles nothing when s and m move', () => {
    const { gpgpu } = tf.backend() as unknown as { gpgpu: { createProgram(...args: unknown[]): unknown } };
    const compile = gpgpu.createProgram;
    let compiled = 0;
    gpgpu.createProgram = (...args) => {
      compiled++;
      return compile.apply(gpgpu, args);
    };
    try {
      const batch = randomBatch(arc({}), 21, 5, 3, 7);
      kernel(arc({}), batch);
      expect(compiled).toBeGreaterThan(0);
      compiled = 0;
      const losses = [0.1, 0.2, 1.5].flatMap((m) => [4, 30].map((s) => kernel(arc({ s, m }), batch).loss[5]));
      expect(new Set(losses).size).toBe(6);
      expect(compiled).toBe(0);
    } finally {
      gpgpu.createProgram = compile;
    }
  });
});
