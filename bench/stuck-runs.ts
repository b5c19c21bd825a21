import { type GradientPath, gradientPaths, losses, type PastPi } from '../lib/losses';
import { useBackend } from '../lib/training/backends';
import type { RunSettings } from '../lib/training/types';
import { writeResult } from './results';
import { printTable } from './table';
import { type Summary, seedsTo, stuckBelow, summarise, trials } from './trials';

/** One setting, over all seeds. `pastPi` and `gradient` are null where there is no margin for them to act on. */
export interface StuckRow extends Summary {
  readonly pastPi: PastPi | null;
  readonly gradient: GradientPath | null;
  readonly learningRate: number;
  /** s from 3 and m from 0 over the first half. */
  readonly ramp: boolean;
}

export interface StuckRuns {
  readonly about: string;
  readonly seeds: number;
  readonly stuckBelow: number;
  readonly settings: Omit<RunSettings, 'seed' | 'ramps'>;
  readonly rows: readonly StuckRow[];
}

const steps = 500;
const seeds = 24;
const learningRates = [0.003, 0.01, 0.03];

/** Eight well separated people on the circle: whoever gets stuck here is not stuck because of the data. */
const toy: RunSettings = {
  dataset: { kind: 'identities', classes: 8, samples: 40, spread: 0.3, overlap: 0 },
  network: { kind: 'mlp', hidden: [32], activation: 'relu', embedding: 2 },
  loss: { id: 'arcface', parameters: { s: 16, m: 0.5 }, options: { pastPi: 'plain', gradient: 'exact' } },
  optimizer: { kind: 'adam', learningRate: 0.01, momentum: 0.9, weightDecay: 0 },
  batchSize: 64,
  maxSteps: steps,
  ramps: [],
  warmUp: 0,
  seed: 1,
};
const ramps: RunSettings['ramps'] = [
  { parameter: 's', from: 3, steps: steps / 2 },
  { parameter: 'm', from: 0, steps: steps / 2 },
];

/** How often training on the circle gets stuck, for every behaviour past π × gradient path × learning rate × ramp. */
export async function stuckRuns(): Promise<StuckRuns> {
  await useBackend('wasm', { wasmSimd: null });
  const rows: StuckRow[] = [];
  const measure = async (row: Pick<StuckRow, 'pastPi' | 'gradient' | 'learningRate' | 'ramp'>): Promise<void> => {
    const { pastPi, gradient, learningRate, ramp } = row;
    const margin =
      pastPi && gradient ? { parameters: toy.loss.parameters, options: { pastPi, gradient } } : { parameters: { s: 16, m: 0 } };
    const settings: RunSettings = {
      ...toy,
      loss: { ...toy.loss, ...margin },
      optimizer: { ...toy.optimizer, learningRate },
      ramps: ramp ? ramps : [],
    };
    rows.push({ ...row, ...summarise(await trials(settings, seedsTo(seeds))) });
  };
  for (const learningRate of learningRates) {
    for (const ramp of [false, true]) {
      await measure({ pastPi: null, gradient: null, learningRate, ramp });
      for (const pastPi of losses.arcface.pastPi) {
        for (const gradient of gradientPaths) await measure({ pastPi, gradient, learningRate, ramp });
      }
    }
  }
  const { seed: _seed, ramps: _ramps, ...settings } = toy;
  const about = 'ArcFace on the circle, eight invented people, seeds 1 to 24, wasm. Made by: npm run bench -- stuck-runs';
  return { about, seeds, stuckBelow, settings, rows };
}

export default async function main(): Promise<void> {
  const result = await stuckRuns();
  await writeResult('stuck-runs', result);
  printTable(
    ['past π', 'gradient', 'learning rate', 'ramp', 'stuck', 'median', 'worst'],
    result.rows.map((row) => [
      row.pastPi ?? 'no margin',
      row.gradient ?? '',
      row.learningRate,
      row.ramp ? 'yes' : 'no',
      `${row.stuck} of ${row.runs}`,
      percent(row.train.median),
      percent(row.train.worst),
    ]),
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
