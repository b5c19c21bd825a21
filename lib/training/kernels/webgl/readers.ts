import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { floatLiteral } from '../../../algebra/shader';

/**
 * GLSL that reads a tensor from its texture, as it lies there. (The readers of tfjs want one kind of texture for all inputs.) For an
 * input `x` the shader may call
 * - `float xAt(int i)`: place i of the flat data;
 * - `float xIn(int row, int column)`: of a matrix;
 * - `vec4 xBlock(int row, int column)`: of a matrix, the numbers at (row, column), (row, column + 1), (row + 1, column), (row + 1,
 *   column + 1), for even row and column. Beyond the matrix: 0 where the texture holds single numbers, undefined where it holds blocks.
 *
 * Places are computed in floating point and fetched by `texture`: software GPUs divide whole numbers one by one, and take twice as
 * long for `texelFetch`.
 */
export function readerOf(backend: MathBackendWebGL, name: string, tensor: TensorInfo, source: string): string {
  const { texShape, isPacked, slice } = backend.texData.get(tensor.dataId);
  const { shape } = tensor;
  const size = texShape as [number, number];
  const text = isPacked ? packedReader(name, shape, size) : plainReader(name, shape, size, Boolean(slice?.flatOffset));
  return source.includes(`${name}Block(`) && !isPacked ? `${text}\n${blockOfSingles(name, shape)}` : text;
}

/** Whether a packed texture can be read as it is: a matrix that was not given another shape. */
export function readsPacked(backend: MathBackendWebGL, { dataId, shape }: TensorInfo): boolean {
  const data = backend.texData.get(dataId);
  return shape.length === 2 && !data.slice && util.arraysEqual(shape, data.shape);
}

/** GLSL statements: place i of rows of `width` numbers becomes `row` and `column`, both of the given type. */
function divided(width: number, count: number, type: 'int' | 'float'): string {
  // Up to here (i + ½) / width is never rounded to the wrong side of a whole number.
  if (count > 2 ** 22) {
    return `int quotient = i / ${width}; ${type} row = ${type}(quotient); ${type} column = ${type}(i - quotient * ${width});`;
  }
  const row = `floor((float(i) + 0.5) * ${floatLiteral(1 / width)})`;
  if (type === 'float') return `float row = ${row}; float column = float(i) - row * ${width}.0;`;
  return `int row = int(${row}); int column = i - row * ${width};`;
}

/** A number a texel. `offset<name>` is set by tfjs for tensors that are a part of another one's texture. */
function plainReader(name: string, shape: readonly number[], [height, width]: [number, number], hasOffset: boolean): string {
  const inverse = `vec2(${floatLiteral(1 / width)}, ${floatLiteral(1 / height)})`;
  const fetch = (column: string, row: string): string => `texture(${name}, (vec2(${column}, ${row}) + 0.5) * ${inverse}).r`;
  const offset = hasOffset ? `i += offset${name}; ` : '';
  const at =
    height === 1
      ? `float ${name}At(int i) { ${offset}return ${fetch('i', '0')}; }`
      : `float ${name}At(int i) { ${offset}${divided(width, height * width, 'float')} return ${fetch('column', 'row')}; }`;
  if (shape.length !== 2) return at;
  const direct = !hasOffset && shape[0] === height && shape[1] === width;
  const value = direct ? fetch('column', 'row') : `${name}At(row * ${shape[1]} + column)`;
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
function packedReader(name: string, shape: readonly number[], texShape: [number, number]): string {
  const [rows, columns] = shape as [number, number];
  const [height, width] = texShape.map((n) => Math.ceil(n / 2)) as [number, number];
  const [down, across] = [Math.ceil(rows / 2), Math.ceil(columns / 2)];
  const half = `vec2(${floatLiteral(0.5 / width)}, ${floatLiteral(0.5 / height)})`;
  const block =
    width === across && height === down
      ? `vec4 ${name}Block(int row, int column) { return texture(${name}, (vec2(column, row) + 1.0) * ${half}); }`
      : `vec4 ${name}Texel(int i) {
  ${divided(width, height * width, 'float')}
  return texture(${name}, (vec2(column, row) + 0.5) * 2.0 * ${half});
}
vec4 ${name}Block(int row, int column) { return ${name}Texel((row >> 1) * ${across} + (column >> 1)); }`;
  return `${block}
float ${name}In(int row, int column) {
  ivec2 odd = ivec2(row & 1, column & 1);
  vec4 block = ${name}Block(row - odd.x, column - odd.y);
  vec2 line = odd.x == 0 ? block.xy : block.zw;
  return odd.y == 0 ? line.x : line.y;
}
float ${name}At(int i) { ${divided(columns, rows * columns, 'int')} return ${name}In(row, column); }`;
}
