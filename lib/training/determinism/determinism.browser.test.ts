import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { expect, it } from 'vitest';
import { expected } from './expected';
import { checkNumbers } from './scenario';

it.each(['cpu', 'wasm'] as const)('a run gives the same check numbers on %s in the browser as in Node', async (backend) => {
  expect(await checkNumbers(backend, wasmSimd)).toEqual(expected[backend]);
});
