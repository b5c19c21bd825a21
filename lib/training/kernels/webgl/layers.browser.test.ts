import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../../pure/random';
import { useBackend } from '../../backends';
import {
  type Activation,
  dense,
  denseGradInput,
  denseGradParameters,
  kernelNames,
  sum,
  type UpdateAttrs,
  update,
} from '../calls';
import { plainDense, plainDenseGradInput, plainDenseGradParameters, plainUpdate } from '../plain';

beforeAll(async () => {
  await useBackend('cpu', { wasmSimd: null });
  await useBackend('webgl', { wasmSimd: null });
});

const numbers = (n: number, seed: number, size = 1): number[] => {
  const rng = createRng(seed, 'webgl layers');
  return Array.from({ length: n }, () => Math.fround(size * rng.normal()));
};

/** What `make` gives on a backend. */
async function on(backend: 'cpu' | 'webgl', make: () => readonly tf.Tensor[]): Promise<number[][]> {
  await tf.setBackend(backend);
  return tf.tidy(() => make().map((tensor) => [...tensor.dataSync()]));
}

/**
 * Single precision: sums of up to 300 products of numbers about 1 in another order, each rounded at 6e-8 of the partial sum (up to
 * 50); the tanh and exp of GPUs are off by some units in the last place.
 */
const tolerance = 1e-5;

function expectSame(got: readonly number[][], wanted: readonly number[][]): void {
  expect(got.map((list) => list.length)).toEqual(wanted.map((list) => list.length));
  got.forEach((list, k) => {
    const worst = Math.max(
      ...list.map((value, i) =>
        Number.isFinite(value) ? Math.abs(value - wanted[k]![i]!) / (1 + Math.abs(wanted[k]![i]!)) : Infinity,
      ),
    );
    expect(worst, `output ${k}`).toBeLessThan(tolerance);
  });
}

const sizes: readonly (readonly [samples: number, fanIn: number, fanOut: number])[] = [
  [256, 2, 32],
  [256, 32, 32],
  [256, 32, 2],
  [128, 64, 128],
  [33, 9, 11],
  [1, 1, 1],
  [7, 3, 17],
  [13, 21, 5],
  [300, 4, 9],
];

describe.each(sizes)('a layer on WebGL, %d × %d → %d', (samples, fanIn, fanOut) => {
  it.each<Activation>(['relu', 'tanh', 'linear'])('agrees with plain operations on cpu (%s)', async (activation) => {
    expect(tf.getKernel(kernelNames.dense, 'webgl')).toBeDefined();
    const before = 5;
    const attrs = { offset: before, fanIn, fanOut, activation };
    // About the size of a trained layer's, so that tanh is not all 1.
    const parameters = numbers(before + (fanIn + 1) * fanOut + 3, 1, 1 / Math.sqrt(fanIn));
    // `x` is also the output of the layer below: with zeros for relu, within ±1 for tanh.
    const x = numbers(samples * fanIn, 2).map((value) =>
      Math.fround(activation === 'relu' ? Math.max(0, value) : activation === 'tanh' ? Math.tanh(value) : value),
    );
    const grad = numbers(samples * fanOut, 3);
    const tensors = () =>
      [tf.tensor2d(x, [samples, fanIn]), tf.tensor2d(grad, [samples, fanOut]), tf.tensor1d(parameters)] as const;
    const got = await on('webgl', () => {
      const [input, gradient, flat] = tensors();
      return [
        dense(input, flat, attrs),
        denseGradParameters(input, gradient, attrs),
        denseGradInput(gradient, input, flat, attrs),
      ];
    });
    const wanted = await on('cpu', () => {
      const [input, gradient, flat] = tensors();
      return [
        plainDense(input, flat, attrs),
        plainDenseGradParameters(input, gradient),
        plainDenseGradInput(gradient, input, flat, attrs),
      ];
    });
    expectSame(got, wanted);
  });
});

describe('a layer on WebGL', () => {
  it('reads what other operations made, packed or cut out of a larger tensor', async () => {
    const attrs = { offset: 2, fanIn: 10, fanOut: 12, activation: 'relu' } as const;
    const make = (layer: typeof dense) => () => {
      // Products and sums of tfjs are packed; a slice shares the texture of the whole.
      const x = tf.add<tf.Tensor2D>(tf.matMul(tf.tensor2d(numbers(30, 1), [6, 5]), tf.tensor2d(numbers(50, 2), [5, 10])), 0.5);
      const flat = tf.slice(tf.tensor1d(numbers(200, 3)), [40], [140]);
      const packed = tf.add<tf.Tensor1D>(flat, 0);
      return [layer(x, flat, attrs), layer(x, packed, attrs)];
    };
    expectSame(await on('webgl', make(dense)), await on('cpu', make(plainDense)));
  });

  it('of no samples is empty', async () => {
    const attrs = { offset: 0, fanIn: 2, fanOut: 10, activation: 'relu' } as const;
    await tf.setBackend('webgl');
    tf.tidy(() => {
      const got = dense(tf.tensor2d([], [0, 2]), tf.tensor1d(numbers(30, 1)), attrs);
      expect(got.shape).toEqual([0, 10]);
      expect(got.dataSync()).toHaveLength(0);
    });
  });

  it('keeps a NaN, which a run must notice', async () => {
    const attrs = { offset: 0, fanIn: 2, fanOut: 10, activation: 'relu' } as const;
    const [got] = await on('webgl', () => [dense(tf.tensor2d([[Number.NaN, 1]]), tf.tensor1d(numbers(30, 1)), attrs)]);
    expect(got!.every(Number.isNaN)).toBe(true);
  });
});

