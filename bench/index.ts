import { cpus, loadavg } from 'node:os';
import bytes from './bytes';
import defaults from './defaults';
import growth from './growth';
import { budgetTable, type PartResult, writeResults } from './report';
import slider from './slider';
import soak from './soak';
import sphere from './sphere';
import start from './start';
import { rounded } from './statistics';
import steps from './steps';
import stuckRuns from './stuck-runs';

/** The parts of the big table, in the order in which they run. */
const parts: Readonly<Record<string, () => Promise<PartResult>>> = { steps, growth, soak, start, slider, sphere, bytes };
/** Long ones, whose results the chapters print. They run only when they are named, and write files of their own. */
const others: Readonly<Record<string, () => Promise<void>>> = { defaults, 'stuck-runs': stuckRuns };

/** `npm run bench` measures all parts; `npm run bench -- steps bytes` those that are named. */
export default async function main(names: readonly string[]): Promise<void> {
  const asked = names.length > 0 ? names : Object.keys(parts);
  for (const name of asked) {
    if (!parts[name] && !others[name]) {
      throw new Error(`No bench is called ${name}; there are: ${[...Object.keys(parts), ...Object.keys(others)].join(', ')}`);
    }
  }
  const results: Record<string, PartResult> = {};
  for (const name of asked) {
    console.log(`\n# ${name}\n`);
    const began = performance.now();
    const load = loadavg()[0]!;
    if (load > cpus().length / 2) console.log(`The machine is busy (load ${load.toFixed(1)} on ${cpus().length} cores).\n`);
    await others[name]?.();
    const result = await parts[name]?.();
    // Written at once: what was measured is kept when a later part fails.
    if (result) {
      results[name] = { ...result, load: rounded(load) };
      await writeResults({ [name]: results[name] });
    }
    console.log(`(${((performance.now() - began) / 1000).toFixed(0)} s)`);
  }
  const budgets = Object.values(results).flatMap((result) => result.budgets);
  if (budgets.length > 0) console.log(`\n# Budgets\n\n${budgetTable(budgets)}\n`);
}
