import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { type DenseAttrs, type DenseLayer, type HeadAttrs, kernelNames, type UpdateAttrs } from '../calls';
import { dense, denseGradInput, denseGradParameters } from './dense';
import { head } from './head';
import { adam, momentum } from './update';

type Inputs = Readonly<Record<string, tf.TensorInfo>>;

/** Registers the kernels of a training step under the WebGPU backend. */
export function registerWebGpuKernels(): void {
  register<DenseAttrs>(kernelNames.dense, (backend, { x, parameters }, attrs) => dense(backend, x!, parameters!, attrs));
  register<DenseLayer>(kernelNames.denseGradParameters, (backend, { x, grad }, attrs) =>
    denseGradParameters(backend, x!, grad!, attrs),
  );
  register<DenseAttrs>(kernelNames.denseGradInput, (backend, { grad, x, parameters }, attrs) =>
    denseGradInput(backend, grad!, x!, parameters!, attrs),
  );
  register<HeadAttrs>(kernelNames.head, (backend, { embeddings, parameters, labels }, attrs) =>
    head(backend, { embeddings: embeddings!, parameters: parameters!, labels: labels! }, attrs),
  );
  register<UpdateAttrs>(kernelNames.adam, adam);
  register<UpdateAttrs>(kernelNames.momentum, momentum);
}

function register<A>(
  kernelName: string,
  run: (backend: WebGPUBackend, inputs: Inputs, attrs: A) => tf.TensorInfo | tf.TensorInfo[],
): void {
  if (tf.getKernel(kernelName, 'webgpu')) return;
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ inputs, backend, attrs }) => run(backend as WebGPUBackend, inputs as Inputs, attrs as unknown as A),
  });
}
