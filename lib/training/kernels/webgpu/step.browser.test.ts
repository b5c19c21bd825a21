import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it, vi } from 'vitest';
import { loadDataset } from '../../../datasets/load';
import { smallRun, toyLoss } from '../../testing/runs';
import { Trainer } from '../../trainer';
import type { RunSettings } from '../../types';
import { hasWebGpu, onWebGpu, webGpu } from './device.cases';

async function trainer(settings: RunSettings): Promise<Trainer> {
  const noDigits = () => Promise.reject(new Error('no digits here'));
  return new Trainer(settings, await loadDataset(settings.dataset, settings.seed, noDigits));
}

describe.skipIf(!hasWebGpu)('a training step on WebGPU', () => {
  onWebGpu();

  it.each(['adam', 'sgd'] as const)('with two hidden layers and %s is at most 30 launches', async (kind) => {
    const run = await trainer({
      ...smallRun,
      dataset: { kind: 'identities', classes: 8, samples: 40, spread: 0.3, overlap: 0 },
      network: { kind: 'mlp', hidden: [32, 32], activation: 'relu', embedding: 2 },
      optimizer: { ...smallRun.optimizer, kind },
      batchSize: 256,
    });
    await run.seek(2);
    const launches = vi.spyOn(webGpu(), 'runWebGPUProgram');
    await run.seek(7);
    const count = launches.mock.calls.length / 5;
    launches.mockRestore();
    run.dispose();
    // All of it: three layers forward and backward, the head and the optimizer alone are 17 launches.
    expect(count).toBeGreaterThanOrEqual(15);
    expect(count).toBeLessThanOrEqual(30);
  });

  it('leaves nothing behind in 300 steps, while m and s move', async () => {
    const before = tf.memory().numTensors;
    const run = await trainer({ ...smallRun, maxSteps: 400 });
    const sizes = () => {
      const { numTensors, numBytesInGPU } = tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
      return { numTensors, numBytesInGPU, pipelines: Object.keys(webGpu().pipelineCache).length };
    };
    const seen: ReturnType<typeof sizes>[] = [];
    for (let step = 20; step <= 360; step += 20) {
      const m = step / 400;
      run.change(toyLoss('arcface', { s: 4 + 20 * m, m }));
      expect(await run.seek(step)).toBeNull();
      await run.frame();
      seen.push(sizes());
    }
    // The first rounds meet every kind of launch once.
    for (const later of seen.slice(3)) expect(later).toEqual(seen[2]);
    run.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
