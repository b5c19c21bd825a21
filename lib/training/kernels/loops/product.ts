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
    for (let panel = 0; panel < panels; panel++) {
      for (let row = start; row < end; row += 4) {
        tile(packedA, (row - start) * inner, packedB, panel * inner * 4, inner);
        store(out, bias, relu, row, Math.min(4, rows - row), panel * 4, Math.min(4, columns - panel * 4), columns);
      }
    }
  }
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

/** The sixteen sums of one tile, row by row. */
const sums = new Float64Array(16);

function tile(a: Float64Array, atA: number, b: Float64Array, atB: number, inner: number): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  let u0 = 0;
  let u1 = 0;
  let u2 = 0;
  let u3 = 0;
  let v0 = 0;
  let v1 = 0;
  let v2 = 0;
  let v3 = 0;
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
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
  sums[4] = t0;
  sums[5] = t1;
  sums[6] = t2;
  sums[7] = t3;
  sums[8] = u0;
  sums[9] = u1;
  sums[10] = u2;
  sums[11] = u3;
  sums[12] = v0;
  sums[13] = v1;
  sums[14] = v2;
  sums[15] = v3;
}

function store(
  out: Float32Array,
  bias: Float32Array | null,
  relu: boolean,
  row: number,
  height: number,
  column: number,
  width: number,
  columns: number,
): void {
  for (let r = 0; r < height; r++) {
    for (let c = 0, at = (row + r) * columns + column; c < width; c++, at++) {
      const sum = bias ? sums[r * 4 + c]! + bias[column + c]! : sums[r * 4 + c]!;
      // Not Math.max: NaN must stay NaN to be found, which it does here since NaN < 0 is false.
      out[at] = relu && sum < 0 ? 0 : sum;
    }
  }
}
