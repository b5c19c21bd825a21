import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../pure/random';
import { useBackend } from '../../backends';
import { type Activation, type DenseAttrs, dense, denseGradInput, denseGradParameters, kernelNames } from '../calls';
import { plainDense, plainDenseGradInput, plainDenseGradParameters } from '../plain';

const rng = createRng(7, 'dense');
/** Some exact zeros, as ReLU leaves them. */
const numbers = (n: number): Float32Array => Float32Array.from({ length: n }, () => (rng.uniform() < 0.2 ? 0 : rng.normal()));

interface Layer {
  readonly attrs: DenseAttrs;
  readonly x: tf.Tensor2D;
  readonly grad: tf.Tensor2D;
  readonly parameters: tf.Tensor1D;
}

function randomLayer(rows: number, fanIn: number, fanOut: number, activation: Activation): Layer {
  const offset = rng.integer(9);
  const x = tf.tensor2d(numbers(rows * fanIn), [rows, fanIn]);
  return {
    attrs: { offset, fanIn, fanOut, activation },
    x: activation === 'relu' ? tf.relu(x) : activation === 'tanh' ? tf.tanh(x) : x,
    grad: tf.tensor2d(numbers(rows * fanOut), [rows, fanOut]),
    parameters: tf.tensor1d(numbers(offset + (fanIn + 1) * fanOut + rng.integer(5))),
  };
}

/** All sums have up to `terms` products of size about 1, each rounded to 6e-8, in different orders. */
function expectClose(got: tf.Tensor, wanted: tf.Tensor, terms: number): void {
  expect(got.shape).toEqual(wanted.shape);
  const [a, b] = [got.dataSync(), wanted.dataSync()];
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  expect(largest).toBeLessThan(2e-7 * (4 + terms));
}

const shapes: [rows: number, fanIn: number, fanOut: number][] = [
  [256, 2, 32],
  [256, 32, 32],
  [256, 32, 2],
  [128, 64, 128],
  [1, 1, 1],
  ...Array.from({ length: 12 }, (): [number, number, number] => [1 + rng.integer(64), 1 + rng.integer(20), 1 + rng.integer(20)]),
];

describe.each(['cpu', 'wasm'] as const)('dense layers on %s', (backend) => {
  it.each(['linear', 'relu', 'tanh'] as const)('agree with plain operations, forth and back, with %s', async (activation) => {
    await useBackend(backend, { wasmSimd: null });
    expect(tf.getKernel(kernelNames.dense, backend)).toBeDefined();
    for (const [rows, fanIn, fanOut] of shapes) {
      tf.tidy(() => {
        const { attrs, x, grad, parameters } = randomLayer(rows, fanIn, fanOut, activation);
        expectClose(dense(x, parameters, attrs), plainDense(x, parameters, attrs), fanIn);
        expectClose(denseGradParameters(x, grad, attrs), plainDenseGradParameters(x, grad), rows);
        expectClose(denseGradInput(grad, x, parameters, attrs), plainDenseGradInput(grad, x, parameters, attrs), fanOut);
      });
    }
  });

  it('use the parameters as they are now, not those of an earlier call', async () => {
    await useBackend(backend, { wasmSimd: null });
    const attrs: DenseAttrs = { offset: 3, fanIn: 16, fanOut: 8, activation: 'linear' };
    for (let round = 0; round < 20; round++) {
      tf.tidy(() => {
        // Freed memory is given out again: the same address, and on some rounds the same shape, with other numbers.
        const { x, grad, parameters } = { ...randomLayer(32, 16, 8, 'linear'), parameters: tf.tensor1d(numbers(3 + 17 * 8)) };
        expectClose(dense(x, parameters, attrs), plainDense(x, parameters, attrs), 16);
        expectClose(denseGradParameters(x, grad, attrs), plainDenseGradParameters(x, grad), 32);
        expectClose(denseGradInput(grad, x, parameters, attrs), plainDenseGradInput(grad, x, parameters, attrs), 8);
      });
    }
  });

  it('let NaN through (wasm: but for ReLU, which XNNPACK makes 0), and stop the gradient at 0, −0 and below', async () => {
    await useBackend(backend, { wasmSimd: null });
    tf.tidy(() => {
      const attrs: DenseAttrs = { offset: 0, fanIn: 1, fanOut: 1, activation: 'relu' };
      const parameters = tf.tensor1d([1, 0]);
      const column = (values: number[]) => tf.tensor2d(values, [values.length, 1]);
      expect([...dense(column([Number.NaN, -1, 2]), parameters, attrs).dataSync()]).toEqual([
        backend === 'cpu' ? Number.NaN : 0,
        0,
        2,
      ]);
      expect(dense(column([Number.NaN]), parameters, { ...attrs, activation: 'linear' }).dataSync()[0]).toBeNaN();
      const x = column([0, -0, -1, 1e-45, 1, 3e38]);
      expect([...denseGradInput(tf.onesLike(x), x, parameters, attrs).dataSync()]).toEqual([0, 0, 0, 1, 1, 1]);
    });
  });

  it('leave nothing behind', async () => {
    await useBackend(backend, { wasmSimd: null });
    const { attrs, x, grad, parameters } = randomLayer(8, 64, 64, 'relu');
    const run = () =>
      tf.tidy(() => {
        dense(x, parameters, attrs);
        denseGradParameters(x, grad, attrs);
        denseGradInput(grad, x, parameters, attrs);
      });
    run();
    const [tensors, heap] = [tf.memory().numTensors, heapSize()];
    for (let i = 0; i < 2000; i++) run();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(heapSize()).toBe(heap);
    tf.dispose([x, grad, parameters]);
  });
});

/** Bytes of the wasm heap; 0 on cpu. It begins with 16 MB, so 2,000 packed copies of 16 kB that are not given back make it grow. */
function heapSize(): number {
  const { wasm } = tf.backend() as tf.KernelBackend & { wasm?: { HEAPU8: Uint8Array } };
  return wasm?.HEAPU8.buffer.byteLength ?? 0;
}
