import type { Dataset, Part } from '../lib/datasets/dataset';
import { createRng } from '../lib/pure/random';
import { circleRun } from '../lib/training/defaults';
import type { RunSettings } from '../lib/training/types';

/** The two models whose speed is watched. Their data are noise: only the shapes matter. */
export interface BenchModel {
  readonly name: string;
  readonly settings: RunSettings;
  readonly dataset: Dataset;
}

/** 2-32-32-2, 8 classes, batch 256. */
export const modelA = (): BenchModel => model('A', 2, [32, 32], 2, 8, 256);
/** 64-128-64-3, 10 classes, batch 128. */
export const modelB = (): BenchModel => model('B', 64, [128, 64], 3, 10, 128);

function model(
  name: string,
  inputSize: number,
  hidden: number[],
  embedding: number,
  classes: number,
  batchSize: number,
): BenchModel {
  const rng = createRng(1, `bench ${name}`);
  const part = (count: number): Part => ({
    count,
    inputs: Float32Array.from({ length: count * inputSize }, () => rng.normal()),
    labels: Uint8Array.from({ length: count }, () => rng.integer(classes)),
    indices: Uint32Array.from({ length: count }, (_, i) => i),
  });
  const dataset = {
    classes,
    classNames: Array.from({ length: classes }, (_, k) => String(k)),
    inputSize,
    train: part(2048),
    test: part(256),
  };
  const settings: RunSettings = {
    ...circleRun,
    network: { kind: 'mlp', hidden, activation: 'relu', embedding },
    batchSize,
    ramps: [],
    maxSteps: 1e6,
  };
  return { name, settings, dataset };
}