const updates: readonly UpdateAttrs[] = (['adam', 'sgd'] as const).flatMap((kind) =>
  [0, 0.01].flatMap((weightDecay) =>
    [1, 2, 1000].map((step) => ({ kind, learningRate: 0.01, momentum: 0.9, weightDecay, step })),
  ),
);

describe('the update on WebGL', () => {
  it.each(updates)('agrees with plain operations on cpu, twice in turn: $kind, decay $weightDecay, step $step', async (attrs) => {
    expect(tf.getKernel(attrs.kind === 'adam' ? kernelNames.adam : kernelNames.momentum, 'webgl')).toBeDefined();
    const pieces: number[][] = [numbers(63, 1, 0.1), numbers(1, 2, 1e-9), numbers(7, 3, 0), numbers(300, 4, 3)];
    const shapes = [[3, 21], [1], [7], [20, 15]];
    const size = pieces.flat().length;
    const make = (step: typeof update) => () => {
      const gradient = pieces.map((piece, k) => tf.tensor(piece, shapes[k]!));
      const start = {
        parameters: tf.tensor1d(numbers(size, 5)),
        first: tf.tensor1d(numbers(size, 6, 0.1)),
        second: tf.square(tf.tensor1d(numbers(size, 7, 0.1))),
      };
      // The second time the vectors are parts of one texture, and the gradients in blocks where they can be.
      const once = step(start, gradient, attrs);
      const packed = gradient.map((piece) => tf.add(piece, 0.01));
      const twice = step(once, packed, { ...attrs, step: attrs.step + 1 });
      return [once, twice].flatMap(({ parameters, first, second }) => [parameters, first, second]);
    };
    expectSame(await on('webgl', make(update)), await on('cpu', make(plainUpdate)));
  });

  it('takes more numbers than a row of a texture', async () => {
    const size = 40_000;
    const attrs = updates[0]!;
    const make = (step: typeof update) => () => {
      const zero = tf.zeros([size]) as tf.Tensor1D;
      const { parameters, first, second } = step(
        { parameters: zero, first: zero, second: zero },
        [tf.tensor1d(numbers(size, 8))],
        attrs,
      );
      return [parameters, first, second];
    };
    expectSame(await on('webgl', make(update)), await on('cpu', make(plainUpdate)));
  });

  it('refuses a gradient of another length', async () => {
    await tf.setBackend('webgl');
    tf.tidy(() => {
      const five = () => tf.tensor1d(numbers(5, 1));
      const vectors = { parameters: five(), first: five(), second: five() };
      expect(() => update(vectors, [tf.tensor1d([1, 2, 3, 4])], updates[0]!)).toThrow(RangeError);
    });
  });
});

describe('the sum on WebGL', () => {
  it.each([1, 64, 65, 16_811, 100_003])(
    'of %d numbers agrees with double precision, also of a part of a texture',
    async (size) => {
      await tf.setBackend('webgl');
      expect(tf.getKernel(kernelNames.sum, 'webgl')).toBeDefined();
      const list = numbers(size + 7, 9);
      tf.tidy(() => {
        const got = sum(tf.slice(tf.tensor1d(list), [7], [size]));
        expect(got.shape).toEqual([]);
        // Each thread adds some hundred numbers about 1.
        const wanted = list.slice(7).reduce((total, value) => total + value, 0);
        expect(Math.abs(got.dataSync()[0]! - wanted)).toBeLessThan(1e-6 * size + 1e-5);
      });
    },
  );

  it('is not finite if one number is not', async () => {
    await tf.setBackend('webgl');
    tf.tidy(() => {
      const list = numbers(500, 9);
      list[321] = Number.NaN;
      expect(sum(tf.tensor1d(list)).dataSync()[0]).toBeNaN();
    });
  });
});

describe('gathering on WebGL', () => {
  it.each([
    [7, 3, 5],
    [2048, 64, 128],
    [31, 9, 7],
    [40, 10, 1],
    // More rows than a texture has.
    [20_000, 11, 33],
  ])('copies rows exactly: of %d × %d, %d of them', async (rows, columns, count) => {
    await tf.setBackend('webgl');
    const table = numbers(rows * columns, 10);
    const rng = createRng(11, 'webgl rows');
    const indices = Array.from({ length: count }, (_, i) => (i === 0 ? rows - 1 : rng.integer(rows)));
    tf.tidy(() => {
      const got = tf.gather(tf.tensor2d(table, [rows, columns]), tf.tensor1d(indices, 'int32'));
      expect(got.shape).toEqual([count, columns]);
      expect([...got.dataSync()]).toEqual(indices.flatMap((row) => table.slice(row * columns, (row + 1) * columns)));
    });
  });

  it('leaves other cases to tfjs', async () => {
    await tf.setBackend('webgl');
    tf.tidy(() => {
      expect([...tf.gather(tf.tensor1d([5, 6, 7], 'int32'), tf.tensor1d([2, 0], 'int32')).dataSync()]).toEqual([7, 5]);
      const byColumn = tf.gather(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor1d([1], 'int32'), 1);
      expect([...byColumn.dataSync()]).toEqual([2, 4]);
      expect(tf.gather(tf.tensor2d([1, 2], [1, 2]), tf.tensor1d([], 'int32')).shape).toEqual([0, 2]);
    });
  });
});
