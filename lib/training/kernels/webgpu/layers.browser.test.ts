import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../pure/random';
import { useBackend } from '../../backends';
import type { OptimizerSettings } from '../../types';
import { type Activation, dense, denseGradInput, denseGradParameters, update } from '../calls';
import { plainDense, plainDenseGradInput, plainDenseGradParameters, plainUpdate } from '../plain';
import { hasWebGpu, onWebGpu, webGpu } from './device.cases';

/** Numbers of one backend as they are handed to the other. */
type Rows = readonly [values: Float32Array, ...shape: number[]];

function random(seed: number, ...shape: number[]): Rows {
  const rng = createRng(seed, 'layers');
  const size = shape.reduce((product, n) => product * n, 1);
  // A third zeros, as behind ReLU.
  return [Float32Array.from({ length: size }, () => (rng.uniform() < 1 / 3 ? 0 : rng.normal())), ...shape];
}

const tensorOf = ([values, ...shape]: Rows): tf.Tensor => tf.tensor(values, shape);

/** The results of the kernels on WebGPU and, in plain operations, on the processor. */
async function both(
  inputs: readonly Rows[],
  kernel: (...tensors: never[]) => tf.Tensor[],
  plain: (...tensors: never[]) => tf.Tensor[],
) {
  const run = async (compute: (...tensors: never[]) => tf.Tensor[]) => {
    const outputs = tf.tidy(() => compute(...(inputs.map((rows) => tensorOf(rows)) as never[])));
    const read = await Promise.all(outputs.map(async (output) => ({ shape: output.shape, values: [...(await output.data())] })));
    tf.dispose(outputs);
    return read;
  };
  const got = await run(kernel);
  await useBackend('cpu', { wasmSimd: null });
  const expected = await run(plain);
  await useBackend('webgpu', { wasmSimd: null });
  return { got, expected };
}

/** @param terms  how many products of size about 1 an entry adds up: each rounds by 6e-8, and their sum by √terms of it */
async function agree(terms: number, ...args: Parameters<typeof both>): Promise<void> {
  const { got, expected } = await both(...args);
  expect(got.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  got.forEach(({ values }, k) => {
    values.forEach((value, i) => {
      const wanted = expected[k]!.values[i]!;
      expect(Math.abs(value - wanted), `output ${k}, entry ${i}`).toBeLessThanOrEqual(
        1e-6 * Math.sqrt(terms) * (1 + Math.abs(wanted)),
      );
    });
  });
}

const sizes = [
  [1, 1, 1],
  [7, 3, 5],
  [64, 2, 32],
  [66, 4, 31],
  [100, 33, 2],
  [130, 64, 65],
] as const;
const offset = 5;

describe.skipIf(!hasWebGpu)('layers on WebGPU', () => {
  onWebGpu();

  it.each(['linear', 'relu', 'tanh'] as Activation[])(
    '%s: output and gradients are those of plain operations',
    async (activation) => {
      for (const [rows, fanIn, fanOut] of sizes) {
        const layer = { offset, fanIn, fanOut, activation };
        const x = random(1, rows, fanIn);
        const grad = random(2, rows, fanOut);
        const parameters = random(3, offset + (fanIn + 1) * fanOut + 4);
        await agree(
          fanIn + 1,
          [x, parameters],
          (a: tf.Tensor2D, p: tf.Tensor1D) => [dense(a, p, layer)],
          (a: tf.Tensor2D, p: tf.Tensor1D) => [plainDense(a, p, layer)],
        );
        await agree(
          rows,
          [x, grad],
          (a: tf.Tensor2D, g: tf.Tensor2D) => [denseGradParameters(a, g, layer)],
          (a: tf.Tensor2D, g: tf.Tensor2D) => [plainDenseGradParameters(a, g)],
        );
        await agree(
          fanOut,
          [grad, x, parameters],
          (g: tf.Tensor2D, a: tf.Tensor2D, p: tf.Tensor1D) => [denseGradInput(g, a, p, layer)],
          (g: tf.Tensor2D, a: tf.Tensor2D, p: tf.Tensor1D) => [plainDenseGradInput(g, a, p, layer)],
        );
      }
    },
  );

  it.each(['relu', 'tanh'] as Activation[])(
    '%s keeps its bounds and lets NaN through, by which a bad run is found',
    async (activation) => {
      const [x, parameters] = [tf.tensor2d([[1e30], [-1e30], [Number.NaN]]), tf.tensor1d([1, 0])];
      const output = dense(x, parameters, { offset: 0, fanIn: 1, fanOut: 1, activation });
      expect([...(await output.data())]).toEqual(
        activation === 'relu' ? [Math.fround(1e30), 0, Number.NaN] : [1, -1, Number.NaN],
      );
      tf.dispose([x, parameters, output]);
    },
  );
});

describe.skipIf(!hasWebGpu)('optimizers on WebGPU', () => {
  onWebGpu();

  const settings: OptimizerSettings = { kind: 'adam', learningRate: 0.05, momentum: 0.9, weightDecay: 0 };
  const cases: OptimizerSettings[] = [
    settings,
    { ...settings, weightDecay: 0.1 },
    { ...settings, kind: 'sgd' },
    { ...settings, kind: 'sgd', weightDecay: 0.1 },
  ];

  it.each(cases)(
    '$kind with decay $weightDecay: three steps over pieces of every shape are those of plain operations',
    async (attrs) => {
      const pieces = [random(4, 3, 4), random(5, 70), random(6, 2, 3, 2), random(7, 1)];
      const count = 12 + 70 + 12 + 1;
      const steps =
        (run: typeof update) =>
        (parameters: tf.Tensor1D, ...gradient: tf.Tensor[]): tf.Tensor[] => {
          let vectors = { parameters, first: tf.zerosLike(parameters), second: tf.zerosLike(parameters) };
          for (let step = 1; step <= 3; step++) vectors = { ...vectors, ...run(vectors, gradient, { ...attrs, step }) };
          return [vectors.parameters, vectors.first, vectors.second];
        };
      // Three steps, each of a handful of roundings of numbers about 1.
      await agree(9, [random(8, count), ...pieces], steps(update), steps(plainUpdate));
    },
  );

  it('takes a gradient in one piece, and refuses one that does not fit', async () => {
    await agree(
      1,
      [random(1, 20), random(2, 4, 5)],
      (p: tf.Tensor1D, g: tf.Tensor) =>
        Object.values(update({ parameters: p, first: p, second: tf.square(p) }, [g], { ...settings, step: 2 })),
      (p: tf.Tensor1D, g: tf.Tensor) =>
        Object.values(plainUpdate({ parameters: p, first: p, second: tf.square(p) }, [g], { ...settings, step: 2 })),
    );
    tf.tidy(() => {
      const p = tf.zeros<tf.Rank.R1>([4]);
      const call = () => update({ parameters: p, first: p, second: p }, [tf.zeros([3])], { ...settings, step: 1 });
      expect(call).toThrow('4 parameters but 3 gradients');
    });
  });

  it('compiles nothing when the learning rate or the step changes', () => {
    const count = () => Object.keys(webGpu().pipelineCache).length;
    tf.tidy(() => {
      const p = tf.ones<tf.Rank.R1>([4]);
      const vectors = { parameters: p, first: p, second: p };
      update(vectors, [p], { ...settings, step: 1 });
      const before = count();
      update(vectors, [p], { ...settings, learningRate: 0.01, weightDecay: 0.5, step: 7 });
      expect(count()).toBe(before);
    });
  });
});
