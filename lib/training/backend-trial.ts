import type { Dataset } from '../datasets/dataset';
import { Trainer } from './trainer';
import type { RunSettings } from './types';

export interface BackendTrial {
  readonly millisecondsPerStep: number;
}

/** Steps that compile shaders and fill caches, and steps that count. */
const warmUpSteps = 5;
const countedSteps = 30;

/** Times steps of a run on the backend in force. */
export async function tryBackend(settings: RunSettings, dataset: Dataset, now: () => number): Promise<BackendTrial> {
  const trainer = new Trainer(settings, dataset);
  try {
    await trainer.seek(warmUpSteps);
    const start = now();
    await trainer.seek(warmUpSteps + countedSteps);
    return { millisecondsPerStep: (now() - start) / countedSteps };
  } finally {
    trainer.dispose();
  }
}
