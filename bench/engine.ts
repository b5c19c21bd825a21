import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../lib/training/backends';
import { Trainer } from '../lib/training/trainer';
import { type BenchModel, modelA, modelB } from './models';
import { loadGradients, stockStep } from './stock-step';
import { printTable } from './table';
import { median } from './trials';

/** What DESIGN asks for on these backends in Node: our step against the same model in stock tfjs, in one process. */
const wanted = { wasm: 5, cpu: 3 } as const;

/** Milliseconds a step and kernel launches a step, ours and stock. Stock has no cpu column: it needs kernels that we refuse there. */
export default async function main(): Promise<void> {
  await loadGradients();
  const rows: (string | number)[][] = [];
  for (const backend of ['wasm', 'cpu'] as const) {
    const started = performance.now();
    await useBackend(backend, { wasmSimd: null });
    for (const model of [modelA(), modelB()]) {
      const trainer = new Trainer(model.settings, model.dataset);
      await trainer.advance();
      await trainer.frame();
      const firstFrame = performance.now() - started;
      const ours = await millisecondsPerStep(() => trainer.advance());
      const launches = await launchesOf(() => trainer.advance());
      const stock = backend === 'wasm' ? await stockTimes(model) : null;
      rows.push([
        model.name,
        backend,
        ours.toFixed(2),
        launches,
        stock ? stock.time.toFixed(2) : '',
        stock?.launches ?? '',
        stock ? `${(stock.time / ours).toFixed(1)}× (wanted ${wanted[backend]}×)` : '',
        model.name === 'A' ? firstFrame.toFixed(0) : '',
      ]);
      trainer.dispose();
    }
  }
  printTable(['model', 'backend', 'ms/step', 'launches', 'stock ms/step', 'launches', 'ratio', 'load to first frame, ms'], rows);
}

async function stockTimes(model: BenchModel): Promise<{ time: number; launches: number }> {
  const stock = stockStep(model);
  const time = await millisecondsPerStep(stock.step);
  const launches = await launchesOf(stock.step);
  stock.dispose();
  return { time, launches };
}

/** Median of batches of steps, after a warm-up. */
async function millisecondsPerStep(step: () => unknown): Promise<number> {
  for (let i = 0; i < 20; i++) await step();
  const times: number[] = [];
  for (let batch = 0; batch < 15; batch++) {
    const start = performance.now();
    for (let i = 0; i < 10; i++) await step();
    times.push((performance.now() - start) / 10);
  }
  return median(times);
}

async function launchesOf(step: () => unknown): Promise<number> {
  const profile = await tf.profile(async () => {
    await step();
    return [];
  });
  return profile.kernels.length;
}
