import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { modelA, modelB } from '../../../../bench/models';
import { createIdentities } from '../../../datasets/identities';
import { losses, paperOptions } from '../../../losses';
import { createRng } from '../../../pure/random';
import { useBackend } from '../../backends';
import { classesIn, forward, initialise, layoutOf } from '../../network';
import { smallRun } from '../../testing/runs';
import { Trainer } from '../../trainer';
import type { NetworkSettings, RunSettings } from '../../types';
import { head, update, type Vectors } from '../calls';

/** 2-32-32-2, 8 classes, batch 256: model A of the benchmarks. */
const modelOf = (embedding: number): NetworkSettings => ({ kind: 'mlp', hidden: [32, 32], activation: 'relu', embedding });
const [classes, samples, inputSize] = [8, 256, 2];

/** What the backend does from here on, counted. */
const counted = { drawn: 0, compiled: 0 };

beforeAll(async () => {
  await useBackend('webgl', { wasmSimd: null });
  const { gpgpu } = tf.backend() as MathBackendWebGL;
  const [draw, compile] = [gpgpu.executeProgram, gpgpu.createProgram];
  gpgpu.executeProgram = function (...args) {
    counted.drawn++;
    draw.apply(this, args);
  };
  gpgpu.createProgram = function (...args) {
    counted.compiled++;
    return compile.apply(this, args);
  };
});
beforeEach(() => Object.assign(counted, { drawn: 0, compiled: 0 }));

interface Run {
  vectors: Vectors;
  /** One step on the whole data. @returns the mean loss */
  step(number: number, values: { s: number; m: number }, learningRate?: number): number;
  dispose(): void;
}

function startRun(embedding = 2): Run {
  const network = modelOf(embedding);
  const layout = layoutOf(network, inputSize, classes, samples);
  const rng = createRng(1, 'webgl step');
  const labels = tf.tensor1d(
    Int32Array.from({ length: samples }, (_, i) => i % classes),
    'int32',
  );
  const points = Array.from({ length: samples }, (_, i) => {
    const angle = (2 * Math.PI * (i % classes)) / classes + 0.1 * rng.normal();
    return [Math.cos(angle), Math.sin(angle)];
  });
  const inputs = tf.tensor2d(points);
  const rows = tf.tensor1d(
    Int32Array.from({ length: samples }, (_, i) => i),
    'int32',
  );
  const zeros = () => tf.zeros([layout.size]) as tf.Tensor1D;
  const run: Run = {
    vectors: { parameters: tf.tensor1d(initialise(layout, network, 1)), first: zeros(), second: zeros() },
    step(number, values, learningRate = 0.01) {
      const { perSample, ...next } = tf.tidy(() => {
        const { parameters } = run.vectors;
        const pass = forward(parameters, layout, network, inputs, rows);
        const attrs = { ...classesIn(layout), loss: losses.arcface, values, options: paperOptions };
        const { gradEmbeddings, gradClasses, perSample: each } = head(pass.embeddings, parameters, labels, attrs);
        const how = { kind: 'adam', learningRate, momentum: 0, weightDecay: 0, step: number } as const;
        return { ...update(run.vectors, [...pass.backward(gradEmbeddings), gradClasses], how), perSample: each };
      });
      tf.dispose([run.vectors.parameters, run.vectors.first, run.vectors.second]);
      run.vectors = next;
      const loss = (perSample.dataSync() as Float32Array).reduce((sum, value) => sum + value / samples, 0);
      perSample.dispose();
      return loss;
    },
    dispose: () => tf.dispose([inputs, labels, rows, run.vectors.parameters, run.vectors.first, run.vectors.second]),
  };
  return run;
}

