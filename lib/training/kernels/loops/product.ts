import { doubles } from './machine';

/** Doubles of a block of packed rows: 1 MB, so that it stays in a processor's second cache. */
const blockSize = 2 ** 17;

/**
 * out = a · b (+ bias) (then ReLU) with sums in double precision in a fixed order, so that the bits are the same on every engine.
 *
 * Four rows times four columns at once, from copies in double precision in which their numbers lie side by side: each number is
 * loaded once for four products and converted once for all.
 *
 * @param a     rows × inner
 * @param b     inner × columns
 * @param bias  columns, or null
 * @param out   rows × columns
 */
export function multiply(
  a: Float32Array,
  b: Float32Array,
  bias: Float32Array | null,
  relu: boolean,
  out: Float32Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  const panels = (columns + 3) >> 2;
  const packedB = doubles('product b', panels * inner * 4);
  for (let panel = 0; panel < panels; panel++) packColumns(b, packedB, panel, inner, columns);
  const height = Math.max(4, Math.floor(blockSize / Math.max(1, inner)) & ~3);
  const packedA = doubles('product a', Math.min(height, (rows + 3) & ~3) * inner);
  for (let start = 0; start < rows; start += height) {
    const end = Math.min(rows, start + height);
    for (let row = start; row < end; row += 4) packRows(a, packedA, (row - start) * inner, row, rows, inner);
    for (let panel = 0, column = 0; panel < panels; panel++, column += 4) {
      for (let k = 0; k < 4; k++) start4[k] = bias && column + k < columns ? bias[column + k]! : 0;
      for (let row = start; row < end; row += 4) {
        const atA = (row - start) * inner;
        const to = row * columns + column;
        if (row + 4 <= rows && column + 4 <= columns) {
          tile(packedA, atA, packedB, column * inner, inner, out, to, columns);
        } else {
          tile(packedA, atA, packedB, column * inner, inner, edge, 0, 4);
          for (let r = 0; r < Math.min(4, rows - row); r++) {
            for (let k = 0; k < Math.min(4, columns - column); k++) out[to + r * columns + k] = edge[r * 4 + k]!;
          }
        }
      }
    }
  }
  if (relu) keepPositive(new Int32Array(out.buffer, out.byteOffset, rows * columns));
}

/** Four columns of b, row by row; columns beyond the last are 0. */
function packColumns(b: Float32Array, packed: Float64Array, panel: number, inner: number, columns: number): void {
  const first = panel * 4;
  let to = first * inner;
  if (first + 4 <= columns) {
    for (let k = 0, at = first; k < inner; k++, at += columns, to += 4) {
      packed[to] = b[at]!;
      packed[to + 1] = b[at + 1]!;
      packed[to + 2] = b[at + 2]!;
      packed[to + 3] = b[at + 3]!;
    }
    return;
  }
  for (let k = 0; k < inner; k++) {
    for (let j = first; j < first + 4; j++) packed[to++] = j < columns ? b[k * columns + j]! : 0;
  }
}

/** Four rows of a, column by column; rows beyond the last are 0. */
function packRows(a: Float32Array, packed: Float64Array, to: number, row: number, rows: number, inner: number): void {
  for (let r = 0; r < 4; r++) {
    const at = (row + r) * inner;
    const present = row + r < rows;
    for (let k = 0, put = to + r; k < inner; k++, put += 4) packed[put] = present ? a[at + k]! : 0;
  }
}

/** Where the sums of four columns begin: their biases. */
const start4 = new Float64Array(4);
/** A tile that reaches beyond the matrix. */
const edge = new Float32Array(16);

/** Sixteen sums, written to `out` from `to` on, `columns` apart. */
function tile(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  inner: number,
  out: Float32Array,
  to: number,
  columns: number,
): void {
  let s0 = start4[0]!;
  let s1 = start4[1]!;
  let s2 = start4[2]!;
  let s3 = start4[3]!;
  let t0 = start4[0]!;
  let t1 = start4[1]!;
  let t2 = start4[2]!;
  let t3 = start4[3]!;
  let u0 = start4[0]!;
  let u1 = start4[1]!;
  let u2 = start4[2]!;
  let u3 = start4[3]!;
  let v0 = start4[0]!;
  let v1 = start4[1]!;
  let v2 = start4[2]!;
  let v3 = start4[3]!;
  for (let k = 0, x = atA, y = atB; k < inner; k++, x += 4, y += 4) {
    const b0 = b[y]!;
    const b1 = b[y + 1]!;
    const b2 = b[y + 2]!;
    const b3 = b[y + 3]!;
    let factor = a[x]!;
    s0 += factor * b0;
    s1 += factor * b1;
    s2 += factor * b2;
    s3 += factor * b3;
    factor = a[x + 1]!;
    t0 += factor * b0;
    t1 += factor * b1;
    t2 += factor * b2;
    t3 += factor * b3;
    factor = a[x + 2]!;
    u0 += factor * b0;
    u1 += factor * b1;
    u2 += factor * b2;
    u3 += factor * b3;
    factor = a[x + 3]!;
    v0 += factor * b0;
    v1 += factor * b1;
    v2 += factor * b2;
    v3 += factor * b3;
  }
  const row1 = to + columns;
  const row2 = to + 2 * columns;
  const row3 = to + 3 * columns;
  out[to] = s0;
  out[to + 1] = s1;
  out[to + 2] = s2;
  out[to + 3] = s3;
  out[row1] = t0;
  out[row1 + 1] = t1;
  out[row1 + 2] = t2;
  out[row1 + 3] = t3;
  out[row2] = u0;
  out[row2 + 1] = u1;
  out[row2 + 2] = u2;
  out[row2 + 3] = u3;
  out[row3] = v0;
  out[row3 + 1] = v1;
  out[row3 + 2] = v2;
  out[row3 + 3] = v3;
}

/**
 * ReLU on the bits: a branch would be guessed wrong every other time. Numbers with the sign bit become 0, but for NaN, which must stay to be
 * found.
 */
function keepPositive(bits: Int32Array): void {
  const n = bits.length;
  for (let i = 0; i < n; i++) {
    const b = bits[i]!;
    const notNumber = (0x7f800000 - (b & 0x7fffffff)) >> 31;
    bits[i] = b & (~(b >> 31) | notNumber);
  }
}
