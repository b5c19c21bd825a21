import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import * as Comlink from 'comlink';
import { createWorkerApi, type WorkerApi } from '../worker-api';

/** For tests: the engine's worker, with ways to take its WebGL context or WebGPU device away and to count its tensors. */
export interface LosingWorkerApi extends WorkerApi {
  loseContext(): boolean;
  destroyDevice(): boolean;
  countTensors(): number;
}

const api: LosingWorkerApi = {
  ...createWorkerApi({ wasmSimd: new URL(wasmSimd, self.location.href).href }),
  loseContext() {
    const backend = tf.findBackend('webgl') as { gpgpu?: { gl: WebGL2RenderingContext } } | null;
    const extension = backend?.gpgpu?.gl.getExtension('WEBGL_lose_context');
    extension?.loseContext();
    return extension != null;
  },
  destroyDevice() {
    const backend = tf.findBackend('webgpu') as { device?: GPUDevice } | null;
    backend?.device?.destroy();
    return backend?.device !== undefined;
  },
  countTensors: () => tf.memory().numTensors,
};

Comlink.expose(api);
