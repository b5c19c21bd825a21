import { useBackend } from '../lib/training/backends';
import { circleRun, heroRun, identitiesRun, sphereRun } from '../lib/training/defaults';
import { writeResult } from './results';
import { printTable } from './table';
import { type Summary, seedsTo, summarise, trials } from './trials';

export interface DefaultRow extends Summary {
  readonly run: 'circle' | 'sphere' | 'hero' | 'identities';
}

export interface Defaults {
  readonly about: string;
  readonly seeds: number;
  readonly rows: readonly DefaultRow[];
}

const seeds = 24;
const runs = { circle: circleRun, sphere: sphereRun, hero: heroRun, identities: identitiesRun };

/** What the default runs reach, over many seeds. */
export default async function main(): Promise<void> {
  await useBackend('wasm', { wasmSimd: null });
  const rows: DefaultRow[] = [];
  for (const [run, settings] of Object.entries(runs) as [DefaultRow['run'], typeof circleRun][]) {
    rows.push({ run, ...summarise(await trials(settings, seedsTo(seeds))) });
  }
  const about = 'The default runs, seeds 1 to 24, wasm. Made by: npm run bench -- defaults';
  await writeResult('defaults', { about, seeds, rows } satisfies Defaults);
  printTable(
    ['run', 'stuck', 'train median', 'worst', 'unseen median', 'worst', 'steps to 95 %', 'worst'],
    rows.map((row) => [
      row.run,
      `${row.stuck} of ${row.runs}`,
      percent(row.train.median),
      percent(row.train.worst),
      percent(row.test.median),
      percent(row.test.worst),
      row.stepsTo95.median ?? 'never',
      row.stepsTo95.worst ?? 'never',
    ]),
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
