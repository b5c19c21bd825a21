import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../pure/random';
import { useBackend } from '../../backends';
import { kernelNames, type UpdateAttrs, update, type Vectors } from '../calls';
import { plainUpdate } from '../plain';

const rng = createRng(5, 'update');
const numbers = (n: number, size = 1): tf.Tensor1D => tf.tensor1d(Float32Array.from({ length: n }, () => size * rng.normal()));

const settings: readonly UpdateAttrs[] = (['adam', 'sgd'] as const).flatMap((kind) =>
  [0, 0.01].flatMap((weightDecay) =>
    [1, 2, 1000].map((step) => ({ kind, learningRate: 0.01, momentum: 0.9, weightDecay, step })),
  ),
);

describe.each(['cpu', 'wasm'] as const)('the update on %s', (backend) => {
  it.each(settings)('agrees with plain operations: $kind, decay $weightDecay, step $step', async (attrs) => {
    await useBackend(backend, { wasmSimd: null });
    expect(tf.getKernel(attrs.kind === 'adam' ? kernelNames.adam : kernelNames.momentum, backend)).toBeDefined();
    tf.tidy(() => {
      const pieces = [
        tf.reshape(numbers(60, 0.1), [3, 20]),
        numbers(1, 1e-9),
        tf.zeros([7]),
        tf.reshape(numbers(300, 3), [1, 20, 15]),
      ];
      const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
      const vectors: Vectors = { parameters: numbers(size), first: numbers(size, 0.1), second: tf.square(numbers(size, 0.1)) };
      const got = update(vectors, pieces, attrs);
      const wanted = plainUpdate(vectors, pieces, attrs);
      for (const key of ['parameters', 'first', 'second'] as const) {
        const [a, b] = [got[key].dataSync(), wanted[key].dataSync()];
        expect(a).toHaveLength(size);
        // Plain operations round each of some six steps to 6e-8; adam's quotient grows to 30 where the moments do not fit each other.
        a.forEach((value, i) => {
          expect(Math.abs(value - b[i]!)).toBeLessThan(1e-6 * (1 + Math.abs(b[i]!)));
        });
      }
    });
  });

  it('refuses a gradient of another length', async () => {
    await useBackend(backend, { wasmSimd: null });
    const [parameters, first, second] = [numbers(5), numbers(5), numbers(5)];
    expect(() => update({ parameters, first, second }, [numbers(4)], settings[0]!)).toThrow(RangeError);
  });
});
