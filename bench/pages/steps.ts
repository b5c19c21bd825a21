import '@tensorflow/tfjs-core/dist/register_all_gradients';
import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { BackendError } from '../../lib/training/backend-errors';
import { useBackend } from '../../lib/training/backends';
import type { BackendName } from '../../lib/training/types';
import { modelA, modelB } from '../models';
import { type Race, type RaceOptions, race } from '../rivals/race';
import { registerStockCpu, stockCpu } from '../rivals/stock-cpu';

/** The browser does not have this backend, with the reason. */
export interface Missing {
  readonly missing: string;
}

/** One model on one backend, called by `bench/steps.ts`. A page is for one backend only. */
async function raceHere(backend: BackendName, name: 'A' | 'B', options: RaceOptions): Promise<Race | Missing> {
  const isCpu = backend === 'cpu';
  if (isCpu) await registerStockCpu();
  try {
    await useBackend(backend, { wasmSimd: new URL(wasmSimd, location.href).href });
  } catch (error) {
    if (error instanceof BackendError) return { missing: error.message };
    throw error;
  }
  return race(name === 'A' ? modelA() : modelB(), backend, isCpu ? stockCpu : backend, options);
}

Object.assign(window, { raceHere });
