import type { ClassLabels } from '../datasets/dataset';
import type { LossId, LossOptions, ParameterValues } from '../losses';

/** In the order of preference when one fails: see `backends.ts`. A run starts on wasm. */
export const backendNames = ['wasm', 'cpu', 'webgl', 'webgpu'] as const;
export type BackendName = (typeof backendNames)[number];

export type DatasetSettings =
  | { readonly kind: 'digits8'; readonly classes: readonly number[] }
  | {
      readonly kind: 'identities';
      /** Number of classes, samples a class, standard deviation of a sample round its class, share of overlapping samples. */
      readonly classes: number;
      readonly samples: number;
      readonly spread: number;
      readonly overlap: number;
    };

export interface NetworkSettings {
  /** `mlp`: input → hidden layers → embedding. `free`: every training sample is its own learnable point. */
  readonly kind: 'mlp' | 'free';
  readonly hidden: readonly number[];
  readonly activation: 'relu' | 'tanh';
  /** Dimension of the embedding; 2 and 3 are drawn. */
  readonly embedding: number;
}

export interface LossSettings {
  /** `custom`: the loss that `formula` says. */
  readonly id: LossId | 'custom';
  /** What the reader typed, in the grammar of `lib/formula`; with `custom` only. */
  readonly formula?: string;
  readonly parameters: ParameterValues;
  readonly options: LossOptions;
}

/** An objective of `lib/objectives` with a value for each of its settings. */
export interface ObjectiveSettings {
  readonly id: string;
  readonly settings: Readonly<Record<string, number | string>>;
}

export interface OptimizerSettings {
  readonly kind: 'adam' | 'sgd';
  readonly learningRate: number;
  /** SGD only. */
  readonly momentum: number;
  readonly weightDecay: number;
}

/** A parameter that moves from `from` to its set value over the first `steps` steps, linearly. */
export interface Ramp {
  readonly parameter: 's' | 'm';
  readonly from: number;
  readonly steps: number;
}

/** All that determines a run, with the changes made on the way. */
export interface RunSettings {
  readonly dataset: DatasetSettings;
  readonly network: NetworkSettings;
  readonly loss: LossSettings;
  /** `off`: the softmax head with `loss` is not trained, only the objectives. Default: `on`. */
  readonly head?: 'on' | 'off';
  /** What is minimised besides the head, or instead of it. Default: nothing. */
  readonly objectives?: readonly ObjectiveSettings[];
  readonly optimizer: OptimizerSettings;
  readonly batchSize: number;
  readonly maxSteps: number;
  readonly ramps: readonly Ramp[];
  /** Steps trained without margin (norm-softmax) before the loss sets in. 0: none. */
  readonly warmUp: number;
  readonly seed: number;
}

/** Something that the reader moved while the run went on. It takes effect at the step after `step`. */
export type RunChange =
  | { readonly step: number; readonly kind: 'objectives'; readonly objectives: readonly ObjectiveSettings[] }
  | { readonly step: number; readonly kind: 'loss'; readonly loss: LossSettings }
  | { readonly step: number; readonly kind: 'learningRate'; readonly value: number };

/** What the reader may move while a run goes on. Objectives keep their number and order: only their settings change. */
export type LiveChange = LossSettings | { readonly learningRate: number } | { readonly objectives: readonly ObjectiveSettings[] };

export type RunStatus = 'idle' | 'loading' | 'running' | 'paused' | 'finished' | 'diverged' | 'failed';

/** What the page draws. Typed arrays are transferred, so a frame owns its buffers. */
export interface Frame {
  readonly step: number;
  readonly status: RunStatus;
  /** Mean loss of the last batch, with the margin in force; NaN before the first step. */
  readonly loss: number;
  /**
   * Share of samples whose own class has the largest logit without margin, which is the nearest class direction where weights are
   * normalised: training part and unseen part (NaN: there is none), as of the last look (every 25 steps, and at the end).
   */
  readonly accuracy: { readonly train: number; readonly test: number };
  /** n × d, row-major, raw (not normalised). The n drawn samples are a fixed, seeded choice of the training part. */
  readonly embeddings: Float32Array;
  /** Class of each drawn sample, 0 … C − 1. */
  readonly labels: ClassLabels;
  /** Index of each drawn sample in the training part of its data set (digits8: index among all images). */
  readonly samples: Uint32Array;
  /** C × d, row-major, raw. */
  readonly weights: Float32Array;
  /** C biases; all 0 unless the loss has a bias. */
  readonly bias: Float32Array;
  /** Loss parameters in force at this step (ramps and changes applied). */
  readonly inForce: LossSettings;
  readonly stepsPerSecond: number;
  readonly backend: BackendName;
  /** Counts the calls that the engine made to backends that failed, with the reason shown in the chip. */
  readonly note: BackendNote | null;
  /** Check number of the run so far: same settings, seed and changes give the same number on the same backend. */
  readonly hash: string;
}

export interface BackendNote {
  readonly from: BackendName;
  readonly to: BackendName;
  readonly reason: 'unavailable' | 'context-lost' | 'worker-died' | 'out-of-memory';
}

/** Why a run stopped by itself before its weights were touched. */
export interface Divergence {
  readonly step: number;
  readonly reason: 'loss-not-finite' | 'gradient-not-finite' | 'loss-exploded';
}
