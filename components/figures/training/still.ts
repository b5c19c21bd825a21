import type { Frame, LossSettings } from '../../../lib/training/types';
import { addToHistory, emptyHistory, type History } from './history';

/** A finished run's last frame, rounded, as `scripts/make-stills.ts` writes it. Coordinates are in thousandths. */
export interface Still {
  readonly step: number;
  readonly loss: number;
  readonly train: number;
  readonly test: number;
  readonly dimension: number;
  /** One digit or letter (base 36) a sample. */
  readonly labels: string;
  readonly samples: readonly number[];
  readonly embeddings: readonly number[];
  readonly weights: readonly number[];
  /** Step, loss, accuracy on the training and the unseen part. */
  readonly history: readonly (readonly number[])[];
  readonly inForce: { readonly id: string; readonly parameters: Readonly<Record<string, number>>; readonly options: unknown };
  readonly hash: string;
}

const unit = 1000;

/** The frame of a still. Embeddings and class weights are rounded directions; their norms are 1. */
export function stillFrame(still: Still): Frame {
  return {
    step: still.step,
    status: 'finished',
    loss: still.loss,
    accuracy: { train: still.train, test: still.test },
    embeddings: Float32Array.from(still.embeddings, (v) => v / unit),
    labels: Uint8Array.from(still.labels, (c) => Number.parseInt(c, 36)),
    samples: Uint32Array.from(still.samples),
    weights: Float32Array.from(still.weights, (v) => v / unit),
    bias: new Float32Array(still.weights.length / still.dimension),
    inForce: still.inForce as LossSettings,
    stepsPerSecond: 0,
    backend: 'wasm',
    note: null,
    hash: still.hash,
  };
}

/** Loss and accuracy on the way to the still. */
export function stillHistory(still: Still): History {
  return still.history.reduce(
    (history, [step = 0, loss = 0, train = 0, test = 0]) => addToHistory(history, { step, loss, accuracy: { train, test } }),
    emptyHistory,
  );
}
