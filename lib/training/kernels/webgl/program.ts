import type { GPGPUProgram, MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { env, getKernel, type KernelFunc, Slice, type TensorInfo } from '@tensorflow/tfjs-core';

/** One shader to run. All tensors are unpacked textures: a number a texel. */
export interface Launch {
  /** Read in the shader by `nameAt(index)`, a place in the flat data, and matrices also by `nameIn(row, column)`. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly shape: readonly number[];
  /** Numbers that change from call to call. They cost no compilation. */
  readonly uniforms?: Readonly<Record<string, number>>;
  /** GLSL ES 3.00 with a `main` that asks for `getOutputCoords()` and calls `setOutput(float)`. */
  readonly source: string;
}

/** Whether the shaders can run at all: they fetch texels by their whole-number places, which WebGL 1 cannot. */
export const canRun = (): boolean => env().getNumber('WEBGL_VERSION') === 2;

/** @returns a tensor of `shape`, made by one draw call (and one more for each input that is packed or not yet on the GPU) */
export function launch(backend: MathBackendWebGL, { inputs, shape, uniforms = {}, source }: Launch): TensorInfo {
  const names = Object.keys(inputs);
  const unpacked: TensorInfo[] = [];
  const tensors = Object.values(inputs).map((input) => {
    backend.uploadToGPU(input.dataId);
    if (!backend.texData.get(input.dataId).isPacked) return input;
    const copy = backend.unpackTensor(input);
    unpacked.push(copy);
    return copy;
  });
  const readers = tensors.map((tensor, i) => readerOf(backend, names[i]!, tensor));
  const program: GPGPUProgram = {
    variableNames: names,
    outputShape: [...shape],
    userCode: [...readers, source].join('\n'),
    customUniforms: Object.keys(uniforms).map((name) => ({ name, type: 'float' as const })),
  };
  const values = Object.values(uniforms).map((value) => [value]);
  const output = backend.compileAndRun(program, tensors, 'float32', values);
  for (const copy of unpacked) backend.disposeIntermediateTensorInfo(copy);
  return output;
}

/**
 * GLSL that reads a tensor from its texture. tfjs writes readers of its own, with floating-point places and a division a number; where
 * a texture's width is a power of two these need none. `offset<name>` is set by tfjs for tensors that are a part of another one's texture.
 */
function readerOf(backend: MathBackendWebGL, name: string, { dataId, shape }: TensorInfo): string {
  const { texShape, slice } = backend.texData.get(dataId);
  const [height, width] = texShape as [number, number];
  const bits = Math.log2(width);
  const place =
    height === 1
      ? 'ivec2(i, 0)'
      : Number.isInteger(bits)
        ? `ivec2(i & ${width - 1}, i >> ${bits})`
        : `ivec2(i - ${width} * (i / ${width}), i / ${width})`;
  const offset = slice?.flatOffset ? `i += offset${name};` : '';
  const at = `float ${name}At(int i) { ${offset} return texelFetch(${name}, ${place}, 0).r; }`;
  if (shape.length !== 2) return at;
  const direct = !offset && shape[0] === height && shape[1] === width;
  const value = direct ? `texelFetch(${name}, ivec2(column, row), 0).r` : `${name}At(row * ${shape[1]} + column)`;
  return `${at}\nfloat ${name}In(int row, int column) { return ${value}; }`;
}

/** A part of a tensor's flat data that shares its texture: costs nothing. */
export function part(backend: MathBackendWebGL, whole: TensorInfo, offset: number, size: number): TensorInfo {
  const flat: TensorInfo = {
    dataId: whole.dataId,
    shape: [whole.shape.reduce((product, n) => product * n, 1)],
    dtype: whole.dtype,
  };
  const slice = getKernel(Slice, 'webgl').kernelFunc as KernelFunc;
  return slice({ inputs: { x: flat }, backend, attrs: { begin: [offset], size: [size] } }) as TensorInfo;
}

/** The same data under another tensor. */
export function same(backend: MathBackendWebGL, tensor: TensorInfo): TensorInfo {
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape: tensor.shape, dtype: tensor.dtype };
}
