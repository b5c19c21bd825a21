import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { getKernel, registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { kernelNames } from '../calls';
import { dense, denseGradInput, denseGradParameters } from './dense';
import { registerGather } from './gather';
import { head } from './head';
import { canRun } from './program';
import { sum } from './sum';
import { adam, momentum } from './update';

type Kernel = (backend: MathBackendWebGL, inputs: Record<string, TensorInfo>, attrs: never) => TensorInfo | TensorInfo[];

const kernels: Readonly<Record<keyof typeof kernelNames, Kernel>> = {
  dense,
  denseGradParameters,
  denseGradInput,
  head,
  adam,
  momentum,
  sum,
};

/** Registers the kernels of a training step under the webgl backend. On WebGL 1 there are none. */
export function registerWebGlKernels(): void {
  if (!canRun() || getKernel(kernelNames.dense, 'webgl')) return;
  registerGather();
  for (const [key, kernel] of Object.entries(kernels)) {
    registerKernel({
      kernelName: kernelNames[key as keyof typeof kernelNames],
      backendName: 'webgl',
      kernelFunc: ({ inputs, backend, attrs }) =>
        kernel(backend as MathBackendWebGL, inputs as Record<string, TensorInfo>, attrs as never),
    });
  }
}
