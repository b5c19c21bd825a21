import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../../backends';

describe.each(['cpu', 'wasm'] as const)('tf.gather on %s', (backend) => {
  beforeAll(() => useBackend(backend, { wasmSimd: null }));

  it.each([1, 2, 15, 16, 33])('takes rows of %d numbers, also twice', (columns) => {
    const table = Array.from({ length: 5 }, (_, i) => Array.from({ length: columns }, (_, k) => 100 * i + k + 0.5));
    const rows = [4, 0, 4, 2];
    const got = tf.tidy(() => tf.gather(tf.tensor2d(table), tf.tensor1d(rows, 'int32')).arraySync());
    expect(got).toEqual(rows.map((row) => table[row]));
  });

  it('takes numbers of a vector and keeps their type', () => {
    tf.tidy(() => {
      const got = tf.gather(tf.tensor1d([7, -3, 2147483647], 'int32'), tf.tensor1d([2, 1, 1], 'int32'));
      expect(got.dtype).toBe('int32');
      expect(got.arraySync()).toEqual([2147483647, -3, -3]);
      expect(tf.gather(tf.tensor1d([0.5, Number.NaN]), tf.tensor1d([1, 0], 'int32')).arraySync()).toEqual([Number.NaN, 0.5]);
    });
  });

  it('leaves other axes and shapes to tfjs', () => {
    tf.tidy(() => {
      const table = tf.tensor2d([
        [1, 2, 3],
        [4, 5, 6],
      ]);
      expect(tf.gather(table, tf.tensor1d([2, 0], 'int32'), 1).arraySync()).toEqual([
        [3, 1],
        [6, 4],
      ]);
      expect(tf.gather(table, tf.tensor2d([[1], [0]], [2, 1], 'int32')).shape).toEqual([2, 1, 3]);
      expect(tf.gather(table, tf.tensor1d([], 'int32')).shape).toEqual([0, 3]);
    });
  });

  it('refuses a row that there is not', () => {
    expect(() => tf.tidy(() => tf.gather(tf.tensor2d([[1], [2]]), tf.tensor1d([2], 'int32')))).toThrow('row 2 of 2');
  });
});
