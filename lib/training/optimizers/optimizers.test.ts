import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useBackend } from '../backends';
import type { OptimizerSettings } from '../types';
import { power } from './adam';
import { optimizers } from './optimizer';

beforeAll(() => useBackend('cpu', { wasmSimd: null }));

function run(settings: OptimizerSettings, start: number[], gradients: number[][]): number[] {
  return tf.tidy(() => {
    let parameters = tf.tensor1d(start);
    let moments = { first: tf.zerosLike(parameters), second: tf.zerosLike(parameters) };
    gradients.forEach((gradient, index) => {
      ({ parameters, moments } = optimizers[settings.kind](parameters, tf.tensor1d(gradient), moments, settings, index + 1));
    });
    return [...parameters.dataSync()];
  });
}

/** Single precision: about 7 digits. */
function expectClose(got: number[], expected: number[]): void {
  got.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 6);
  });
}

describe('adam', () => {
  const settings: OptimizerSettings = { kind: 'adam', learningRate: 0.1, momentum: 0, weightDecay: 0 };

  it('takes two steps as computed by hand', () => {
    // Step 1, g = 2: m = 0.2, v = 0.004; m̂ = 0.2/0.1 = 2, v̂ = 0.004/0.001 = 4; step 0.1·2/√4 = 0.1: 1 → 0.9.
    // Step 2, g = −1: m = 0.9·0.2 − 0.1 = 0.08, m̂ = 0.08/0.19; v = 0.999·0.004 + 0.001 = 0.004996, v̂ = 0.004996/0.001999;
    //   step 0.1·0.421053/√2.499250 = 0.026634: 0.9 → 0.873366.
    expectClose(run(settings, [1], [[2]]), [0.9]);
    expectClose(run(settings, [1], [[2], [-1]]), [0.873366]);
  });

  it('treats parameters one by one: the first step is the learning rate, whatever the size of the gradient', () => {
    // g / (√g² + ε) with ε = 1e-8: 0.99999 for the smallest.
    expectClose(run(settings, [0, 0, 0], [[1e-3, -5, 0]]), [-0.099999, 0.1, 0]);
  });

  it('decays weights outside the moments', () => {
    // 1 · (1 − 0.1·0.5) − 0.1 = 0.85
    expectClose(run({ ...settings, weightDecay: 0.5 }, [1], [[2]]), [0.85]);
  });
});

describe('sgd', () => {
  const settings: OptimizerSettings = { kind: 'sgd', learningRate: 0.1, momentum: 0.9, weightDecay: 0 };

  it('takes two steps as computed by hand', () => {
    // v = 2: 1 − 0.2 = 0.8; v = 0.9·2 − 1 = 0.8: 0.8 − 0.08 = 0.72.
    expectClose(run(settings, [1], [[2], [-1]]), [0.72]);
  });

  it('adds the decay to the gradient', () => {
    // g = 2 + 0.5·1 = 2.5: 1 − 0.25 = 0.75; g = −1 + 0.375 = −0.625, v = 0.9·2.5 − 0.625 = 1.625: 0.75 − 0.1625 = 0.5875.
    expectClose(run({ ...settings, weightDecay: 0.5 }, [1], [[2], [-1]]), [0.5875]);
  });
});

describe('power', () => {
  it('agrees with repeated multiplication', () => {
    let product = 1;
    for (let n = 0; n <= 200; n++) {
      expect(Math.abs(power(0.999, n) / product - 1)).toBeLessThan(200 * 2 ** -52);
      product *= 0.999;
    }
  });
});
