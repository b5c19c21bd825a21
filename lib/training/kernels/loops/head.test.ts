import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readingCases } from '../../../formula/readings.cases';
import type { AnyLoss, LossOptions, ParameterValues } from '../../../losses';
import { listingCases } from '../../../losses/listing.cases';
import { softmaxHead } from '../../../objectives/softmax-head';
import { createRng } from '../../../pure/random';
import { useBackend } from '../../backends';
import { head, kernelNames } from '../calls';
import { plainHead } from '../plain';

interface Case {
  readonly name: string;
  readonly loss: AnyLoss;
  readonly values: ParameterValues;
  readonly options: LossOptions;
}

const formulas: Case[] = readingCases.map(({ text, formula, values, options }) => ({
  name: `${text} ${options.gradient}`,
  loss: formula.loss,
  values,
  options,
}));
const cases: Case[] = [...listingCases, ...formulas];
/** At θ = 0 and π the ones with a jump there stand on either side of it. */
const continuousCases = cases.filter(({ name }) => !name.includes('ceil'));

interface Batch {
  readonly embeddings: Float32Array[];
  readonly weights: Float32Array[];
  readonly bias: Float32Array;
  readonly labels: number[];
}

function randomBatch(seed: number, samples: number, classes: number, dimension: number): Batch {
  const rng = createRng(seed, 'head');
  const row = (length: number) => Float32Array.from({ length }, () => rng.normal());
  return {
    embeddings: Array.from({ length: samples }, () => row(dimension)),
    weights: Array.from({ length: classes }, () => row(dimension)),
    bias: row(classes),
    labels: Array.from({ length: samples }, () => rng.integer(classes)),
  };
}

/** Zero embeddings and weights, samples on their class's direction and opposite to it, equal samples and equal classes. */
function specialBatch(dimension: number): Batch {
  const batch = randomBatch(11, 9, 6, dimension);
  const { embeddings, weights } = batch;
  weights[1] = weights[0]!.slice();
  weights[2] = new Float32Array(dimension);
  embeddings[0] = new Float32Array(dimension);
  embeddings[1] = weights[3]!.map((w) => 2 * w);
  embeddings[2] = weights[3]!.map((w) => -0.5 * w);
  embeddings[4] = embeddings[3]!.slice();
  return { ...batch, embeddings, weights, labels: [0, 3, 3, 4, 4, 2, 0, 1, 5] };
}

interface Result {
  readonly embeddings: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
  readonly perSample: ArrayLike<number>;
}

const flatten = (rows: readonly ArrayLike<number>[]): number[] => rows.flatMap((row) => Array.from(row));

function run(batch: Batch, { loss, values, options }: Case, kernel: typeof head): Result {
  const { embeddings, weights, bias, labels } = batch;
  const [classes, dimension] = [weights.length, weights[0]!.length];
  return tf.tidy(() => {
    // Other parameters before and behind.
    const parameters = tf.tensor1d([7, 7, 7, ...flatten(weights), ...bias, 7]);
    const x = tf.tensor2d(flatten(embeddings), [embeddings.length, dimension]);
    const attrs = { offset: 3, classes, loss, values, options };
    const out = kernel(x, parameters, tf.tensor1d(labels, 'int32'), attrs);
    const gradClasses = out.gradClasses.dataSync();
    return {
      embeddings: out.gradEmbeddings.dataSync(),
      weights: gradClasses.slice(0, classes * dimension),
      bias: gradClasses.slice(classes * dimension),
      perSample: out.perSample.dataSync(),
    };
  });
}

/** Computed once for both backends: it takes most of the time. */
const references = new Map<string, Result>();

function reference(batch: Batch, c: Case): Result {
  const key = JSON.stringify([c.name, c.values, flatten(batch.embeddings), flatten(batch.weights)]);
  const result = references.get(key) ?? byDefinition(batch, c);
  references.set(key, result);
  return result;
}

function byDefinition(batch: Batch, { loss, values, options }: Case): Result {
  const { bias, ...rest } = batch;
  const result = softmaxHead(loss.hasBias ? batch : rest, loss, values, options);
  return {
    embeddings: flatten(result.gradEmbeddings),
    weights: flatten(result.gradWeights),
    bias: result.gradBias,
    perSample: result.perSample,
  };
}

/** @param absolute  what a difference may be beside `relative` times the wanted value */
function expectClose(got: Result, wanted: Result, relative: number, absolute: number): void {
  for (const key of ['embeddings', 'weights', 'bias', 'perSample'] as const) {
    const [a, b] = [got[key], wanted[key]];
    expect(a.length, key).toBe(b.length);
    for (let i = 0; i < a.length; i++) {
      // Written so that NaN fails.
      if (!(Math.abs(a[i]! - b[i]!) <= relative * Math.abs(b[i]!) + absolute)) {
        expect.fail(`${key}[${i}] is ${a[i]} instead of ${b[i]}`);
      }
    }
  }
}