describe('a training step on WebGL', () => {
  it('is 12 programs (3 layers forward, 3 for the head, 5 for the layers backward, 1 optimizer), and one that gathers weights', () => {
    const run = startRun();
    run.step(1, { s: 16, m: 0.3 });
    run.step(2, { s: 16, m: 0.3 });
    counted.drawn = 0;
    run.step(3, { s: 16, m: 0.3 });
    // 3 + 3 + (3 + 2) + 1, the gathering of the middle layer's weights, and two for reading the losses (a slice is copied and decoded).
    expect(counted.drawn).toBe(15);
    run.dispose();
  });

  it('compiles nothing when s, m, the learning rate and the step change', () => {
    const run = startRun();
    run.step(1, { s: 16, m: 0.3 });
    run.step(2, { s: 16, m: 0.3 });
    counted.compiled = 0;
    for (let k = 3; k < 12; k++) run.step(k, { s: 8 + k, m: 0.05 * k }, 0.001 * k);
    expect(counted.compiled).toBe(0);
    run.dispose();
  });

  it.each([2, 16])('learns in %d dimensions, and leaves no tensor, texture or byte behind in 300 steps', (embedding) => {
    const before = tf.memory().numTensors;
    const run = startRun(embedding);
    const first = run.step(1, { s: 16, m: 0.3 });
    run.step(2, { s: 16, m: 0.3 });
    const memory = () => tf.memory() as ReturnType<typeof tf.memory> & { numBytesInGPU: number; numBytesInGPUAllocated: number };
    const settled = memory();
    const bytes = settled.numBytesInGPUAllocated;
    let last = first;
    for (let k = 3; k <= 302; k++) last = run.step(k, { s: 16, m: 0.3 });
    expect(last).toBeLessThan(first / 4);
    const { numTensors, numDataBuffers, numBytesInGPU, numBytesInGPUAllocated } = memory();
    expect({ numTensors, numDataBuffers, numBytesInGPU }).toEqual({
      numTensors: settled.numTensors,
      numDataBuffers: settled.numDataBuffers,
      numBytesInGPU: settled.numBytesInGPU,
    });
    expect(numBytesInGPUAllocated).toBe(bytes);
    run.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a whole step of the trainer on WebGL', () => {
  it.each([modelA(), modelB()])(
    'takes at most 30 draw calls, uploads and reading back included: model $name',
    async ({ settings, dataset }) => {
      const trainer = new Trainer(settings, dataset);
      expect(await trainer.advance(3)).toBeNull();
      counted.drawn = 0;
      expect(await trainer.advance(1)).toBeNull();
      expect(counted.drawn).toBeGreaterThan(13);
      expect(counted.drawn).toBeLessThanOrEqual(30);
      trainer.dispose();
    },
  );
});

describe('a run on WebGL', () => {
  it.each([
    { network: { kind: 'free' } },
    { network: { hidden: [10, 12], activation: 'tanh', embedding: 9 } },
    { optimizer: { kind: 'sgd', weightDecay: 0.01 } },
  ] as const)('agrees with cpu after eight steps: %o', async (change) => {
    const settings: RunSettings = {
      ...smallRun,
      network: { ...smallRun.network, ...('network' in change ? change.network : {}) },
      optimizer: { ...smallRun.optimizer, ...('optimizer' in change ? change.optimizer : {}) },
    };
    const data = createIdentities({ classes: 6, samples: 20, spread: 0.3, overlap: 0, seed: 1 });
    const run = async (backend: 'cpu' | 'webgl'): Promise<number[]> => {
      await useBackend(backend, { wasmSimd: null });
      const trainer = new Trainer(settings, data);
      expect(await trainer.seek(8)).toBeNull();
      const { embeddings, weights } = await trainer.frame();
      trainer.dispose();
      return [...embeddings, ...weights];
    };
    const wanted = await run('cpu');
    const got = await run('webgl');
    // Single precision through eight steps; Adam's first steps have the size of the learning rate whatever the gradient.
    const worst = Math.max(...got.map((value, i) => Math.abs(value - wanted[i]!) / (1 + Math.abs(wanted[i]!))));
    expect(worst).toBeLessThan(1e-3);
    expect(got).toHaveLength(wanted.length);
  });
});
