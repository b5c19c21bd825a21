import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import {
  GatherV2,
  type GatherV2Attrs,
  getKernel,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { narrow } from './blocks';
import { launch } from './program';

/**
 * Puts a faster `tf.gather` of a matrix's rows in the place of tfjs's, for batches: that one divides four whole numbers a number, and its
 * result would have to be brought into blocks. All other cases stay with tfjs.
 */
export function registerGather(): void {
  const stock = getKernel(GatherV2, 'webgl');
  unregisterKernel(GatherV2, 'webgl');
  registerKernel({
    ...stock,
    kernelFunc(params) {
      const { x, indices } = params.inputs as Record<'x' | 'indices', TensorInfo>;
      const { axis, batchDims } = params.attrs as unknown as GatherV2Attrs;
      const rows = x.shape.length === 2 && indices.shape.length === 1 && axis === 0 && batchDims === 0;
      const empty = x.shape.includes(0) || indices.shape.includes(0);
      return rows && !empty && x.dtype === 'float32'
        ? gatherRows(params.backend as MathBackendWebGL, x, indices)
        : stock.kernelFunc(params);
    },
  });
}

function gatherRows(backend: MathBackendWebGL, table: TensorInfo, indices: TensorInfo): TensorInfo {
  const [count, columns] = [indices.shape[0]!, table.shape[1]!];
  const inputs = { table, indices };
  const rowAt = 'int rowAt(int i) { return int(indicesAt(i) + 0.5); }';
  if (columns <= narrow) {
    return launch(backend, {
      inputs,
      shape: [count, columns],
      source: `${rowAt}
void main() {
  ivec2 at = getOutputCoords();
  setOutput(tableIn(rowAt(at.x), at.y));
}`,
    });
  }
  return launch(backend, {
    inputs,
    shape: [count, columns],
    packed: true,
    source: `${rowAt}
void main() {
  ivec2 at = getOutputCoords();
  bool right = at.y + 1 < ${columns};
  int row = rowAt(at.x);
  vec4 block = vec4(tableIn(row, at.y), right ? tableIn(row, at.y + 1) : 0.0, 0.0, 0.0);
  if (at.x + 1 < ${count}) {
    row = rowAt(at.x + 1);
    block.zw = vec2(tableIn(row, at.y), right ? tableIn(row, at.y + 1) : 0.0);
  }
  setOutput(block);
}`,
  });
}
