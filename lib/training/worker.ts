import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as Comlink from 'comlink';
import type { BackendTrial } from './backend-trial';
import { createWorkerApi } from './worker-api';

/** The worker of the engine. `client.ts` is its other side. */
const api = createWorkerApi({ wasmSimd: new URL(wasmSimd, self.location.href).href });
export type WorkerApi = typeof api;
export type { BackendTrial };

Comlink.expose(api);
