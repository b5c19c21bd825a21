import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { tableText } from './table';

/** A row of the budget table: what the design asks for, and what was measured. */
export interface Budget {
  readonly what: string;
  /** `≥` more is better, `≤` less is better. */
  readonly sense: '≥' | '≤';
  readonly target: number;
  /** NaN: it could not be measured; the note says why. */
  readonly measured: number;
  readonly unit: string;
  readonly note?: string;
}

/** What a part of the bench hands in: its numbers, and the budgets that they are held against. */
export interface PartResult {
  /** How many processes wanted a core in the minute before: above the number of cores, times are worse than they could be. */
  readonly load?: number;
  readonly data: object;
  readonly budgets: readonly Budget[];
}

/** The file `bench/results.json`. */
export interface Results {
  readonly about: string;
  readonly machine: object;
  readonly parts: Readonly<Record<string, PartResult>>;
}

const file = new URL('results.json', import.meta.url);
const about = 'Speed and size, measured on one machine. Made by: npm run bench. bench/README.md says what the fields mean.';

/** A number that could not be measured meets nothing. */
export const isMet = ({ sense, target, measured }: Budget): boolean => (sense === '≥' ? measured >= target : measured <= target);

export function budgetTable(budgets: readonly Budget[]): string {
  return tableText(
    ['what', 'target', 'measured', '', ''],
    budgets.map((budget) => [
      budget.what,
      `${budget.sense} ${budget.target} ${budget.unit}`,
      Number.isNaN(budget.measured) ? '–' : `${Number(budget.measured.toPrecision(3))} ${budget.unit}`,
      isMet(budget) ? 'met' : 'NOT MET',
      budget.note ?? '',
    ]),
  );
}

/** Puts what was measured now in the place of what was measured before; parts that did not run stay. */
export async function writeResults(parts: Readonly<Record<string, PartResult>>): Promise<Results> {
  const before = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Results,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );
  const [processor] = cpus();
  const machine = { processor: processor?.model, cores: cpus().length, node: process.version };
  const results: Results = { about, machine, parts: { ...before?.parts, ...parts } };
  await writeFile(file, `${resultsText(results)}\n`);
  return results;
}

/** JSON in which every object that holds no other stands on one line, so that changes can be read. NaN becomes null. */
export const resultsText = (results: object): string =>
  JSON.stringify(results, null, 2).replace(/[{[][^{}[\]]*[}\]]/g, (inner) => inner.replace(/\s*\n\s*/g, ' '));
