import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dualAlgebra } from './dual';
import { tensorAlgebra } from './tensor';
import { angleToTargets } from './tensor-angle';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => expect(tf.memory().numTensors).toBe(0));

const A = tensorAlgebra(tf);
const row = (values: number[]) => tf.tensor1d(values);

describe('the tensor algebra', () => {
  it('has no gradient through a condition, and that of the branch taken through the branches', () => {
    tf.tidy(() => {
      const f = (x: tf.Tensor) => A.select(x, tf.scalar(1), A.mul(x, x), A.mul(tf.scalar(5), x));
      const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => tf.sum(f(x)))(row([0.5, 1, 2]));
      expect([...value.dataSync()]).toEqual([0.25 + 5 + 10]);
      expect([...grad.dataSync()]).toEqual([1, 5, 5]);
    });
  });
  it('stops the gradient and keeps the value', () => {
    tf.tidy(() => {
      const f = (x: tf.Tensor) => A.add(A.mul(x, x), A.stopGradient(A.mul(tf.scalar(7), x)));
      const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => tf.sum(f(x)))(row([3]));
      expect([...value.dataSync()]).toEqual([30]);
      expect([...grad.dataSync()]).toEqual([6]);
    });
  });
  it('differentiates the same by duals as by the tape of tfjs', () => {
    tf.tidy(() => {
      const D = dualAlgebra(A);
      const x = row([0.3, 1.1, 2.9]);
      const f = <T>(B: import('./algebra').Algebra<T>, t: T): T => {
        const shifted = B.add(t, B.constant(0.5));
        const folded = B.sub(B.div(B.cos(shifted), B.add(t, B.constant(2))), B.sqrt(B.sin(t)));
        return B.max(B.select(B.constant(1), t, folded, B.neg(shifted)), B.sub(B.floor(t), B.min(t, B.constant(4))));
      };
      const dual = f(D, { value: x, slope: tf.onesLike(x) });
      const { value, grad } = tf.valueAndGrad((t: tf.Tensor) => tf.sum(f(A, t)))(x);
      expect(value.dataSync()[0]).toBeCloseTo(tf.sum(dual.value).dataSync()[0]!, 6);
      [...grad.dataSync()].forEach((g, i) => {
        expect(dual.slope.dataSync()[i]).toBeCloseTo(g, 5);
      });
    });
  });
});

describe('angleToTargets', () => {
  const unit = (angle: number) => [Math.cos(angle), Math.sin(angle)];
  it('gives angles that arccos in single precision would lose', () => {
    tf.tidy(() => {
      const angles = [1e-5, 1e-3, 1, 2, Math.PI - 1e-3, Math.PI - 1e-5];
      const x = tf.tensor2d(angles.map(() => [1, 0]));
      const theta = angleToTargets(tf, x, tf.tensor2d(angles.map(unit))).dataSync();
      // One unit in the last place of π in single precision is 2.4e-7.
      angles.forEach((angle, i) => {
        expect(Math.abs(theta[i]! - angle)).toBeLessThan(4e-7);
      });
    });
  });
  it('has unit tangents as gradients, against central differences on the circle', () => {
    tf.tidy(() => {
      const angles = [1e-3, 0.4, 2.5, 3.1];
      const x = tf.tensor2d(angles.map(() => [1, 0]));
      const w = tf.tensor2d(angles.map(unit));
      const [gx, gw] = tf.grads((a, b) => tf.sum(angleToTargets(tf, a as tf.Tensor2D, b as tf.Tensor2D)))([x, w]);
      // x̂ = (1, 0) turned by ε towards ŵ lowers θ by ε: the gradient is (0, −1).
      angles.forEach((angle, i) => {
        const [a, b] = (gx as tf.Tensor2D).arraySync()[i]!;
        expect(Math.hypot(a! - 0, b! + 1)).toBeLessThan(1e-3);
        const [c, d] = (gw as tf.Tensor2D).arraySync()[i]!;
        expect(Math.hypot(c! + Math.sin(angle), d! - Math.cos(angle))).toBeLessThan(1e-3);
      });
    });
  });
  it('has gradient 0 for aligned, opposite and zero rows', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([
        [0.6, 0.8],
        [0.6, 0.8],
        [0, 0],
        [0.6, 0.8],
      ]);
      const w = tf.tensor2d([
        [0.6, 0.8],
        [-0.6, -0.8],
        [1, 0],
        [0, 0],
      ]);
      const gradients = tf.grads((a, b) => tf.sum(angleToTargets(tf, a as tf.Tensor2D, b as tf.Tensor2D)))([x, w]);
      const [gx, gw] = gradients.map((g) => (g as tf.Tensor2D).arraySync());
      expect([...gx!.flat(), ...gw!.flat()].map(Math.abs)).toEqual(Array(16).fill(0));
      const theta = angleToTargets(tf, x, w).dataSync();
      [0, Math.PI, Math.PI / 2, Math.PI / 2].forEach((angle, i) => {
        expect(theta[i]).toBeCloseTo(angle, 6);
      });
    });
  });
});
