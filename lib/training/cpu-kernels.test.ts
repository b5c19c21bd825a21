import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as pure from '../pure/math';
import { createRng } from '../pure/random';
import { useBackend } from './backends';
import { multiply } from './cpu-matmul';
import { refused } from './pure-cpu';

beforeAll(() => useBackend('cpu', { wasmSimd: null }));

const rng = createRng(1, 'kernels');
const random = (n: number) => Float32Array.from({ length: n }, () => rng.normal());

describe('the cpu backend', () => {
  it('computes elementary functions with the pure ones, bit by bit', () => {
    const x = random(200);
    const positive = x.map(Math.abs);
    const cases: [(t: tf.Tensor) => tf.Tensor, (v: number) => number, Float32Array][] = [
      [tf.exp, pure.exp, x],
      [tf.log, pure.ln, positive],
      [tf.sin, pure.sin, x],
      [tf.cos, pure.cos, x],
      [tf.tanh, pure.tanh, x],
      [tf.sigmoid, pure.sigmoid, x],
    ];
    for (const [op, f, values] of cases) expect([...op(tf.tensor1d(values)).dataSync()]).toEqual([...values.map(f)]);
    const [y, z] = [random(50), random(50)];
    expect([...tf.atan2(tf.tensor1d(y), tf.tensor1d(z)).dataSync()]).toEqual([...y.map((v, i) => pure.atan2(v, z[i]!))]);
  });

  it('refuses what it could only compute with engine-dependent functions', () => {
    for (const name of refused) expect(tf.getKernel(name, 'cpu'), name).toBeUndefined();
    expect(() => tf.pow(tf.tensor1d([2]), tf.tensor1d([0.5]))).toThrow();
    expect(() => tf.softmax(tf.tensor1d([1, 2]))).toThrow();
  });

  it('multiplies matrices as the definition says', () => {
    const [rows, inner, columns] = [7, 5, 3];
    const a = random(rows * inner);
    const b = random(inner * columns);
    a[3] = 0;
    const product = multiply(a, b, rows, inner, columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) sum += a[i * inner + k]! * b[k * columns + j]!;
        expect(product[i * columns + j]).toBe(Math.fround(sum));
      }
    }
  });

  it('gives the same for fused and separate product, bias and ReLU, and for transposed arguments', () => {
    const a = tf.tensor2d(random(12), [4, 3]);
    const b = tf.tensor2d(random(6), [3, 2]);
    const bias = tf.tensor1d([0.5, -0.5]);
    const separate = tf.relu(tf.add(tf.matMul(a, b), bias)).dataSync();
    expect(tf.fused.matMul({ a, b, bias, activation: 'relu' }).dataSync()).toEqual(separate);
    const stock = tf.matMul(tf.transpose(a), tf.transpose(b), true, true).dataSync();
    tf.matMul(a, b)
      .dataSync()
      .forEach((value, i) => {
        expect(value).toBeCloseTo(stock[i]!, 5);
      });
  });

  it('lets NaN through the fused ReLU', () => {
    const result = tf.fused.matMul({
      a: tf.tensor2d([[Number.NaN]]),
      b: tf.tensor2d([[1]]),
      bias: tf.tensor1d([0]),
      activation: 'relu',
    });
    expect(result.dataSync()[0]).toBeNaN();
  });
});
