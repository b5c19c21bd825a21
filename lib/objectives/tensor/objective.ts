import type * as tf from '@tensorflow/tfjs-core';
import { createRng } from '../../pure/random';
import type { Objective, Settings } from '../objective';

/** What an objective carries from step to step, by name: scalars, and for centres C × d. */
export type TensorState = Readonly<Record<string, tf.Tensor>>;

/** A batch in front of a tensor objective. Values are raw: the objective normalises what its definition normalises. */
export interface TensorInput {
  /** n × d */
  readonly embeddings: tf.Tensor2D;
  /** As many rows as `rows(classes, settings)` says, of d numbers. */
  readonly weights: tf.Tensor2D;
  /** C; used by objectives with a bias only. */
  readonly bias: tf.Tensor1D;
  /** n classes, int32. */
  readonly labels: tf.Tensor1D;
  /** The same classes on the host. */
  readonly hostLabels: ArrayLike<number>;
  readonly classes: number;
  readonly state: TensorState;
}

/** Which step of which run: what is drawn in a step depends on nothing else. */
export interface TensorStep {
  readonly seed: number;
  readonly step: number;
}

/** What an objective computed on the host before a step; its own affair. */
export type Prepared = Readonly<Record<string, unknown>>;

export interface TensorResult {
  /** Mean over the batch, or over what the objective averages. */
  readonly loss: tf.Scalar;
  /** Loss of each sample, n, where samples are what is averaged. */
  readonly perSample?: tf.Tensor1D;
  /** Gradients of `loss` with respect to the raw inputs, in their shapes. */
  readonly gradEmbeddings: tf.Tensor2D;
  readonly gradWeights: tf.Tensor2D;
  readonly gradBias?: tf.Tensor1D;
  /** Gradients by the learned entries of the state, which the optimizer moves; other entries move by a rule, in `stateAfter`. */
  readonly gradState?: TensorState;
  /** The state after this step; learned entries are as they were: the very tensors of `input.state`. */
  readonly stateAfter: TensorState;
  /** What was drawn in this step: `margins` (n), `classes` (int32). */
  readonly drawn?: TensorState;
}

/**
 * An objective of `lib/objectives` in tensors. Its settings are that objective's. What its equation adds a term to is in it: `intra`
 * and `inter` hold their base, `center` the softmax loss (`center-alone` does not), so a run trains them in place of the head.
 */
export interface TensorObjective {
  readonly id: string;
  /** The objective in double precision: definition, settings, source, and the reference of the tests. */
  readonly reference: Objective;
  /** Whether the gradient by the bias is given. */
  readonly bias: boolean;
  /** Rows of `weights`. */
  rows(classes: number, settings: Settings): number;
  /** Whether the objective pulls `weights` at all; otherwise their gradient is 0. */
  trainsWeights(settings: Settings): boolean;
  /**
   * The state before the first step. Call inside `tf.tidy` or dispose it.
   * @throws InputError if the objective has no start for so few classes
   */
  initialState(classes: number, dimension: number, settings: Settings): TensorState;
  /** Only where the host must choose by the embeddings (triplets): call and await before `evaluate`, outside `tf.tidy`. */
  prepare?(input: Pick<TensorInput, 'embeddings' | 'hostLabels'>, settings: Settings, step: TensorStep): Promise<Prepared>;
  /** Call inside `tf.tidy`. Loss and gradients of one batch. A state or batch out of range gives a loss that is not finite. */
  evaluate(input: TensorInput, settings: Settings, step: TensorStep, prepared?: Prepared): TensorResult;
}

/**
 * The seed of what is drawn in one step, from the objective's own setting `seed`, the run's seed and the step. The reference
 * objective draws the same with this number as its setting `seed`.
 */
export function seedAt(settings: Settings, { seed, step }: TensorStep): number {
  return createRng(seed, `draws ${settings['seed'] ?? 0} ${step}`).integer(4294967296);
}

/** Settings with the seed of this step. */
export const seeded = (settings: Settings, step: TensorStep): Settings => ({ ...settings, seed: seedAt(settings, step) });

/** One row of weights a class. */
export const oneRowEach = (classes: number): number => classes;
/** Class weights are trained. */
export const always = (): boolean => true;
/** No state. */
export const noState = (): TensorState => ({});
