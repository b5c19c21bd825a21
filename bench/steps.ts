import { useBackend } from '../lib/training/backends';
import { type BackendName, backendNames } from '../lib/training/types';
import { onPage, withPages } from './browser/browser';
import { modelA, modelB } from './models';
import type { Missing } from './pages/steps';
import type { Budget, PartResult } from './report';
import { loadGradients } from './rivals/node';
import { type Race, type RaceOptions, race, tolerances } from './rivals/race';
import { registerStockCpu, stockCpu } from './rivals/stock-cpu';
import { rounded } from './statistics';
import { printTable } from './table';

interface Row extends Race {
  readonly where: 'Node' | 'Chromium';
}

const options: RaceOptions = { rounds: 9, roundMs: 100 };
/** Software GPUs take seconds for what wasm does in milliseconds. */
const gpuOptions: RaceOptions = { rounds: 5, roundMs: 300 };

declare const raceHere: (backend: BackendName, name: 'A' | 'B', options: RaceOptions) => Promise<Race | Missing>;

/** A training step of models A and B on every backend: ours, stock tfjs, written by hand. */
export default async function steps(): Promise<PartResult> {
  const rows: Row[] = [...(await inNode()), ...(await inChromium())];
  console.log(
    'Medians of alternating rounds, ms a step. "trainer": with checks, snapshots and a look at all samples every 25 steps.\n',
  );
  printTable(
    [
      'where',
      'backend',
      'model',
      'ours',
      'trainer',
      'stock',
      'hand',
      'stock/ours',
      'ours/hand',
      'launches',
      'stock',
      'leaked',
      'loss after 50',
    ],
    rows.map(({ where, backend, model, ms, toStock, toHand, launches, leaked, loss }) => [
      where,
      backend,
      model,
      ms.ours,
      ms.trainer,
      ms.stock,
      ms.hand,
      `${toStock}×`,
      `${toHand}×`,
      launches.ours,
      launches.stock,
      leaked,
      `${loss.ours} ${loss.stock} ${loss.hand}`,
    ]),
  );
  return { data: { tolerances, rows }, budgets: budgetsOf(rows) };
}

async function inNode(): Promise<Row[]> {
  await registerStockCpu();
  await loadGradients();
  const rows: Row[] = [];
  for (const backend of ['wasm', 'cpu'] as const) {
    await useBackend(backend, { wasmSimd: null });
    for (const model of [modelA(), modelB()]) {
      rows.push({ where: 'Node', ...(await race(model, backend, backend === 'cpu' ? stockCpu : backend, options)) });
    }
  }
  return rows;
}

/** Each race in a page of its own: what one leaves behind is not in the way of the next. */
function inChromium(): Promise<Row[]> {
  return withPages(async (served) => {
    const rows: Row[] = [];
    for (const backend of backendNames) {
      const given = backend === 'wasm' || backend === 'cpu' ? options : gpuOptions;
      for (const name of ['A', 'B'] as const) {
        const found = await onPage(served, 'steps.html', (page) =>
          page.evaluate(([b, n, o]) => raceHere(b, n, o), [backend, name, given] as const),
        );
        if ('missing' in found) console.log(`No ${backend} in this Chromium: ${found.missing}\n`);
        else rows.push({ where: 'Chromium', ...found });
      }
    }
    return rows;
  });
}

function budgetsOf(rows: readonly Row[]): Budget[] {
  const faster = { wasm: 5, cpu: 3, webgl: 5 };
  const budgets: Budget[] = [];
  for (const { where, backend, model, toStock } of rows) {
    if (backend === 'webgpu') continue;
    const what = `step of ${model} against stock tfjs, ${backend} in ${where}`;
    budgets.push({ what, sense: '≥', target: faster[backend], measured: toStock, unit: '× faster' });
  }
  if (!rows.some(({ backend }) => backend === 'webgl')) {
    const what = 'step against stock tfjs, webgl';
    budgets.push({ what, sense: '≥', target: faster.webgl, measured: Number.NaN, unit: '× faster', note: 'no WebGL here' });
  }
  for (const { where, backend, model, launches } of rows) {
    if (model !== 'A' || where === 'Node') continue;
    const what = `kernel launches a step of A, ${backend}`;
    budgets.push({ what, sense: '≤', target: 30, measured: launches.ours, unit: '', note: `stock: ${launches.stock}` });
  }
  for (const { where, backend, model, toHand } of rows) {
    if (model !== 'A' || (backend !== 'cpu' && backend !== 'wasm')) continue;
    const what = `step of A against a hand-written loop, ${backend} in ${where}`;
    budgets.push({ what, sense: '≤', target: 1.5, measured: toHand, unit: '× its time' });
  }
  const leaked = Math.max(...rows.map((row) => row.leaked));
  budgets.push({
    what: 'tensors leaked over 200 steps, worst backend',
    sense: '≤',
    target: 0,
    measured: rounded(leaked),
    unit: '',
  });
  return budgets;
}
