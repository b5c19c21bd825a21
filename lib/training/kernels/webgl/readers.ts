import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';

/**
 * GLSL that reads a tensor from its texture, as it lies there. tfjs writes readers of its own, with floating-point places and a
 * division a number, and one kind of texture for all inputs. For an input `x` the shader may call
 * - `float xAt(int i)`: place i of the flat data;
 * - `float xIn(int row, int column)`: of a matrix;
 * - `vec4 xBlock(int row, int column)`: of a matrix, the numbers at (row, column), (row, column + 1), (row + 1, column), (row + 1,
 *   column + 1), for even row and column. Beyond the matrix: 0 where the texture holds single numbers, undefined where it holds blocks.
 */
export function readerOf(backend: MathBackendWebGL, name: string, tensor: TensorInfo, source: string): string {
  const { texShape, isPacked, slice } = backend.texData.get(tensor.dataId);
  const size = texShape as [number, number];
  const text = isPacked
    ? packedReader(name, tensor.shape, size)
    : plainReader(name, tensor.shape, size, Boolean(slice?.flatOffset));
  return source.includes(`${name}Block(`) ? [text, isPacked ? '' : blockOfSingles(name, tensor.shape)].join('\n') : text;
}

/** Whether a packed texture can be read as it is: a matrix that was not given another shape. */
export function readsPacked(backend: MathBackendWebGL, { dataId, shape }: TensorInfo): boolean {
  const data = backend.texData.get(dataId);
  return shape.length === 2 && !data.slice && util.arraysEqual(shape, data.shape);
}

/** A number a texel. `offset<name>` is set by tfjs for tensors that are a part of another one's texture. */
function plainReader(name: string, shape: readonly number[], [height, width]: [number, number], hasOffset: boolean): string {
  const bits = Math.log2(width);
  const place =
    height === 1
      ? 'ivec2(i, 0)'
      : Number.isInteger(bits)
        ? `ivec2(i & ${width - 1}, i >> ${bits})`
        : `ivec2(i - ${width} * (i / ${width}), i / ${width})`;
  const offset = hasOffset ? `i += offset${name}; ` : '';
  const at = `float ${name}At(int i) { ${offset}return texelFetch(${name}, ${place}, 0).r; }`;
  if (shape.length !== 2) return at;
  const direct = !hasOffset && shape[0] === height && shape[1] === width;
  const value = direct ? `texelFetch(${name}, ivec2(column, row), 0).r` : `${name}At(row * ${shape[1]} + column)`;
  return `${at}\nfloat ${name}In(int row, int column) { return ${value}; }`;
}

function blockOfSingles(name: string, [rows, columns]: readonly number[]): string {
  return `vec4 ${name}Block(int row, int column) {
  bool right = column + 1 < ${columns};
  bool below = row + 1 < ${rows};
  return vec4(
    ${name}In(row, column),
    right ? ${name}In(row, column + 1) : 0.0,
    below ? ${name}In(row + 1, column) : 0.0,
    right && below ? ${name}In(row + 1, column + 1) : 0.0
  );
}`;
}

/** A block of 2 × 2 numbers a texel; `texShape` counts numbers. */
function packedReader(name: string, [rows, columns]: readonly number[], texShape: [number, number]): string {
  const [height, width] = texShape.map((n) => Math.ceil(n / 2)) as [number, number];
  const across = Math.ceil(columns! / 2);
  const direct = width === across && height === Math.ceil(rows! / 2);
  const fetch = direct
    ? `return texelFetch(${name}, ivec2(column >> 1, row >> 1), 0);`
    : `int i = (row >> 1) * ${across} + (column >> 1);
  return texelFetch(${name}, ivec2(i - ${width} * (i / ${width}), i / ${width}), 0);`;
  return `vec4 ${name}Block(int row, int column) {
  ${fetch}
}
float ${name}In(int row, int column) { return ${name}Block(row, column)[(row & 1) * 2 + (column & 1)]; }
float ${name}At(int i) { return ${name}In(i / ${columns}, i - ${columns} * (i / ${columns})); }`;
}
