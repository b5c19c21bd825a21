import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { DenseAttrs, DenseLayer } from '../calls';
import { fastTanh } from './exp';
import { doubles, type Machine } from './machine';

/** Below this many inputs the gradient of the weights is a loop: bringing the batch into the product's order would cost more. */
const fewInputs = 8;

/** act(x·W + b), n × fanOut. */
export function dense<B>(machine: Machine<B>, x: TensorInfo, parameters: TensorInfo, attrs: DenseAttrs): TensorInfo {
  const { offset, fanIn, fanOut, activation } = attrs;
  const rows = x.shape[0]!;
  const { info, block } = machine.output([rows, fanOut]);
  const flat = machine.block(parameters);
  machine.multiply({
    a: machine.block(x),
    b: machine.part(flat, offset, fanIn * fanOut),
    bias: machine.part(flat, offset + fanIn * fanOut, fanOut),
    relu: activation === 'relu',
    out: block,
    rows,
    inner: fanIn,
    columns: fanOut,
  });
  if (activation === 'tanh') {
    const values = machine.floats(block);
    for (let i = 0; i < values.length; i++) values[i] = fastTanh(values[i]!);
  }
  return info;
}

/** (fanIn + 1) × fanOut: xᵀ · grad and, as the last row, the column sums of grad. */
export function denseGradParameters<B>(machine: Machine<B>, x: TensorInfo, grad: TensorInfo, layer: DenseLayer): TensorInfo {
  const { fanIn, fanOut } = layer;
  const rows = x.shape[0]!;
  const { info, block } = machine.output([fanIn + 1, fanOut]);
  if (fanIn < fewInputs) {
    outerProducts(
      machine.floats(machine.block(x)),
      machine.floats(machine.block(grad)),
      machine.floats(block),
      rows,
      fanIn,
      fanOut,
    );
    return info;
  }
  // The product with a row of ones below xᵀ gives the column sums too.
  const transposed = machine.scratch('transposed', (fanIn + 1) * rows);
  const values = machine.floats(transposed);
  transpose(machine.floats(machine.block(x)), values, rows, fanIn);
  values.fill(1, fanIn * rows, (fanIn + 1) * rows);
  machine.multiply({ a: transposed, b: machine.block(grad), out: block, rows: fanIn + 1, inner: rows, columns: fanOut });
  return info;
}

/** (grad · Wᵀ) ⊙ act′, n × fanIn, with act′ from the output x of the layer below. */
export function denseGradInput<B>(
  machine: Machine<B>,
  grad: TensorInfo,
  x: TensorInfo,
  parameters: TensorInfo,
  attrs: DenseAttrs,
): TensorInfo {
  const { offset, fanIn, fanOut, activation } = attrs;
  const rows = x.shape[0]!;
  const { info, block } = machine.output([rows, fanIn]);
  const transposed = machine.scratch('transposed', fanIn * fanOut);
  const weights = machine.part(machine.block(parameters), offset, fanIn * fanOut);
  transpose(machine.floats(weights), machine.floats(transposed), fanIn, fanOut);
  machine.multiply({ a: machine.block(grad), b: transposed, out: block, rows, inner: fanOut, columns: fanIn });
  if (activation === 'relu') maskByRelu(machine.integers(block), machine.integers(machine.block(x)));
  if (activation === 'tanh') multiplyByTanhSlope(machine.floats(block), machine.floats(machine.block(x)));
  return info;
}

/** @param from  rows × columns. @param to  columns × rows (and perhaps more behind) */
export function transpose(from: Float32Array, to: Float32Array, rows: number, columns: number): void {
  // Squares of 16 × 16 numbers, so that both sides stay in the cache.
  for (let top = 0; top < rows; top += 16) {
    for (let left = 0; left < columns; left += 16) {
      transposeSquare(from, to, rows, columns, top, Math.min(rows, top + 16), left, Math.min(columns, left + 16));
    }
  }
}

function transposeSquare(
  from: Float32Array,
  to: Float32Array,
  rows: number,
  columns: number,
  top: number,
  bottom: number,
  left: number,
  right: number,
): void {
  for (let j = left; j < right; j++) {
    for (let i = top, at = top * columns + j, put = j * rows + top; i < bottom; i++, at += columns) to[put++] = from[at]!;
  }
}

/** xᵀ · grad, column sums of grad in the last row; sums in double precision, four samples at once. */
function outerProducts(
  x: Float32Array,
  grad: Float32Array,
  out: Float32Array,
  rows: number,
  fanIn: number,
  fanOut: number,
): void {
  const size = (fanIn + 1) * fanOut;
  const sums = doubles('outer products', size);
  sums.fill(0, 0, size);
  const whole = rows & ~3;
  for (let i = 0; i < whole; i += 4) addFour(x, grad, sums, i, fanIn, fanOut);
  for (let i = whole; i < rows; i++) addOne(x, grad, sums, i, fanIn, fanOut);
  for (let i = 0; i < size; i++) out[i] = sums[i]!;
}

function addFour(x: Float32Array, grad: Float32Array, sums: Float64Array, row: number, fanIn: number, fanOut: number): void {
  const g0 = row * fanOut;
  const g1 = g0 + fanOut;
  const g2 = g1 + fanOut;
  const g3 = g2 + fanOut;
  const x0 = row * fanIn;
  const x1 = x0 + fanIn;
  const x2 = x1 + fanIn;
  const x3 = x2 + fanIn;
  for (let k = 0, to = 0; k <= fanIn; k++, to += fanOut) {
    const bias = k === fanIn;
    const f0 = bias ? 1 : x[x0 + k]!;
    const f1 = bias ? 1 : x[x1 + k]!;
    const f2 = bias ? 1 : x[x2 + k]!;
    const f3 = bias ? 1 : x[x3 + k]!;
    for (let j = 0; j < fanOut; j++) {
      sums[to + j]! += f0 * grad[g0 + j]! + f1 * grad[g1 + j]! + f2 * grad[g2 + j]! + f3 * grad[g3 + j]!;
    }
  }
}

function addOne(x: Float32Array, grad: Float32Array, sums: Float64Array, row: number, fanIn: number, fanOut: number): void {
  for (let k = 0, to = 0; k <= fanIn; k++) {
    const factor = k === fanIn ? 1 : x[row * fanIn + k]!;
    for (let j = 0, at = row * fanOut; j < fanOut; j++, to++, at++) sums[to]! += factor * grad[at]!;
  }
}

/**
 * Sets to 0 where x is not positive, on the bits: a branch would be guessed wrong every other time. For the integer b of x's bits, b or
 * b − 1 has the sign bit just where x is 0, −0 or negative.
 */
function maskByRelu(grad: Int32Array, x: Int32Array): void {
  const n = grad.length;
  for (let i = 0; i < n; i++) {
    const bits = x[i]!;
    grad[i] = grad[i]! & (~(bits | (bits - 1)) >> 31);
  }
}

function multiplyByTanhSlope(grad: Float32Array, x: Float32Array): void {
  for (let i = 0; i < grad.length; i++) grad[i]! *= 1 - x[i]! * x[i]!;
}
