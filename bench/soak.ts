import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../lib/training/backends';
import { Trainer } from '../lib/training/trainer';
import type { BackendName } from '../lib/training/types';
import { benchModel } from './models';
import type { Budget, PartResult } from './report';
import { rounded, slope } from './statistics';
import { printTable } from './table';

interface Soak {
  readonly backend: BackendName;
  readonly steps: number;
  readonly seconds: number;
  /** Tensors and bytes in them before and after. */
  readonly tensors: readonly [before: number, after: number];
  readonly tensorBytes: readonly [before: number, after: number];
  /** JavaScript heap with all buffers, after collecting garbage, every `every` steps, MB. */
  readonly heapMb: readonly number[];
  /** Slope of the second half of it: bytes a step. */
  readonly heapGrowth: number;
  /** WebAssembly's memory at the end, MB; it never shrinks. 0 on cpu. */
  readonly wasmMb: number;
}

const wanted = 20_000;
const every = 1000;
const mostSeconds = 60;

/** The whole trainer for 20,000 steps (a minute at most) on each backend: whatever it keeps a step would be seen. */
export default async function soak(): Promise<PartResult> {
  const rows: Soak[] = [];
  for (const backend of ['wasm', 'cpu'] as const) rows.push(await run(backend));
  printTable(
    ['backend', 'steps', 's', 'tensors before', 'after', 'heap, MB, every 1,000 steps', 'bytes a step', 'wasm memory, MB'],
    rows.map((row) => [
      row.backend,
      row.steps,
      row.seconds,
      ...row.tensors,
      row.heapMb.filter((_, i) => i % 4 === 0).join(' '),
      row.heapGrowth,
      row.wasmMb,
    ]),
  );
  const budgets = rows.flatMap(({ backend, steps, tensors, heapGrowth }): Budget[] => {
    const what = `soak on ${backend}`;
    return [
      { what: `${what}: steps in a minute`, sense: '≥', target: wanted, measured: steps, unit: '' },
      { what: `${what}: tensors more at the end`, sense: '≤', target: 0, measured: tensors[1] - tensors[0], unit: '' },
      // What the collector leaves differs by some 50 bytes a step from run to run; an object with a typed array kept a step is more.
      { what: `${what}: heap grows by`, sense: '≤', target: 100, measured: Math.max(0, heapGrowth), unit: 'bytes a step' },
    ];
  });
  return { data: rows, budgets };
}

async function run(backend: BackendName): Promise<Soak> {
  await useBackend(backend, { wasmSimd: null });
  const sizes = { inputSize: 4, hidden: [16], embedding: 2, classes: 6, batchSize: 32, samples: 128 };
  const { settings, dataset } = benchModel('soak', sizes);
  const trainer = new Trainer(settings, dataset);
  const to = async (step: number): Promise<void> => {
    while (trainer.step < step) {
      const divergence = await trainer.advance(step - trainer.step);
      if (divergence) throw new Error(`The trainer stopped at step ${divergence.step}: ${divergence.reason}`);
    }
  };
  // The ring of snapshots is full from here on: 32 of them, one every 50 steps.
  await to(2000);
  const began = performance.now();
  const before = tf.memory();
  const heap: number[] = [heapBytes()];
  while (trainer.step < wanted && performance.now() - began < 1000 * mostSeconds) {
    await to(trainer.step + every);
    heap.push(heapBytes());
  }
  const after = tf.memory();
  const half = heap.slice(Math.floor(heap.length / 2));
  const wasm = tf.backend() as unknown as { readonly wasm?: { readonly HEAPU8: Uint8Array } };
  const result: Soak = {
    backend,
    steps: trainer.step,
    seconds: rounded((performance.now() - began) / 1000),
    tensors: [before.numTensors, after.numTensors],
    tensorBytes: [before.numBytes, after.numBytes],
    heapMb: heap.map((bytes) => rounded(bytes / 2 ** 20, 5)),
    heapGrowth: rounded(slope(half.map((bytes, i) => [i * every, bytes]))),
    wasmMb: rounded((wasm.wasm?.HEAPU8.length ?? 0) / 2 ** 20),
  };
  trainer.dispose();
  return result;
}

let collect: (() => void) | null = null;

/** What JavaScript holds, without garbage. */
function heapBytes(): number {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
