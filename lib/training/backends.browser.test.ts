import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../datasets/load';
import { lossIds } from '../losses';
import { isSoftwareRendered, useBackend } from './backends';
import { smallRun, toyLoss } from './testing/runs';
import { Trainer } from './trainer';
import type { BackendName } from './types';

const steps = 8;

/** Raw embeddings and class weights after a few steps with a loss. */
async function train(backend: BackendName, id: (typeof lossIds)[number]): Promise<number[]> {
  await useBackend(backend, { wasmSimd });
  const settings = { ...smallRun, loss: toyLoss(id) };
  const data = await loadDataset(settings.dataset, settings.seed, () => Promise.reject(new Error('no digits here')));
  const before = tf.memory().numTensors;
  const trainer = new Trainer(settings, data);
  expect(await trainer.seek(steps)).toBeNull();
  const { embeddings, weights } = await trainer.frame();
  trainer.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return [...embeddings, ...weights];
}

const hasWebGpu = Boolean(await navigator.gpu?.requestAdapter());

describe.each(['wasm', 'webgl', 'webgpu'] as const)('training on %s', (backend) => {
  // WebGPU: not every browser has an adapter.
  it.skipIf(backend === 'webgpu' && !hasWebGpu).each(lossIds)(
    'agrees with cpu after a few steps of %s, and leaves no tensor behind',
    async (id) => {
      const reference = await train('cpu', id);
      const got = await train(backend, id);
      // Single precision through eight steps of Adam, whose first steps have the size of the learning rate whatever the gradient;
      // GPUs round cos and atan2 more coarsely.
      const tolerance = backend === 'wasm' ? 1e-3 : 1e-2;
      got.forEach((value, i) => {
        expect(Math.abs(value - reference[i]!)).toBeLessThan(tolerance * (1 + Math.abs(reference[i]!)));
      });
    },
  );
});

it('WebGL without a GPU is known as such', async () => {
  await useBackend('webgl', { wasmSimd });
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')!;
  const renderer = String(gl.getParameter(gl.getExtension('WEBGL_debug_renderer_info')!.UNMASKED_RENDERER_WEBGL));
  expect(isSoftwareRendered('webgl')).toBe(/swiftshader|llvmpipe/i.test(renderer));
  await useBackend('wasm', { wasmSimd });
  expect(isSoftwareRendered('wasm')).toBe(false);
});
