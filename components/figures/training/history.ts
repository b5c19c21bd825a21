import type { Frame } from '../../../lib/training/types';

/** Loss and accuracy over a run, thinned out as it grows: at most `most` entries, evenly spread. */
export interface History {
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  readonly train: readonly number[];
  readonly test: readonly number[];
  /** Only steps that are at least so far apart are kept. */
  readonly every: number;
}

export const emptyHistory: History = { steps: [], losses: [], train: [], test: [], every: 1 };
const most = 240;

/** The history with one more frame. When it is full, every second entry goes. */
export function addToHistory(history: History, frame: Pick<Frame, 'step' | 'loss' | 'accuracy'>): History {
  const last = history.steps.at(-1) ?? Number.NEGATIVE_INFINITY;
  if (frame.step - last < history.every || !Number.isFinite(frame.loss)) return history;
  const grown = {
    steps: [...history.steps, frame.step],
    losses: [...history.losses, frame.loss],
    train: [...history.train, frame.accuracy.train],
    test: [...history.test, frame.accuracy.test],
    every: history.every,
  };
  if (grown.steps.length <= most) return grown;
  const half = (list: readonly number[]) => list.filter((_, i) => i % 2 === 0);
  return {
    steps: half(grown.steps),
    losses: half(grown.losses),
    train: half(grown.train),
    test: half(grown.test),
    every: 2 * grown.every,
  };
}
