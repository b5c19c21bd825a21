import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Machine } from '../loops/machine';
import { multiply } from '../loops/product';

/** The part of tfjs's cpu backend that is used. */
export interface CpuBackend {
  readonly data: { get(id: object): { values: Float32Array | Int32Array } };
  makeTensorInfo(shape: readonly number[], dtype: DataType, values: Float32Array | Int32Array): TensorInfo;
}

type Block = Float32Array | Int32Array;

/** Tensors of the cpu backend are typed arrays. */
export function cpuMachine(backend: CpuBackend): Machine<Block> {
  const kept = new Map<string, Float32Array>();
  const floats = (block: Block): Float32Array =>
    block instanceof Float32Array ? block : new Float32Array(block.buffer, block.byteOffset, block.length);
  return {
    block: (tensor) => backend.data.get(tensor.dataId).values,
    output(shape, dtype = 'float32') {
      const size = shape.reduce((product, n) => product * n, 1);
      const block = dtype === 'int32' ? new Int32Array(size) : new Float32Array(size);
      return { info: backend.makeTensorInfo(shape, dtype, block), block };
    },
    scratch(name, size) {
      let array = kept.get(name);
      if (!array || array.length < size) {
        array = new Float32Array(size);
        kept.set(name, array);
      }
      return array.subarray(0, size);
    },
    part: (block, offset, size) => block.subarray(offset, offset + size),
    floats,
    integers: (block) => (block instanceof Int32Array ? block : new Int32Array(block.buffer, block.byteOffset, block.length)),
    multiply({ a, b, bias, relu, out, rows, inner, columns }) {
      multiply(floats(a), floats(b), bias ? floats(bias) : null, relu ?? false, floats(out), rows, inner, columns);
    },
  };
}
