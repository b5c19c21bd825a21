import * as tf from '@tensorflow/tfjs-core';
import type { Machine } from './machine';

/**
 * Puts a faster `tf.gather` of the rows of a matrix, or of the numbers of a vector, in the place of tfjs's, which works out the place of every single number. All other cases
 * stay with tfjs.
 *
 * @param machineOf  the memory of a backend
 */
export function registerGather<B, Backend extends object>(
  name: 'cpu' | 'wasm',
  machineOf: (backend: Backend) => Machine<B>,
): void {
  const stock = tf.getKernel(tf.GatherV2, name);
  tf.unregisterKernel(tf.GatherV2, name);
  tf.registerKernel({
    ...stock,
    kernelFunc(call) {
      const { x, indices } = call.inputs as Record<'x' | 'indices', tf.TensorInfo>;
      const { axis, batchDims } = call.attrs as unknown as tf.GatherV2Attrs;
      const rows = x.shape.length <= 2 && indices.shape.length === 1 && axis === 0 && batchDims === 0;
      const numbers = x.dtype === 'float32' || x.dtype === 'int32';
      if (!rows || !numbers || indices.dtype !== 'int32') return stock.kernelFunc(call);
      return gatherRows(machineOf(call.backend as Backend), x, indices);
    },
  });
}

/** From so many numbers on a row is copied as a whole. */
const wide = 16;

function gatherRows<B>(machine: Machine<B>, x: tf.TensorInfo, indices: tf.TensorInfo): tf.TensorInfo {
  const [count = 0, columns = 1] = x.shape;
  const chosen = indices.shape[0]!;
  const { info, block } = machine.output([chosen, ...x.shape.slice(1)], x.dtype);
  // Numbers of 32 bits, whatever they mean.
  const from = machine.integers(machine.block(x));
  const to = machine.integers(block);
  const rows = machine.integers(machine.block(indices));
  for (let i = 0; i < chosen; i++) {
    const row = rows[i]!;
    if (row < 0 || row >= count) throw new RangeError(`row ${row} of ${count}`);
    if (columns >= wide) to.set(from.subarray(row * columns, (row + 1) * columns), i * columns);
    else for (let c = 0; c < columns; c++) to[i * columns + c] = from[row * columns + c]!;
  }
  return info;
}
