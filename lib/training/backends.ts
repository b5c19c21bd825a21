import * as tf from '@tensorflow/tfjs-core';
import { BackendError } from './backend-errors';
import type { BackendName } from './types';

/** Where the page serves the single wasm file that is used. null: the backend finds it itself (Node). */
export interface BackendFiles {
  readonly wasmSimd: string | null;
}

const loading = new Map<BackendName, Promise<void>>();

/**
 * Loads a backend's code (once) and makes it the one in force.
 *
 * @throws BackendError
 */
export async function useBackend(name: BackendName, files: BackendFiles): Promise<void> {
  if (tf.getBackend() === name && tf.findBackend(name)) return;
  try {
    const load = loading.get(name) ?? loaders[name](files);
    loading.set(name, load);
    await load;
    if (!(await tf.setBackend(name))) throw new Error('could not be initialised');
  } catch (error) {
    loading.delete(name);
    throw new BackendError(name, error);
  }
}

/** Forgets a backend whose context is gone, with all tensors on it. It cannot be used again in this worker. */
export function dropBackend(name: BackendName): void {
  if (tf.findBackend(name)) tf.removeBackend(name);
}

/**
 * Calls `lost` when the GPU takes the backend's context away.
 * @returns stops listening
 */
export function watchContext(name: BackendName, lost: () => void): () => void {
  const backend = tf.findBackend(name) as (Partial<WebGlBackend> & Partial<WebGpuBackend>) | null;
  const canvas = backend?.gpgpu?.gl.canvas;
  let watching = true;
  const report = () => watching && lost();
  canvas?.addEventListener('webglcontextlost', report);
  backend?.device?.lost.then(report);
  return () => {
    watching = false;
    canvas?.removeEventListener('webglcontextlost', report);
  };
}

/** Whether the backend's context is gone: what it computes now is worthless. */
export function contextIsLost(name: BackendName): boolean {
  const backend = tf.findBackend(name) as Partial<WebGlBackend> | null;
  return backend?.gpgpu?.gl.isContextLost() ?? false;
}

/** Whether a GPU backend is really computed by the processor, as on machines without a GPU: then wasm is faster for sure. */
export function isSoftwareRendered(name: BackendName): boolean {
  const backend = tf.findBackend(name) as (Partial<WebGlBackend> & { readonly adapterInfo?: object }) | null;
  const gl = backend?.gpgpu?.gl;
  const extension = gl?.getExtension('WEBGL_debug_renderer_info');
  const renderer = gl?.getParameter(extension?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER);
  return /swiftshader|llvmpipe|softpipe|basic render|software/i.test(`${renderer} ${JSON.stringify(backend?.adapterInfo)}`);
}

interface WebGlBackend {
  readonly gpgpu: { readonly gl: WebGL2RenderingContext & { readonly canvas: EventTarget } };
}
interface WebGpuBackend {
  readonly device: GPUDevice;
}

const loaders: Readonly<Record<BackendName, (files: BackendFiles) => Promise<void>>> = {
  async wasm({ wasmSimd }) {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    // One thread and one binary everywhere, so that a run is the same on every device. Devices without SIMD run on cpu.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    if (!(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('no SIMD');
    (await import('./kernels/wasm/register')).registerWasmKernels();
    if (wasmSimd === null) return;
    const names = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'] as const;
    wasm.setWasmPaths(Object.fromEntries(names.map((file) => [file, wasmSimd])), true);
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    const [{ purifyCpuBackend }, { registerCpuMatMul }] = await Promise.all([import('./pure-cpu'), import('./cpu-matmul')]);
    purifyCpuBackend();
    registerCpuMatMul();
    (await import('./kernels/cpu/register')).registerCpuKernels();
  },
  async webgl() {
    await import('@tensorflow/tfjs-backend-webgl');
    // Half-float textures would not do for training.
    if (tf.env().getBool('WEBGL_FORCE_F16_TEXTURES')) throw new Error('half-float textures only');
    if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) throw new Error('no single-precision textures');
    (await import('./kernels/webgl/register')).registerWebGlKernels();
  },
  async webgpu() {
    await import('@tensorflow/tfjs-backend-webgpu');
    const { registerWebGpuKernels } = await import('./kernels/webgpu/register');
    registerWebGpuKernels();
  },
};
