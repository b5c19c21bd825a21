import * as tf from '@tensorflow/tfjs-core';
import { type DenseAttrs, type DenseLayer, type HeadAttrs, kernelNames, type UpdateAttrs } from '../calls';
import { dense, denseGradInput, denseGradParameters } from './dense';
import { registerGather } from './gather';
import { head } from './head';
import type { Machine } from './machine';
import { adam, momentum } from './update';

/** Registers all kernels of a training step as loops. @param machineOf  the memory of a backend, made once for each */
export function registerLoops<B, Backend extends object>(
  name: 'cpu' | 'wasm',
  machineOf: (backend: Backend) => Machine<B>,
): void {
  const machines = new WeakMap<Backend, Machine<B>>();
  const machineFor = (backend: Backend): Machine<B> => {
    let machine = machines.get(backend);
    if (!machine) {
      machine = machineOf(backend);
      machines.set(backend, machine);
    }
    return machine;
  };
  const register = <A>(
    kernelName: string,
    run: (machine: Machine<B>, inputs: Record<string, tf.TensorInfo>, attrs: A) => tf.TensorInfo | tf.TensorInfo[],
  ): void => {
    if (tf.getKernel(kernelName, name)) return;
    tf.registerKernel({
      kernelName,
      backendName: name,
      kernelFunc({ inputs, backend, attrs }) {
        return run(machineFor(backend as Backend), inputs as Record<string, tf.TensorInfo>, attrs as unknown as A);
      },
    });
  };

  if (!tf.getKernel(kernelNames.dense, name)) registerGather(name, machineFor);
  register<DenseAttrs>(kernelNames.dense, (m, inputs, attrs) => dense(m, inputs['x']!, inputs['parameters']!, attrs));
  register<DenseLayer>(kernelNames.denseGradParameters, (m, inputs, attrs) =>
    denseGradParameters(m, inputs['x']!, inputs['grad']!, attrs),
  );
  register<DenseAttrs>(kernelNames.denseGradInput, (m, inputs, attrs) =>
    denseGradInput(m, inputs['grad']!, inputs['x']!, inputs['parameters']!, attrs),
  );
  register<HeadAttrs>(kernelNames.head, head);
  register<UpdateAttrs>(kernelNames.adam, adam);
  register<UpdateAttrs>(kernelNames.momentum, momentum);
}
