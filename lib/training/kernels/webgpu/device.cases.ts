import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect } from 'vitest';
import { useBackend } from '../../backends';

/** Not every browser has an adapter. */
export const hasWebGpu = Boolean(await navigator.gpu?.requestAdapter());

/** What the tests look at inside the backend. */
export interface OpenBackend {
  readonly device: GPUDevice;
  readonly pipelineCache: Readonly<Record<string, unknown>>;
  runWebGPUProgram(...args: unknown[]): unknown;
}

export const webGpu = () => tf.backend() as unknown as OpenBackend;

/** Runs a suite's tests on WebGPU, and fails those during which the device complains. */
export function onWebGpu(): void {
  const errors: string[] = [];
  beforeAll(async () => {
    await useBackend('webgpu', { wasmSimd: null });
    // A shader that does not compile is reported here alone; its outputs are zeros.
    webGpu().device.addEventListener('uncapturederror', ({ error }) => errors.push(error.message));
  });
  afterEach(() => expect(errors.splice(0)).toEqual([]));
}
