import { type LossId, type LossOptions, losses, type ParameterValues, paperOptions } from '../../losses';
import type { LossSettings, RunSettings } from '../types';

/** For tests: a run that is over in a moment. Six invented people on the circle. */
export const smallRun: RunSettings = {
  dataset: { kind: 'identities', classes: 6, samples: 20, spread: 0.3, overlap: 0 },
  network: { kind: 'mlp', hidden: [16], activation: 'relu', embedding: 2 },
  loss: { id: 'arcface', parameters: { s: 8, m: 0.3 }, options: paperOptions },
  optimizer: { kind: 'adam', learningRate: 0.01, momentum: 0.9, weightDecay: 0 },
  batchSize: 32,
  maxSteps: 200,
  ramps: [],
  warmUp: 0,
  seed: 1,
};

/** A loss at its toy values. */
export function toyLoss(id: LossId, parameters: ParameterValues = {}, options: LossOptions = paperOptions): LossSettings {
  const toy = Object.fromEntries(losses[id].parameters.map((p) => [p.id, p.presets.toy]));
  return { id, parameters: { ...toy, ...parameters }, options };
}
