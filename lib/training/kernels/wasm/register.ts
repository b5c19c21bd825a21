import { registerLoops } from '../loops/register';
import { wasmMachine } from './machine';

/** Registers the kernels of a training step under the wasm backend. */
export const registerWasmKernels = (): void => registerLoops('wasm', wasmMachine);
