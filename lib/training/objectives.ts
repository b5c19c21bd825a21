import * as tf from '@tensorflow/tfjs-core';
import type { Prepared, TensorInput, TensorObjective, TensorResult } from '../objectives/tensor/objective';
import { optimizers } from './optimizers/optimizer';
import { SettingsError } from './settings-error';
import type { ObjectiveState } from './state';
import type { ObjectiveSettings, RunSettings } from './types';

/** Filled when a run first asks for an objective: runs with a margin loss alone never load them. */
let registry: ReadonlyMap<string, TensorObjective> | null = null;

/**
 * Loads the objectives that settings name, if they name any. To be awaited before a `Trainer` is made of them.
 *
 * @throws SettingsError if one is not known or has bad settings
 */
export async function loadObjectives({ objectives = [], head }: RunSettings): Promise<void> {
  if (objectives.length === 0) return;
  const [{ tensorObjectives }, { readSettings }] = await Promise.all([
    import('../objectives/tensor/registry'),
    import('../objectives/check'),
  ]);
  registry = tensorObjectives;
  for (const { id, settings } of objectives) {
    const objective = tensorObjectives.get(id);
    if (!objective) throw new SettingsError(`objectives: "${id}"; accepted: ${[...tensorObjectives.keys()].join(', ')}`);
    try {
      readSettings(objective.reference, settings);
    } catch (error) {
      throw new SettingsError(`objectives, ${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (objective.rows(2, settings) > 2 && (head !== 'off' || objectives.length > 1)) {
      throw new SettingsError(`objectives: ${id} has several rows of weights a class, so it must be alone, with head "off"`);
    }
  }
}

/** @throws Error if it has not been loaded, or is not known */
function objectiveOf(id: string): TensorObjective {
  const objective = registry?.get(id);
  if (!objective)
    throw new Error(registry ? `No objective is called ${id}` : 'The objectives are not loaded: call loadObjectives first');
  return objective;
}

/** Rows of the class weights: one a class, or what an objective with sub-centres needs. */
export const classRows = ({ objectives = [] }: RunSettings, classes: number): number =>
  Math.max(classes, ...objectives.map(({ id, settings }) => objectiveOf(id).rows(classes, settings)));

/**
 * Whether class weights are trained at all. Losses on pairs and triplets have none: then the mean directions of the classes stand in
 * for them wherever a run is looked at.
 */
export const trainsClasses = ({ head, objectives = [] }: RunSettings): boolean =>
  head !== 'off' || objectives.some(({ id, settings }) => objectiveOf(id).trainsWeights(settings));

/** States before the first step, one an objective; the tensors are the caller's. */
export function startingStates({ objectives = [], network }: RunSettings, classes: number): ObjectiveState[] {
  return objectives.map(({ id, settings }) => ({
    entries: tf.tidy(() => objectiveOf(id).initialState(classes, network.embedding, settings)) as Record<string, tf.Tensor>,
    first: {},
    second: {},
  }));
}

/**
 * The objectives of a change, if they fit the run: a state goes on under new settings, but objectives do not come and go.
 *
 * @throws RangeError if they are others than the run's
 */
export function sameObjectives(
  { objectives = [] }: RunSettings,
  changed: readonly ObjectiveSettings[],
): readonly ObjectiveSettings[] {
  const ids = (list: readonly ObjectiveSettings[]) => list.map(({ id }) => id).join(', ') || 'none';
  if (ids(objectives) === ids(changed)) return changed;
  throw new RangeError(`The run has the objectives ${ids(objectives)}; a change gave ${ids(changed)}`);
}

/** Whether one of them must look at the embeddings on the host before a step. */
export const needPreparation = ({ objectives = [] }: RunSettings): boolean =>
  objectives.some(({ id }) => objectiveOf(id).prepare !== undefined);

/** What the host must choose by the embeddings, one an objective. */
export function prepareAll(
  objectives: readonly ObjectiveSettings[],
  input: Pick<TensorInput, 'embeddings' | 'hostLabels'>,
  at: { readonly seed: number; readonly step: number },
): Promise<readonly (Prepared | undefined)[]> {
  return Promise.all(objectives.map(({ id, settings }) => objectiveOf(id).prepare?.(input, settings, at)));
}

/** Loss and gradients of one objective, and its state after the step. Call inside `tf.tidy`. */
export function evaluateObjective(
  { id, settings }: ObjectiveSettings,
  state: ObjectiveState,
  input: Omit<TensorInput, 'state'>,
  { optimizer, seed }: RunSettings,
  learningRate: number,
  step: number,
  prepared: Prepared | undefined,
): { readonly result: TensorResult; readonly state: ObjectiveState } {
  const result = objectiveOf(id).evaluate({ ...input, state: state.entries }, settings, { seed, step }, prepared);
  const entries: Record<string, tf.Tensor> = {};
  const first: Record<string, tf.Tensor> = {};
  const second: Record<string, tf.Tensor> = {};
  for (const [name, value] of Object.entries(result.stateAfter)) {
    const gradient = result.gradState?.[name];
    if (!gradient) {
      entries[name] = tf.clone(value);
      continue;
    }
    // A learned entry moves by the run's optimizer, with moments of its own; weight decay is for weights.
    const moments = {
      first: (state.first[name] ?? tf.zerosLike(value)) as tf.Tensor1D,
      second: (state.second[name] ?? tf.zerosLike(value)) as tf.Tensor1D,
    };
    const how = { ...optimizer, learningRate, weightDecay: 0 };
    const moved = optimizers[optimizer.kind](value as tf.Tensor1D, gradient as tf.Tensor1D, moments, how, step);
    entries[name] = moved.parameters;
    first[name] = moved.moments.first;
    second[name] = moved.moments.second;
  }
  return { result, state: { entries, first, second } };
}
