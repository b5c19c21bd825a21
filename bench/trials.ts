import { loadDataset } from '../lib/datasets/load';
import { Trainer } from '../lib/training/trainer';
import type { RunSettings } from '../lib/training/types';
import { readDigits8 } from './read-digits8';
import { median } from './statistics';

/** How a run ended. Accuracies are those of the plain angles, without margin, on the whole part. */
export interface Trial {
  readonly seed: number;
  readonly train: number;
  /** Unseen part. */
  readonly test: number;
  /** Steps until the whole training part was 95 % right, looked at every 25 steps; null: never. */
  readonly stepsTo95: number | null;
  readonly steps: number;
  readonly diverged: boolean;
}

export interface Summary {
  readonly runs: number;
  readonly stuck: number;
  readonly train: { readonly median: number; readonly worst: number };
  readonly test: { readonly median: number; readonly worst: number };
  readonly stepsTo95: { readonly median: number | null; readonly worst: number | null };
}

/**
 * A run is *stuck* when at its end fewer than 90 % of the training samples are nearest to the direction of their own class. On
 * separable data a run that works gets above 95 %; one that has two classes on top of each other, or a class whose direction
 * points away from its samples, loses a whole class and ends below.
 */
export const stuckBelow = 0.9;

let digits: ReturnType<typeof readDigits8> | null = null;
const digitsOnce = () => {
  digits ??= readDigits8();
  return digits;
};

/** Trains to the end of the run, on the backend in force. */
export async function trial(settings: RunSettings): Promise<Trial> {
  const data = await loadDataset(settings.dataset, settings.seed, digitsOnce);
  const trainer = new Trainer(settings, data);
  let stepsTo95: number | null = null;
  let diverged = false;
  while (trainer.step < settings.maxSteps && !trainer.converged) {
    if (await trainer.advance()) {
      diverged = true;
      break;
    }
    if (stepsTo95 === null && trainer.step % 25 === 0 && (await trainer.frame()).accuracy.train >= 0.95) stepsTo95 = trainer.step;
  }
  const { train, test } = await trainer.accuracy();
  const { step: steps } = trainer;
  trainer.dispose();
  return { seed: settings.seed, train, test, stepsTo95, steps, diverged };
}

export async function trials(settings: RunSettings, seeds: readonly number[]): Promise<Trial[]> {
  const results: Trial[] = [];
  for (const seed of seeds) results.push(await trial({ ...settings, seed }));
  return results;
}

export function summarise(results: readonly Trial[]): Summary {
  const reached = results.map((result) => result.stepsTo95);
  const never = reached.includes(null);
  const counted = reached.map((steps) => steps ?? Number.POSITIVE_INFINITY);
  return {
    runs: results.length,
    stuck: results.filter((result) => result.train < stuckBelow).length,
    train: { median: rounded(median(results.map((r) => r.train))), worst: rounded(Math.min(...results.map((r) => r.train))) },
    test: { median: rounded(median(results.map((r) => r.test))), worst: rounded(Math.min(...results.map((r) => r.test))) },
    stepsTo95: { median: finite(median(counted)), worst: never ? null : Math.max(...counted) },
  };
}

const rounded = (share: number): number => Math.round(share * 1e4) / 1e4;
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** 1, 2, … n. */
export const seedsTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
