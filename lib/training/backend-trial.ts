import type { Dataset } from '../datasets/dataset';
import { Trainer } from './trainer';
import type { RunSettings } from './types';

export interface BackendTrial {
  readonly millisecondsPerStep: number;
}

/** Steps that compile shaders and fill caches, and steps that count, of which slow backends need not do all. */
const warmUpSteps = 5;
const countedSteps = 30;
const countedMilliseconds = 500;

/** Times steps of a run on the backend in force. */
export async function tryBackend(settings: RunSettings, dataset: Dataset, now: () => number): Promise<BackendTrial> {
  const trainer = new Trainer(settings, dataset);
  try {
    await trainer.seek(warmUpSteps);
    const start = now();
    do await trainer.advance();
    while (trainer.step < warmUpSteps + countedSteps && now() - start < countedMilliseconds);
    return { millisecondsPerStep: (now() - start) / (trainer.step - warmUpSteps) };
  } finally {
    trainer.dispose();
  }
}