describe.each(['cpu', 'wasm'] as const)('the head on %s', (backend) => {
  it.each(cases)('agrees with the double-precision head: $name', async (c) => {
    await useBackend(backend, { wasmSimd: null });
    expect(tf.getKernel(kernelNames.head, backend)).toBeDefined();
    const rng = createRng(1, c.name);
    const shapes = Array.from({ length: 5 }, () => [1 + rng.integer(64), 1 + rng.integer(50), 1 + rng.integer(16)] as const);
    for (const [samples, classes, dimension] of [...shapes, [1, 1, 1], [12, 8, 2], [12, 10, 3]] as const) {
      const batch = randomBatch(samples, samples, classes, dimension);
      // Computed in double precision and rounded once, to 6e-8.
      expectClose(run(batch, c, head), reference(batch, c), 1e-7, 1e-10);
    }
  });

  it.each(continuousCases)('agrees at zero, aligned, opposite and equal vectors: $name', async (c) => {
    await useBackend(backend, { wasmSimd: null });
    for (const dimension of [2, 3, 9]) {
      const batch = specialBatch(dimension);
      expectClose(run(batch, c, head), reference(batch, c), 1e-7, 1e-10);
    }
  });

  it.each(listingCases)('agrees with many classes and dimensions, where products are in single precision: $name', async (c) => {
    await useBackend(backend, { wasmSimd: null });
    for (const [samples, classes, dimension] of [
      [20, 64, 16],
      [5, 100, 37],
    ] as const) {
      const batch = randomBatch(samples, samples, classes, dimension);
      // A logit of size 16‖x‖ has an error of about 1e-6 × √d, and so have the logarithms of probabilities.
      expectClose(run(batch, c, head), reference(batch, c), 2e-5, 2e-6);
    }
    const { weights, ...rest } = specialBatch(16);
    const batch = { ...rest, weights: [...weights, ...randomBatch(5, 1, 60, 16).weights], bias: new Float32Array(66) };
    expectClose(run(batch, c, head), reference(batch, c), 2e-5, 2e-6);
  });

  it.each(listingCases)('agrees with plain operations: $name', async (c) => {
    await useBackend(backend, { wasmSimd: null });
    const batch = randomBatch(3, 40, 8, 3);
    // Plain operations are in single precision: s = 16 times some roundings, magnified by up to 1/‖x‖ ≈ 5 in the gradients.
    expectClose(run(batch, c, head), run(batch, c, plainHead), 1e-4, 1e-5);
  });

  it('gives the same bits on cpu and wasm where all is in loops', async () => {
    const batch = randomBatch(8, 30, 8, 3);
    await useBackend('cpu', { wasmSimd: null });
    const first = cases.map((c) => run(batch, c, head));
    await useBackend('wasm', { wasmSimd: null });
    expect(cases.map((c) => run(batch, c, head))).toEqual(first);
  });

  it.runIf(backend === 'wasm')('gives the same while the heap grows under it as when it has room', async () => {
    await useBackend(backend, { wasmSimd: null });
    const growths: number[] = [];
    for (const classes of [3000, 6000, 9000, 12000, 15000]) {
      const batch = randomBatch(classes, 4, classes, 64);
      const before = heapSize();
      const first = run(batch, cases[0]!, head);
      growths.push(heapSize() - before);
      expectClose(run(batch, cases[0]!, head), first, 0, 0);
    }
    expect(growths.some((growth) => growth > 0)).toBe(true);
  });

  it('is finite at the ends of s, and not where s is not', async () => {
    await useBackend(backend, { wasmSimd: null });
    const arcface = cases.find(({ loss }) => loss.id === 'arcface')!;
    const batch = randomBatch(8, 30, 8, 3);
    for (const s of [1, 256]) {
      const c = { ...arcface, values: { s, m: Math.PI } };
      expectClose(run(batch, c, head), reference(batch, c), 1e-7, 1e-10);
    }
    const { perSample } = run(batch, { ...arcface, values: { s: Number.POSITIVE_INFINITY, m: 0.5 } }, head);
    expect(Array.from(perSample).some(Number.isFinite)).toBe(false);
  });

  it.each([
    [8, 3],
    [70, 16],
  ])('leaves nothing behind (%i classes, %i dimensions)', async (classes, dimension) => {
    await useBackend(backend, { wasmSimd: null });
    const batch = randomBatch(8, 16, classes, dimension);
    run(batch, cases[0]!, head);
    const [tensors, heap] = [tf.memory().numTensors, heapSize()];
    for (let i = 0; i < 2000; i++) run(batch, cases[0]!, head);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(heapSize()).toBe(heap);
  });
});

/** Bytes of the wasm heap; 0 on cpu. */
function heapSize(): number {
  const { wasm } = tf.backend() as tf.KernelBackend & { wasm?: { HEAPU8: Uint8Array } };
  return wasm?.HEAPU8.buffer.byteLength ?? 0;
}
