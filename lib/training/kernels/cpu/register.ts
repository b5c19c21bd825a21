import { registerLoops } from '../loops/register';
import { cpuMachine } from './machine';

/** Registers the kernels of a training step under the cpu backend. */
export const registerCpuKernels = (): void => registerLoops('cpu', cpuMachine);
