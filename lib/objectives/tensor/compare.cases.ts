import * as tf from '@tensorflow/tfjs-core';
import { createRng } from '../../pure/random';
import { checkBatch, readSettings } from '../check';
import type { Batch, Result, Settings, State } from '../objective';
import { randomBatch, type Shape } from '../testing/batches';
import { seeded, type TensorResult, type TensorState, type TensorStep } from './objective';
import { tensorObjectives } from './registry';

export type Params = Readonly<Record<string, number | string>>;
/** Objective, settings, shape of a random batch. */
export type Case = readonly [id: string, params: Params, shape?: Shape];

/** Every objective with its defaults, and every named option with values under which its branches are met. */
export const cases: readonly Case[] = [
  ...['softmax', 'norm-softmax', 'sphereface', 'sphereface-arccos', 'cosface', 'arcface', 'combined'].map(
    (id) => [id, {}] as Case,
  ),
  ['l-softmax', {}],
  ['l-softmax', { m: 2, lambda: 5, gradient: 'detached' }],
  ['normface', {}],
  ['normface', { s: 30 }],
  ['subcenter-arcface', {}, { rows: 12 }],
  ['subcenter-arcface', { s: 16, K: 2, pastPi: 'fallback', gradient: 'detached' }, { rows: 8 }],
  ['subcenter-arcface', { s: 16, K: 1 }],
  ['adacos', {}],
  ['adacos', { scale: 'fixed' }],
  ['adacos', { median: 'own-lower' }, { samples: 8 }],
  ['adacos', { median: 'published', m: 0.5 }, { samples: 8 }],
  ['adacos', {}, { samples: 8 }],
  ['curricularface', {}],
  ...['plain', 'fallback', 'fallback0', 'easy', 'clamp'].map(
    (pastPi) => ['curricularface', { s: 16, alpha: 0.5, pastPi }] as Case,
  ),
  ['curricularface', { s: 16, gradient: 'detached' }],
  ['magface', {}, { length: 20 }],
  ['magface', { s: 16, la: 0.5, ua: 3, lambdaG: 2 }],
  ['magface', { s: 16, la: 0.5, ua: 3, lambdaG: 2, pastPi: 'easy' }],
  ['adaface', {}],
  ['adaface', { s: 16, h: 1, tAlpha: 1 }],
  ['adaface', { s: 16, h: 1, tAlpha: 0.5, variant: 'published' }, { length: 20 }],
  ['adaface', { s: 16, h: -1, tAlpha: 1, deviation: 'population' }],
  ['elasticface', {}],
  ['elasticface', { s: 16, order: 'sorted', sigma: 0.3 }],
  ['elasticface', { s: 16, form: 'cos', m: 0.35, order: 'sorted', gradient: 'detached' }],
  ['partial-fc', {}],
  ['partial-fc', { s: 16, r: 0.6 }, { classes: 12 }],
  ['partial-fc', { s: 16, r: 0.8, base: 'cosface', m: 0.35, seed: 5 }, { classes: 12 }],
  ['partial-fc', { s: 16, r: 0.8, pastPi: 'clamp', gradient: 'detached' }, { classes: 12 }],
  ['sphereface2', {}],
  ['sphereface2', { r: 16, t: 1, weighting: 'none' }],
  ['sphereface2', { r: 16, weighting: 'published', gradient: 'detached' }],
  ['sphereface-r', {}],
  ...['v0', 'v1', 'v2'].map((form) => ['sphereface-r', { s: 16, form, gradient: 'exact' }] as Case),
  ['sphereface-r', { s: 16, form: 'v2', weighting: 'published' }],
  ['uniface', {}],
  ['uniface', { s: 16, lambda: 0.3, logits: 'published' }],
  ['center', {}],
  ...['center', 'center-alone'].flatMap((id) => [
    [id, { lambda: 0.3, alpha: 0.7, factor: 'one', update: 'gradient' }] as Case,
    [id, { factor: 'coordinates', update: 'sum', alpha: 0.05 }] as Case,
    [id, { lambda: 0.003, update: 'count-and-batch' }] as Case,
  ]),
  ['intra', {}],
  ['intra', { s: 16, base: 'arcface', m: 0.3, inter: 2, pastPi: 'easy' }],
  ['inter', {}],
  ['inter', { s: 16, form: 'cosine-all', base: 'arcface', gradient: 'detached' }],
  ['contrastive', {}],
  ['contrastive', { margin: 3, features: 'normalised' }],
  ['contrastive', { power: 'linear', pairs: 'consecutive', margin: 5 }],
  ['contrastive', { distance: 'angular', margin: 1.5 }],
  ...['squared', 'plain', 'angular'].flatMap((distance) =>
    ['semi-hard', 'all', 'hard', 'random'].map((mining) => ['triplet', { distance, mining, margin: 0.35 }] as Case),
  ),
  ['triplet', { semiHard: 'all', average: 'active', features: 'raw', margin: 2 }],
  ['triplet', { semiHard: 'nearest', seed: 3 }],
  ['triplet', { base: 'arcface', s: 16, mining: 'all', distance: 'angular', weight: 0.5 }],
  ['triplet', { base: 'norm-softmax', s: 16, distance: 'plain', features: 'raw' }],
];

