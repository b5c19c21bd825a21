import * as tf from '@tensorflow/tfjs-core';

/**
 * Counts what `work` launches: draws on WebGL, dispatches on WebGPU, kernel calls on wasm and cpu (a kernel of ours is one call
 * there, however much it does). Counted at the device where there is one, because tf.profile misses launches that a kernel makes itself.
 */
export async function launchesOf(work: () => Promise<unknown>): Promise<number> {
  const backend = tf.backend() as unknown as { readonly gpgpu?: { readonly gl: Draws } };
  if (backend.gpgpu) return counting(backend.gpgpu.gl, ['drawArrays', 'drawElements'], work);
  if (tf.getBackend() === 'webgpu') {
    const pass = GPUComputePassEncoder.prototype as unknown as Record<string, (...args: never[]) => unknown>;
    return counting(pass, ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'], work);
  }
  return counting(tf.engine() as unknown as Draws, ['runKernelFunc'], work);
}

type Draws = Record<string, (...args: never[]) => unknown>;

/** Replaces the methods by counting ones while `work` goes on. */
export async function counting(owner: Draws, methods: readonly string[], work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const before = methods.map((name) => Object.getOwnPropertyDescriptor(owner, name));
  methods.forEach((name) => {
    const method = owner[name];
    if (typeof method !== 'function') throw new Error(`There is no ${name} to count`);
    owner[name] = function (this: unknown, ...args: never[]) {
      count++;
      return method.apply(this, args);
    };
  });
  try {
    await work();
  } finally {
    methods.forEach((name, i) => {
      const descriptor = before[i];
      if (descriptor) Object.defineProperty(owner, name, descriptor);
      else delete owner[name];
    });
  }
  return count;
}
