import type { LossSource } from '../losses';
import type { Vector } from '../sphere/angle';

/** A batch in front of an objective. Everything is raw: the objective normalises what its definition normalises. */
export interface Batch {
  /** n rows of d numbers. */
  readonly embeddings: readonly Vector[];
  /** C rows of d numbers: class weights, or centres; C·K rows for K sub-centres a class, class c's in rows c·K … c·K + K − 1. */
  readonly weights: readonly Vector[];
  /** n classes, 0 … C − 1. */
  readonly labels: readonly number[];
  /** C numbers, for losses with a bias; default: zeros. */
  readonly bias?: Vector;
  /** What the objective carries from step to step, by name; what is missing starts as the objective says. */
  readonly state?: State;
}

export type StateValue = number | readonly number[] | readonly (readonly number[])[];
export type State = Readonly<Record<string, StateValue>>;

/** A number that steers an objective. */
export interface NumberSetting {
  readonly kind: 'number';
  readonly id: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  /** `rad` for angles. */
  readonly unit?: 'rad';
  readonly about: string;
}

/** A choice between named variants. The default is the paper's. */
export interface ChoiceSetting {
  readonly kind: 'choice';
  readonly id: string;
  readonly default: string;
  readonly options: readonly string[];
  readonly about: string;
  /** Why nothing else is accepted, for a message. */
  readonly refusal?: string;
}

/** A text that must be given. */
export interface TextSetting {
  readonly kind: 'text';
  readonly id: string;
  readonly example: string;
  readonly about: string;
}

export type Setting = NumberSetting | ChoiceSetting | TextSetting;
/** A value for every setting of an objective, checked. */
export type Settings = Readonly<Record<string, number | string>>;

/** One entry of an objective's state. `C` is the number of classes, `n` of samples, `d` of dimensions. */
export interface StateField {
  readonly id: string;
  readonly shape: 'number' | 'n' | 'C' | 'C × d' | 'any number of classes';
  /** Bounds of every number; default: any finite number. */
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
  /** What stands in for it when it is missing, in words. */
  readonly default: string;
  readonly about: string;
}

export interface Result {
  /** Mean over the batch (or over what the objective averages: it says so). */
  readonly loss: number;
  readonly perSample?: readonly number[];
  /** Rows as handed to the cross-entropy: with margin and scale. */
  readonly logits?: readonly Vector[];
  /** Gradients of `loss` with respect to the raw inputs, in their shapes. */
  readonly gradEmbeddings: readonly Vector[];
  readonly gradWeights?: readonly Vector[];
  readonly gradBias?: Vector;
  readonly gradState?: State;
  /** The state after this step. */
  readonly stateAfter?: State;
  /** Share of samples whose largest logit without the margin is their own. */
  readonly accuracy?: number;
  /** What was accepted with a doubt, in English sentences. */
  readonly warnings?: readonly string[];
}

/** A function from a batch to a scalar, with its gradients: a margin loss through the softmax head, or a loss of another shape. */
export interface Objective {
  readonly id: string;
  readonly name: string;
  /** In plain text. */
  readonly equation: string;
  readonly source: LossSource;
  readonly settings: readonly Setting[];
  /** What the rows of `weights` are; null: the objective has none. `optional`: classes, under some settings. */
  readonly weights: 'classes' | 'centres' | 'sub-centres' | 'optional' | null;
  readonly bias: boolean;
  readonly state: readonly StateField[];
  /** Through what no gradient flows by definition, in words; null: the gradient is that of the loss everywhere. */
  readonly stopsGradient: string | null;
  /** What differs between the paper and published code, and which setting chooses. */
  readonly notes?: string;
  /**
   * The objective with the settings that its params bring along: only `custom`, whose formula names parameters.
   * @throws InputError
   */
  withParams?(params: Readonly<Record<string, unknown>>): Objective;
  /**
   * @param batch     checked: see `checkBatch`
   * @param settings  checked: see `readSettings`
   * @throws InputError if the objective is not defined for this batch
   */
  evaluate(batch: Batch, settings: Settings): Result;
}

/** Something given to an objective is not what it accepts. The message names the field, the row, and what is accepted. */
export class InputError extends RangeError {
  constructor(field: string, found: string, accepted: string) {
    // One line, whatever was given: control characters and line ends become spaces.
    super(`${field}: ${found}; accepted: ${accepted}`.replace(/\p{Cc}+/gu, ' '));
    this.name = 'InputError';
  }
}

/** A number setting. */
export const numberSetting = (id: string, value: number, min: number, max: number, about: string): NumberSetting => ({
  kind: 'number',
  id,
  default: value,
  min,
  max,
  about,
});

/** A choice; the first option is the default, the paper's. */
export const choiceSetting = (id: string, options: readonly [string, ...string[]], about: string): ChoiceSetting => ({
  kind: 'choice',
  id,
  default: options[0],
  options,
  about,
});

export const scaleSetting = numberSetting('s', 64, 0.001, 10_000, 'feature scale');
export const angleSetting = (value: number): NumberSetting => ({
  ...numberSetting('m', value, 0, Math.PI, 'margin added to the angle of the true class'),
  unit: 'rad',
});

export const pastPiSetting = choiceSetting(
  'pastPi',
  ['plain', 'fallback', 'fallback0', 'easy', 'clamp'],
  'past π: plain cos(θ+m); fallback cos θ − m sin m; fallback0 cos θ; easy: margin only below 90°; clamp cos(min(θ+m, π))',
);
export const gradientSetting = choiceSetting(
  'gradient',
  ['exact', 'detached'],
  'exact: the derivative of the value; detached: value with the margin, slope of plain cos θ',
);