/** Batches at the edges: what must be defined there is said in `lib/objectives`. */
export const edges: Readonly<Record<string, Batch>> = {
  'aligned, opposite, zero and doubled vectors, two equal classes and a zero class': {
    embeddings: [
      [2, 0, 0],
      [-2, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
      [0, 3, 0],
      [0.5, -0.25, 1],
    ],
    weights: [
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 0],
    ],
    labels: [0, 0, 0, 1, 1, 3, 2],
  },
  'one sample': { ...randomBatch(31), embeddings: [[0.3, 0.4, 0.5]], labels: [2] },
  'one sample of one class': { embeddings: [[0.3, 0.4, 0.5]], weights: [[1, -0.5, 0.2]], labels: [0] },
};

const step: TensorStep = { seed: 7, step: 3 };
const rounded = (rows: Batch['weights']): number[][] => rows.map((row) => Array.from(row, Math.fround));
const numbers = (values: unknown): number[] =>
  typeof values === 'number' ? [values] : Array.from(values as ArrayLike<unknown>).flatMap((value) => numbers(value));

/** State as the reference reads it. */
async function onHost(state: TensorState): Promise<State> {
  const entries = await Promise.all(Object.entries(state).map(async ([id, tensor]) => [id, await tensor.array()] as const));
  return Object.fromEntries(entries) as State;
}

/** Name, values in tensors, values of the reference. */
export type Quantity = readonly [name: string, got: number[], expected: number[]];

/**
 * An objective in tensors, on the backend in force, and in double precision, on the same batch in single precision.
 *
 * @param given  numbers in place of the first state
 */
