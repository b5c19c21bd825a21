import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { launch, withShared } from './program';

/**
 * A fetch from a texture costs far more than the arithmetic on what it brings. So matrices wider than this are kept in blocks of 2 × 2:
 * then two fetches give eight products. Narrower ones (inputs and embeddings of the plane and of space) stay single numbers.
 */
export const narrow = 8;

/** A matrix in blocks if it is wide. Several kernels need the same one, so it is made once. */
export function withBlocks<R>(backend: MathBackendWebGL, matrix: TensorInfo, use: (blocks: TensorInfo) => R): R {
  if (matrix.shape[1]! <= narrow || backend.texData.get(matrix.dataId).isPacked) return use(matrix);
  return withShared(backend, matrix, 'blocks', () => backend.packTensor(matrix), use);
}

/** GLSL, the body of a function of `row` and `column`: a block of a matrix that lies flat in `parameters`. 0 beyond the matrix. */
export const gatheredBlock = (offset: number, rows: number, columns: number): string => `{
  int first = ${offset} + row * ${columns} + column;
  bool right = column + 1 < ${columns};
  bool below = row + 1 < ${rows};
  return vec4(
    parametersAt(first),
    right ? parametersAt(first + 1) : 0.0,
    below ? parametersAt(first + ${columns}) : 0.0,
    right && below ? parametersAt(first + ${columns + 1}) : 0.0
  );
}`;

/** A matrix out of the flat vector, in blocks. Several kernels need the same one, so it is made once. */
export function withGathered<R>(
  backend: MathBackendWebGL,
  parameters: TensorInfo,
  offset: number,
  rows: number,
  columns: number,
  use: (matrix: TensorInfo) => R,
): R {
  const make = (): TensorInfo =>
    launch(backend, {
      inputs: { parameters },
      shape: [rows, columns],
      packed: true,
      source: `vec4 gathered(int row, int column) ${gatheredBlock(offset, rows, columns)}
void main() {
  ivec2 at = getOutputCoords();
  setOutput(gathered(at.x, at.y));
}`,
    });
  return withShared(backend, parameters, `${rows} × ${columns} at ${offset}`, make, use);
}
