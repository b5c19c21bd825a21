import * as tf from '@tensorflow/tfjs-core';
import { checkBatch, readSettings } from '../../check';
import type { Batch, Result, Settings, State } from '../../objective';
import { seeded, type TensorResult, type TensorState, type TensorStep } from '../objective';
import { tensorObjectives } from '../registry';
import type { Params } from './cases';

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