export async function compare(id: string, batch: Batch, params: Params, given: State = {}): Promise<Quantity[]> {
  const objective = tensorObjectives.get(id)!;
  const settings = readSettings(objective.reference, params);
  const embeddings = rounded(batch.embeddings);
  const weights = rounded(batch.weights);
  const labels = batch.labels;
  const d = embeddings[0]!.length;
  const classes = weights.length / objective.rows(1, settings);
  const before = tf.memory().numTensors;

  const x = tf.tensor2d(embeddings);
  const w = tf.tensor2d(weights);
  const bias = tf.tensor1d(Array.from({ length: classes }, (_, c) => Math.fround(0.1 * c)));
  const y = tf.tensor1d([...labels], 'int32');
  const initial = tf.tidy(() => objective.initialState(classes, d, settings));
  const state = {
    ...initial,
    ...Object.fromEntries(Object.entries(given).map(([key, value]) => [key, tf.tensor(value as number[][])])),
  };
  const input = { embeddings: x, weights: w, bias, labels: y, hostLabels: labels, classes, state };
  const prepared = await objective.prepare?.(input, settings, step);
  const got = tf.tidy(() => ({ ...objective.evaluate(input, settings, step, prepared) })) as TensorResult;

  const hostBias = Array.from(await bias.data());
  const seededSettings = 'seed' in settings ? seeded(settings, step) : settings;
  const hostState = await onHost(state);
  const reference = referenceBatch(id, { embeddings, weights, labels, bias: hostBias, state: hostState }, settings);
  checkBatch(objective.reference, reference, seededSettings);
  const expected = asTensors(id, objective.reference.evaluate(reference, seededSettings), weights);
  const quantities = await quantitiesOf(got, expected, hostState);
  tf.dispose([x, w, bias, y, { ...initial }, { ...state }, { ...got } as never]);
  if (tf.memory().numTensors !== before) throw new Error(`${tf.memory().numTensors - before} tensors left`);
  return quantities;
}

/** The batch as the reference takes it. */
function referenceBatch(id: string, batch: Required<Batch>, settings: Settings): Batch {
  const { embeddings, labels, weights, bias, state } = batch;
  if (id.startsWith('center')) {
    const centres = state['centres'] as Batch['weights'];
    const classifier = { classifier: weights as number[][], classifierBias: bias as number[] };
    return { embeddings, labels, weights: centres, state: id === 'center' ? classifier : {} };
  }
  const none = id === 'contrastive' || settings['base'] === 'none';
  const { bias: hasBias } = tensorObjectives.get(id)!;
  return { embeddings, labels, weights: none ? [] : weights, state, ...(hasBias && { bias }) };
}

/** What the reference gives, by the names of the tensor objective: its `weights` may be what is state here, or missing. */
function asTensors(id: string, result: Result, weights: Batch['weights']): Result {
  const still = weights.map((row) => Array.from(row, () => 0));
  if (!id.startsWith('center')) return { ...result, gradWeights: result.gradWeights ?? still };
  // The centres move by a rule of their own, so there is no gradient by them here; the rule `gradient` shows it.
  const { gradState, ...rest } = result;
  const { classifier, classifierBias } = gradState ?? {};
  return {
    ...rest,
    gradWeights: (classifier as number[][]) ?? still,
    ...(classifierBias && { gradBias: classifierBias as number[] }),
  };
}

async function quantitiesOf(got: TensorResult, expected: Result, before: State): Promise<Quantity[]> {
  const list: [string, tf.Tensor | undefined, unknown][] = [
    ['loss', got.loss, expected.loss],
    ['perSample', got.perSample, expected.perSample],
    ['gradEmbeddings', got.gradEmbeddings, expected.gradEmbeddings],
    ['gradWeights', got.gradWeights, expected.gradWeights],
    ['gradBias', got.gradBias, expected.gradBias],
    ...Object.keys(expected.gradState ?? {}).map(
      (id) => [`gradState.${id}`, got.gradState?.[id], expected.gradState![id]] as [string, tf.Tensor | undefined, unknown],
    ),
    ...[...new Set([...Object.keys(got.stateAfter), ...Object.keys(expected.stateAfter ?? {})])]
      .filter((id) => !got.drawn?.[id])
      .map(
        (id) =>
          [`stateAfter.${id}`, got.stateAfter[id], expected.stateAfter?.[id] ?? before[id]] as [
            string,
            tf.Tensor | undefined,
            unknown,
          ],
      ),
    ...Object.entries(got.drawn ?? {}).map(
      ([id, tensor]) => [`drawn.${id}`, tensor, expected.stateAfter?.[id]] as [string, tf.Tensor, unknown],
    ),
  ];
  const read = list.filter(([, tensor, value]) => tensor !== undefined || value !== undefined);
  return Promise.all(
    read.map(async ([name, tensor, value]) => [name, numbers(await tensor!.array()), numbers(value)] as Quantity),
  );
}

