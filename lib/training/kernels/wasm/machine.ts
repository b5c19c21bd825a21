import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Machine } from '../loops/machine';

/** The part of tfjs's wasm backend that is used, with the exports of its module. */
export interface WasmBackend {
  readonly dataIdMap: { get(id: object): { readonly memoryOffset: number } };
  dataIdNextNumber: number;
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
  readonly wasm: {
    /** These views are replaced when the heap grows. */
    readonly HEAPF32: Float32Array;
    readonly HEAP32: Int32Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
    _register_tensor(id: number, size: number, address: number): void;
    _dispose_data(id: number): void;
    /** Shapes are addresses of int32 numbers. */
    __FusedMatMul(
      a: number,
      aShape: number,
      aRank: number,
      b: number,
      bShape: number,
      bRank: number,
      transposeA: 0 | 1,
      transposeB: 0 | 1,
      activation: 0 | 1,
      bias: number,
      prelu: number,
      leakyReluAlpha: number,
      out: number,
    ): void;
  };
}

interface Block {
  /** In bytes from the start of the heap. */
  readonly address: number;
  /** In numbers. */
  readonly size: number;
}

/**
 * Tensors of the wasm backend lie on its heap: loops run over views of it, products are the backend's own (XNNPACK, with SIMD).
 *
 * Products take tensors by number. Parts of the flat vector and scratch memory have none, so every product registers its arguments under
 * numbers of its own and gives them back: XNNPACK keeps b in a packed form under its number, and would use the old one if a number came
 * back with other contents.
 */
export function wasmMachine(backend: WasmBackend): Machine<Block> {
  const { wasm } = backend;
  const kept = new Map<string, Block>();
  const shapes = allocate(wasm, 6);
  const register = ({ address, size }: Block): number => {
    const id = backend.dataIdNextNumber++;
    wasm._register_tensor(id, size, address);
    return id;
  };
  return {
    block: (tensor) => ({ address: backend.dataIdMap.get(tensor.dataId).memoryOffset, size: sizeOf(tensor.shape) }),
    output(shape, dtype = 'float32') {
      const info = backend.makeOutput(shape, dtype);
      const address = backend.dataIdMap.get(info.dataId).memoryOffset;
      if (address === 0) throw outOfMemory(4 * sizeOf(shape));
      return { info, block: { address, size: sizeOf(shape) } };
    },
    scratch(name, size) {
      const before = kept.get(name);
      if (before && before.size >= size) return { address: before.address, size };
      if (before) wasm._free(before.address);
      kept.delete(name);
      const block = { address: allocate(wasm, size), size };
      kept.set(name, block);
      return block;
    },
    part: ({ address }, offset, size) => ({ address: address + 4 * offset, size }),
    floats: ({ address, size }) => new Float32Array(wasm.HEAPF32.buffer, address, size),
    integers: ({ address, size }) => new Int32Array(wasm.HEAP32.buffer, address, size),
    multiply({ a, b, bias, relu, out, rows, inner, columns }) {
      wasm.HEAP32.set([1, rows, inner, 1, inner, columns], shapes >>> 2);
      const ids = [register(a), register(b), register(out)] as const;
      const biasId = bias ? register(bias) : 0;
      wasm.__FusedMatMul(ids[0], shapes, 3, ids[1], shapes + 12, 3, 0, 0, relu ? 1 : 0, biasId, 0, 0, ids[2]);
      for (const id of ids) wasm._dispose_data(id);
      if (biasId) wasm._dispose_data(biasId);
    },
  };
}

/** @returns an address. @throws Error if the heap cannot grow any more */
function allocate(wasm: WasmBackend['wasm'], numbers: number): number {
  const address = wasm._malloc(4 * numbers) >>> 0;
  if (address === 0) throw outOfMemory(4 * numbers);
  return address;
}

const outOfMemory = (bytes: number): Error => new Error(`out of memory: the wasm heap has no room for ${bytes} bytes`);
const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);
