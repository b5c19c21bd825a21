import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';

/** Invocations of a workgroup: what every WebGPU device grants is 256; 64 fills a wave of any of them. */
export const workgroupSize = 64;

export interface Kernel {
  /** What the pipeline is kept under. Everything that changes the code must be in it. */
  readonly key: string;
  /** Names of the input buffers in the code, each an array of f32 (or i32, by the tensor's type). */
  readonly inputs: readonly string[];
  /** Names of the uniforms in the code, `uniforms.name`, whole numbers first. */
  readonly integers?: readonly string[];
  readonly numbers?: readonly string[];
  /** WGSL that defines `fn main(index: i32)`, where index counts invocations, and writes to `result`. */
  code(): string;
}

export interface Launch {
  readonly inputs: readonly tf.TensorInfo[];
  readonly shape: readonly number[];
  /** Values of the kernel's uniforms. */
  readonly integers?: readonly number[];
  readonly numbers?: readonly number[];
  /** How many times `main` has to run; it must do nothing beyond. */
  readonly invocations: number;
}

/**
 * Runs a kernel once. All buffers are handed over as flat arrays, so that a pipeline serves every shape.
 *
 * @returns the output, of `shape` and float32; the caller owns it
 */
export function launch(backend: WebGPUBackend, kernel: Kernel, call: Launch): tf.TensorInfo {
  const output = backend.makeTensorInfo([...call.shape], 'float32');
  const program: WebGPUProgram = {
    shaderKey: `MarginNotes ${kernel.key}`,
    variableNames: [...kernel.inputs],
    outputShape: [sizeOf(output)],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(call.invocations / workgroupSize), 1, 1],
    workgroupSize: [workgroupSize, 1, 1],
    uniforms: [...declare(kernel.integers, 'i32'), ...declare(kernel.numbers, 'f32')].join(' '),
    getUserCode: () => kernel.code(),
  };
  const uniforms = [...values('int32', call.integers), ...values('float32', call.numbers)];
  backend.runWebGPUProgram(program, call.inputs.map(flat), 'float32', uniforms, flat(output));
  return output;
}

/** Frees a tensor that no one outside the kernel has seen. */
export const dispose = (backend: WebGPUBackend, { dataId }: tf.TensorInfo): void => {
  backend.disposeData(dataId);
};

const sizeOf = ({ shape }: tf.TensorInfo): number => shape.reduce((product, n) => product * n, 1);

/** The same buffer as one row. */
export const flat = (tensor: tf.TensorInfo): tf.TensorInfo => ({
  ...tensor,
  dataId: tensor.dataId,
  shape: [sizeOf(tensor)],
  dtype: tensor.dtype,
});

const declare = (names: readonly string[] = [], type: string): string[] => names.map((name) => `${name}: ${type},`);

const values = <T extends string>(type: T, list: readonly number[] = []): { type: T; data: number[] }[] =>
  list.map((value) => ({ type, data: [value] }));
