import * as tf from '@tensorflow/tfjs-core';
import { atan2, cos, exp, ln, sigmoid, sin, tanh } from '../pure/math';

/**
 * Makes the cpu backend give the same bits on every engine: its kernels that call `Math.exp` and the like are replaced by pure
 * ones, and those without a pure version are taken away, so that using one fails at once instead of differing in silence.
 * (matMul, sums and the four operations add in double precision in a fixed order and need no replacement.)
 */
export function purifyCpuBackend(): void {
  for (const [name, f] of Object.entries(unary)) replace(name, (inputs) => mapUnary(inputs['x']!, f));
  replace(tf.Atan2, (inputs) => mapBinary(inputs['a']!, inputs['b']!, atan2));
  for (const name of refused) if (tf.getKernel(name, 'cpu')) tf.unregisterKernel(name, 'cpu');
}

const unary: Readonly<Record<string, (x: number) => number>> = {
  [tf.Exp]: exp,
  [tf.Log]: ln,
  [tf.Sin]: sin,
  [tf.Cos]: cos,
  [tf.Tanh]: tanh,
  [tf.Sigmoid]: sigmoid,
};

/** Kernels whose implementation calls engine-dependent functions, directly or through another kernel's code. */
export const refused: readonly string[] = [
  tf.Acos,
  tf.Acosh,
  tf.Asin,
  tf.Asinh,
  tf.Atan,
  tf.Atanh,
  tf.Cosh,
  tf.Elu,
  tf.Erf,
  tf.Expm1,
  tf.Log1p,
  tf.LogSoftmax,
  tf.LRN,
  tf.Multinomial,
  tf.Pow,
  tf.Selu,
  tf.Sinh,
  tf.Softmax,
  tf.Softplus,
  tf.Tan,
];

type Inputs = tf.NamedTensorInfoMap;
type CpuBackend = {
  data: { get(id: object): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
};

function replace(name: string, compute: (inputs: Inputs) => (backend: CpuBackend) => tf.TensorInfo): void {
  if (tf.getKernel(name, 'cpu')) tf.unregisterKernel(name, 'cpu');
  tf.registerKernel({
    kernelName: name,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend }) => compute(inputs as Inputs)(backend as CpuBackend),
  });
}

const mapUnary = (x: tf.TensorInfo, f: (x: number) => number) => (backend: CpuBackend) =>
  backend.makeTensorInfo(x.shape, 'float32', backend.data.get(x.dataId).values.map(f));

/** Only equal shapes: that is all the engine needs, and broadcasting would be a second implementation to trust. */
const mapBinary = (a: tf.TensorInfo, b: tf.TensorInfo, f: (a: number, b: number) => number) => (backend: CpuBackend) => {
  if (a.shape.join() !== b.shape.join()) throw new Error(`Shapes differ: [${a.shape}] and [${b.shape}]`);
  const second = backend.data.get(b.dataId).values;
  return backend.makeTensorInfo(
    a.shape,
    'float32',
    backend.data.get(a.dataId).values.map((v, i) => f(v, second[i]!)),
  );
};
