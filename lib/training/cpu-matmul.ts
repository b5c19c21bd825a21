import * as tf from '@tensorflow/tfjs-core';

/**
 * The product of two matrices for the cpu backend: several times faster than the stock kernel, and with sums in double
 * precision in a fixed order, so that its bits are the same on every engine.
 *
 * @param a  rows × inner
 * @param b  inner × columns
 */
export function multiply(a: ArrayLike<number>, b: ArrayLike<number>, rows: number, inner: number, columns: number): Float32Array {
  const result = new Float32Array(rows * columns);
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    sums.fill(0);
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k]!;
      // Half of what ReLU lets through is 0. (0 × ∞ is not NaN then; infinite weights never get this far.)
      if (factor === 0) continue;
      for (let j = 0, at = k * columns; j < columns; j++, at++) sums[j]! += factor * b[at]!;
    }
    result.set(sums, i * columns);
  }
  return result;
}

type Kernel = tf.KernelFunc;
interface CpuBackend {
  readonly data: { get(id: object): { values: Float32Array } };
  makeTensorInfo(shape: readonly number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
}

/** Registers the product under the cpu backend; other shapes than single matrices go to the stock kernels. */
export function registerCpuMatMul(): void {
  wrap(tf.BatchMatMul, (stock) => (call) => {
    const { a, b } = call.inputs as Record<'a' | 'b', tf.TensorInfo>;
    const attrs = call.attrs as unknown as tf.BatchMatMulAttrs;
    if (attrs.transposeA || attrs.transposeB || !isSingle(a) || !isSingle(b)) return stock(call);
    return product(call.backend as CpuBackend, a, b);
  });
  wrap(tf._FusedMatMul, (stock) => (call) => {
    const { a, b, bias } = call.inputs as Record<'a' | 'b' | 'bias', tf.TensorInfo>;
    const attrs = call.attrs as unknown as tf._FusedMatMulAttrs;
    const simple = attrs.activation === 'relu' || attrs.activation === 'linear' || attrs.activation == null;
    const oneBias = bias !== undefined && bias.shape.length === 1 && bias.shape[0] === b.shape.at(-1);
    if (attrs.transposeA || attrs.transposeB || !simple || !oneBias || !isSingle(a) || !isSingle(b)) return stock(call);
    const backend = call.backend as CpuBackend;
    const result = product(backend, a, b);
    addBias(backend.data.get(result.dataId).values, backend.data.get(bias.dataId).values, attrs.activation === 'relu');
    return result;
  });
}

function wrap(name: string, around: (stock: Kernel) => Kernel): void {
  const stock = tf.getKernel(name, 'cpu')!.kernelFunc;
  tf.unregisterKernel(name, 'cpu');
  tf.registerKernel({ kernelName: name, backendName: 'cpu', kernelFunc: around(stock) });
}

/** tfjs passes matrices as batches of one. */
const isSingle = ({ shape, dtype }: tf.TensorInfo): boolean => dtype === 'float32' && shape.slice(0, -2).every((n) => n === 1);

function product(backend: CpuBackend, a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo {
  const [rows, inner] = a.shape.slice(-2) as [number, number];
  const columns = b.shape.at(-1)!;
  const values = multiply(backend.data.get(a.dataId).values, backend.data.get(b.dataId).values, rows, inner, columns);
  return backend.makeTensorInfo([...a.shape.slice(0, -2), rows, columns], 'float32', values);
}

function addBias(values: Float32Array, bias: Float32Array, relu: boolean): void {
  const columns = bias.length;
  for (let i = 0; i < values.length; i++) {
    const sum = values[i]! + bias[i % columns]!;
    // Not Math.max: NaN must stay NaN to be found, which it does here since NaN < 0 is false.
    values[i] = relu && sum < 0 ? 0 : sum;
  }
}
