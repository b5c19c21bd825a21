import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

/**
 * What the loops need of a backend whose tensors lie in the processor's memory. `Block` is a piece of that memory holding numbers of 32
 * bits: an array on cpu, an address on wasm. There a view goes stale (all its numbers are undefined) whenever the heap grows, which
 * `output`, `scratch` and `multiply` may bring about: take views after them, and again after the next of them.
 */
export interface Machine<Block> {
  /** The numbers of a tensor. */
  block(tensor: TensorInfo): Block;
  /** A new tensor; its numbers are undefined. @throws Error if there is no memory left */
  output(shape: readonly number[], dtype?: DataType): { readonly info: TensorInfo; readonly block: Block };
  /** Memory that lives until the next call with the same name; its numbers are undefined. @throws Error if there is no memory left */
  scratch(name: string, size: number): Block;
  part(block: Block, offset: number, size: number): Block;
  floats(block: Block): Float32Array;
  integers(block: Block): Int32Array;
  /** @see Product */
  multiply(product: Product<Block>): void;
}

/** out = a · b (+ bias to each row) (then ReLU). `out` overlaps neither factor. */
export interface Product<Block> {
  /** rows × inner */
  readonly a: Block;
  /** inner × columns */
  readonly b: Block;
  /** columns */
  readonly bias?: Block;
  readonly relu?: boolean;
  /** rows × columns */
  readonly out: Block;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** Double-precision memory of the loops, by name, kept between calls. Its numbers are undefined. */
export function doubles(name: string, size: number): Float64Array {
  let array = kept.get(name);
  if (!array || array.length < size) {
    array = new Float64Array(size);
    kept.set(name, array);
  }
  return array;
}

const kept = new Map<string, Float64Array>();
