import type { Dataset, Part } from '../lib/datasets/dataset';
import { createRng } from '../lib/pure/random';
import { circleRun } from '../lib/training/defaults';
import type { RunSettings } from '../lib/training/types';

/** A model whose speed is watched. */
export interface BenchModel {
  readonly name: string;
  readonly settings: RunSettings;
  readonly dataset: Dataset;
}

export interface Sizes {
  readonly inputSize: number;
  readonly hidden: readonly number[];
  readonly embedding: number;
  readonly classes: number;
  readonly batchSize: number;
  readonly samples: number;
}

/** 2-32-32-2, 8 classes, batch 256. */
export const modelA = (): BenchModel =>
  benchModel('A', { inputSize: 2, hidden: [32, 32], embedding: 2, classes: 8, batchSize: 256, samples: 2048 });
/** 64-128-64-3, 10 classes, batch 128. */
export const modelB = (): BenchModel =>
  benchModel('B', { inputSize: 64, hidden: [128, 64], embedding: 3, classes: 10, batchSize: 128, samples: 2048 });

/**
 * ArcFace at s = 16, m = 0.5 with Adam, as in the runs that readers meet. Every class is a cloud of its own: on noise, embeddings
 * near 0 turn rounding into large differences, and contenders could not be held against each other.
 */
export function benchModel(name: string, sizes: Sizes): BenchModel {
  const { inputSize, hidden, embedding, classes, batchSize, samples } = sizes;
  const rng = createRng(1, `bench ${name}`);
  const centres = Float32Array.from({ length: classes * inputSize }, (_, i) => {
    if (inputSize > 2) return rng.normal();
    const angle = (2 * Math.PI * Math.floor(i / 2)) / classes;
    return 2 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
  const part = (count: number): Part => {
    const labels = classes <= 256 ? new Uint8Array(count) : new Uint16Array(count);
    for (let i = 0; i < count; i++) labels[i] = rng.integer(classes);
    const inputs = new Float32Array(count * inputSize);
    for (let i = 0; i < inputs.length; i++) {
      inputs[i] = centres[labels[Math.floor(i / inputSize)]! * inputSize + (i % inputSize)]! + 0.2 * rng.normal();
    }
    return { count, inputs, labels, indices: Uint32Array.from({ length: count }, (_, i) => i) };
  };
  const settings: RunSettings = {
    ...circleRun,
    network: { kind: 'mlp', hidden, activation: 'relu', embedding },
    batchSize,
    ramps: [],
    maxSteps: 1e6,
  };
  const classNames = Array.from({ length: classes }, (_, k) => String(k));
  return { name, settings, dataset: { classes, classNames, inputSize, train: part(samples), test: part(256) } };
}
