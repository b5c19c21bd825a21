import { type LossId, type LossOptions, losses, type ParameterValues, paperOptions } from '../losses';
import type { DatasetSettings, NetworkSettings, OptimizerSettings, RunSettings } from './types';

const network = (embedding: number): NetworkSettings => ({ kind: 'mlp', hidden: [64, 128], activation: 'relu', embedding });
const adam: OptimizerSettings = { kind: 'adam', learningRate: 0.003, momentum: 0.9, weightDecay: 0 };
const digits = (count: number): DatasetSettings => ({
  kind: 'digits8',
  classes: Array.from({ length: count }, (_, digit) => digit),
});

/** Digits 0 to 7 on the circle. */
export const circleRun: RunSettings = {
  dataset: digits(8),
  network: network(2),
  loss: { id: 'arcface', parameters: { s: 16, m: 0.5 }, options: paperOptions },
  optimizer: adam,
  batchSize: 128,
  maxSteps: 900,
  ramps: [
    { parameter: 's', from: 3, steps: 450 },
    { parameter: 'm', from: 0, steps: 450 },
  ],
  warmUp: 0,
  seed: 1,
};

/** All ten digits on the sphere. */
export const sphereRun: RunSettings = { ...circleRun, dataset: digits(10), network: network(3), ramps: [], maxSteps: 900 };

/** A run of another loss with everything else the same. */
export function withLoss(run: RunSettings, id: LossId, parameters: ParameterValues, options: LossOptions): RunSettings {
  return { ...run, loss: { id, parameters: { ...toyValues(id), ...parameters }, options } };
}

const toyValues = (id: LossId): ParameterValues => Object.fromEntries(losses[id].parameters.map((p) => [p.id, p.presets.toy]));
