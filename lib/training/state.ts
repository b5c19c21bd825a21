import * as tf from '@tensorflow/tfjs-core';
import type { TensorState } from '../objectives/tensor/objective';
import type { Vectors } from './kernels/calls';

/** What an objective carries from step to step, with the optimizer's moments of the entries that are learned. */
export interface ObjectiveState {
  readonly entries: TensorState;
  readonly first: TensorState;
  readonly second: TensorState;
}

/** All that a step changes, in the backend's memory. */
export interface RunState extends Vectors {
  /** In the order of `RunSettings.objectives`. */
  readonly objectives: readonly ObjectiveState[];
}

/** A tensor in main memory. */
export interface SavedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export type SavedObjective = Readonly<Record<keyof ObjectiveState, Readonly<Record<string, SavedTensor>>>>;

/** The same in main memory. */
export interface SavedState {
  /** Network, class weights and biases in the order of the layout. */
  readonly parameters: Float32Array;
  /** The optimizer's two vectors. */
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly objectives: readonly SavedObjective[];
}

export const uploadState = ({ parameters, first, second, objectives }: SavedState): RunState => ({
  parameters: tf.tensor1d(parameters),
  first: tf.tensor1d(first),
  second: tf.tensor1d(second),
  objectives: objectives.map((saved) => ({
    entries: upload(saved.entries),
    first: upload(saved.first),
    second: upload(saved.second),
  })),
});

export async function saveState({ parameters, first, second, objectives }: RunState): Promise<SavedState> {
  const [own, saved] = await Promise.all([
    Promise.all([parameters, first, second].map(copyOut)),
    Promise.all(objectives.map(saveObjective)),
  ]);
  return { parameters: own[0]!, first: own[1]!, second: own[2]!, objectives: saved };
}

async function saveObjective({ entries, first, second }: ObjectiveState): Promise<SavedObjective> {
  const [savedEntries, savedFirst, savedSecond] = await Promise.all([entries, first, second].map(save));
  return { entries: savedEntries!, first: savedFirst!, second: savedSecond! };
}

export const disposeState = ({ parameters, first, second, objectives }: RunState): void =>
  tf.dispose([parameters, first, second, ...objectives.flatMap(tensorsOf)]);

const tensorsOf = ({ entries, first, second }: ObjectiveState): tf.Tensor[] =>
  [entries, first, second].flatMap((part) => Object.values<tf.Tensor>(part));

/** A tensor's values, copied, because some backends hand out a view of their own memory. */
export const copyOut = async (tensor: tf.Tensor): Promise<Float32Array> => Float32Array.from(await tensor.data());

const upload = (saved: Readonly<Record<string, SavedTensor>>): TensorState =>
  Object.fromEntries(Object.entries(saved).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));

async function save(state: TensorState): Promise<Record<string, SavedTensor>> {
  const entries = Object.entries(state).map(async ([name, tensor]) => [
    name,
    { shape: tensor.shape, values: await copyOut(tensor) },
  ]);
  return Object.fromEntries(await Promise.all(entries));
}
