import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { engine, env, getKernel, type KernelFunc, Slice, type TensorInfo } from '@tensorflow/tfjs-core';
import { readerOf, readsPacked } from './readers';

/** One shader to run. */
export interface Launch {
  /** What the shader may call to read them: see `readers.ts`. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly shape: readonly number[];
  /** The output keeps blocks of 2 × 2 numbers in a texel: `setOutput` takes a block. Otherwise it takes one number. */
  readonly packed?: boolean;
  /** Numbers that change from call to call. They cost no compilation. */
  readonly uniforms?: Readonly<Record<string, number>>;
  /** GLSL ES 3.00 with a `main` that asks for `getOutputCoords()` (of packed outputs: of the block's first number) and calls `setOutput`. */
  readonly source: string;
}

/** Whether the shaders can run at all: they are written for WebGL 2. */
export const canRun = (): boolean => env().getNumber('WEBGL_VERSION') === 2;

/** @returns a tensor of `shape`, made by one draw call (and one more for each input that is not yet on the GPU, or packed in another shape) */
export function launch(backend: MathBackendWebGL, { inputs, shape, packed = false, uniforms = {}, source }: Launch): TensorInfo {
  if (shape.includes(0)) return backend.makeTensorInfo([...shape], 'float32', new Float32Array(0));
  const names = Object.keys(inputs);
  const unpacked: TensorInfo[] = [];
  const tensors = Object.values(inputs).map((input) => {
    backend.uploadToGPU(input.dataId);
    if (!backend.texData.get(input.dataId).isPacked || readsPacked(backend, input)) return input;
    const copy = backend.unpackTensor(input);
    unpacked.push(copy);
    return copy;
  });
  const program: GPGPUProgram = {
    variableNames: names,
    outputShape: [...shape],
    userCode: [...tensors.map((tensor, i) => readerOf(backend, names[i]!, tensor, source)), source].join('\n'),
    packedOutput: packed,
    customUniforms: Object.keys(uniforms).map((name) => ({ name, type: 'float' as const })),
  };
  const values = Object.values(uniforms).map((value) => [value]);
  // tfjs wants all inputs of a program packed, or none, and would convert the others. Ours are read as they are, so it is told "none".
  const hidden = new Set(tensors.map(({ dataId }) => backend.texData.get(dataId)).filter(({ isPacked }) => isPacked));
  try {
    for (const data of hidden) data.isPacked = false;
    return backend.compileAndRun(program, tensors, 'float32', values, true);
  } finally {
    for (const data of hidden) data.isPacked = true;
    for (const copy of unpacked) backend.disposeIntermediateTensorInfo(copy);
  }
}

/** A part of an unpacked tensor's flat data that shares its texture: costs nothing. */
export function part(backend: MathBackendWebGL, whole: TensorInfo, offset: number, size: number): TensorInfo {
  const flat: TensorInfo = { dataId: whole.dataId, shape: [sizeOf(whole)], dtype: whole.dtype };
  const slice = getKernel(Slice, 'webgl').kernelFunc as KernelFunc;
  return slice({ inputs: { x: flat }, backend, attrs: { begin: [offset], size: [size] } }) as TensorInfo;
}

/** The same data under another tensor. */
export function same(backend: MathBackendWebGL, tensor: TensorInfo): TensorInfo {
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype };
}

/** What was made from a tensor's data, by purpose. */
const made = new WeakMap<object, Map<string, { readonly info: TensorInfo; readonly isDisposed: boolean }>>();

/**
 * Something computed from a tensor that several kernels of a step need: made at the first call, and disposed with the `tf.tidy` in which
 * that was. Outside any `tf.tidy` it is made for the one call.
 *
 * @param use  must not keep it
 */
export function withShared<R>(
  backend: MathBackendWebGL,
  source: TensorInfo,
  purpose: string,
  make: () => TensorInfo,
  use: (shared: TensorInfo) => R,
): R {
  const { dataId } = source;
  const known = made.get(dataId)?.get(purpose);
  if (known && !known.isDisposed) return use(known.info);
  const info = make();
  if (!engine().state.activeScope) {
    const result = use(info);
    backend.disposeIntermediateTensorInfo(info);
    return result;
  }
  const tensor = engine().makeTensorFromTensorInfo(info, backend);
  const entry = {
    info,
    get isDisposed() {
      return tensor.isDisposed;
    },
  };
  made.set(dataId, (made.get(dataId) ?? new Map()).set(purpose, entry));
  return use(info);
}

export const sizeOf = ({ shape }: TensorInfo): number => shape.reduce((product, n) => product * n, 1);