/** The greatest difference between two lists, in units of 1 + the greatest number of the reference. */
export function distanceOf([name, got, expected]: Quantity): number {
  if (got.length !== expected.length) throw new Error(`${name}: ${got.length} numbers instead of ${expected.length}`);
  const scale = 1 + Math.max(0, ...expected.map(Math.abs));
  return got.reduce((worst, value, i) => {
    const apart = Math.abs(value - expected[i]!);
    return Number.isNaN(apart) ? Infinity : Math.max(worst, apart / scale);
  }, 0);
}

/** A state in the midst of training, where it is not the first that shows a mistake. */
export const midway = (id: string, { weights }: Batch): State => {
  const states: Readonly<Record<string, State>> = {
    curricularface: { t: 0.3 },
    adaface: { mean: 1.5, deviation: 0.8 },
    adacos: { s: 5 },
    normface: { s: 12 },
    sphereface2: { b: -3 },
    uniface: { b: 2 },
  };
  if (!id.startsWith('center')) return states[id] ?? {};
  return { centres: randomBatch(41, { classes: weights.length, dimension: weights[0]!.length }).weights as number[][] };
};

/**
 * The greatest difference allowed on cpu and wasm, in the units of `distanceOf`: single precision, 6e-8, times s = 64 in a logit, which
 * an exponential turns into a relative error of 4e-6; five times that.
 */
export const tolerance = 2e-5;

/**
 * What a GPU adds to it. WebGL and WebGPU leave sin and cos to the device (the software renderer is off by 2e-4), so a target
 * logit is off by up to s times that; the slopes of the softmax, and losses beyond 1, move by as much relatively at most.
 *
 * @param deviceError  see `trigonometricError`
 */
export const gpuTolerance = (id: string, params: Params, deviceError: number): number => {
  const settings = readSettings(tensorObjectives.get(id)!.reference, params);
  return tolerance + Math.max(1, Number(settings['s'] ?? settings['r'] ?? 1)) * deviceError;
};

/** The greatest error of sin and cos between 0 and 4π, and of atan2 between 0 and π, on the backend in force. */
export async function trigonometricError(): Promise<number> {
  const angles = Array.from({ length: 4001 }, (_, i) => Math.fround((i / 4000) * Math.PI));
  const [x, y] = [angles.map((a) => Math.fround(Math.cos(a))), angles.map((a) => Math.fround(Math.sin(a)))];
  const long = angles.map((a) => 4 * a);
  const results = tf.tidy(() => [tf.sin(long), tf.cos(long), tf.atan2(tf.tensor1d(y), tf.tensor1d(x))]);
  const [sin, cos, atan2] = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  const errors = angles.flatMap((_, i) => [
    sin![i]! - Math.sin(long[i]!),
    cos![i]! - Math.cos(long[i]!),
    atan2![i]! - Math.atan2(y[i]!, x[i]!),
  ]);
  return Math.max(...errors.map(Math.abs));
}

/** A random batch of a case. */
export function batchOf([, , shape = {}]: Case, seed: number): Batch {
  const { classes = 4 } = shape;
  const batch = randomBatch(seed, { samples: 7, ...shape });
  const rng = createRng(seed, 'labels');
  // Labels in disorder, so that a mistaken order shows.
  return { ...batch, labels: batch.labels.map(() => rng.integer(classes)) };
}

/** Objectives that have no start for one class: they say so. */
export const needMoreClasses: readonly string[] = ['adacos', 'sphereface2'];

/** An edge as an objective takes it: K equal sub-centres a class. */
export function edgeFor(id: string, edge: Batch, params: Params): Batch {
  if (id !== 'subcenter-arcface') return edge;
  return { ...edge, weights: edge.weights.flatMap((row) => Array.from({ length: (params['K'] as number) ?? 3 }, () => row)) };
}
