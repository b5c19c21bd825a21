import { type ParameterValues, paperOptions } from '../losses';
import { knownLoss } from './known-loss';
import type { DatasetSettings, LossSettings, NetworkSettings, OptimizerSettings, Ramp, RunSettings } from './types';

/*
 * The runs that a reader meets. Their results over many seeds are in bench/results/defaults.json (`npm run bench -- defaults`):
 * they are what the chapter may say about "the default run".
 */

const network = (embedding: number): NetworkSettings => ({ kind: 'mlp', hidden: [64, 128], activation: 'relu', embedding });

/** Fast enough to be watched, and small enough that no seed diverges. */
const adam: OptimizerSettings = { kind: 'adam', learningRate: 0.003, momentum: 0.9, weightDecay: 0 };

const digits = (count: number): DatasetSettings => ({
  kind: 'digits8',
  classes: Array.from({ length: count }, (_, digit) => digit),
});

/**
 * s = 16: the paper's 64 belongs to 512 dimensions and 85,742 people; with ten classes it saturates the softmax at once
 * (`lib/sphere/feasibility.ts`). m = 0.5 is the paper's.
 */
const arcface: LossSettings = { id: 'arcface', parameters: { s: 16, m: 0.5 }, options: paperOptions };

/**
 * On the circle classes cannot pass each other: a class that starts on the wrong side of another stays there, and with the full
 * margin from the first step on some seeds get stuck. A soft start (small s, no margin) lets them find their order first.
 */
const softStart = (steps: number): readonly Ramp[] => [
  { parameter: 's', from: 3, steps },
  { parameter: 'm', from: 0, steps },
];

/** Digits 0 to 7 on the circle: eight classes at 45° leave room for a margin of 0.5 (28.6°); ten at 36° hardly would. */
export const circleRun: RunSettings = {
  dataset: digits(8),
  network: network(2),
  loss: arcface,
  optimizer: adam,
  batchSize: 128,
  maxSteps: 900,
  ramps: softStart(450),
  warmUp: 0,
  seed: 1,
};

/** All ten digits on the sphere, where classes can go round each other: no ramps needed. */
export const sphereRun: RunSettings = { ...circleRun, dataset: digits(10), network: network(3), ramps: [] };

/** What the landing page trains: the sphere, over sooner. */
export const heroRun: RunSettings = { ...sphereRun, maxSteps: 600 };

/** Eight invented people on the circle, some of their pictures halfway to somebody else. */
export const identitiesRun: RunSettings = {
  ...circleRun,
  dataset: { kind: 'identities', classes: 8, samples: 60, spread: 0.4, overlap: 0.05 },
  batchSize: 64,
  maxSteps: 600,
  ramps: softStart(300),
};

/**
 * The same run with another loss. Where the old and the new loss share s, it stays; other parameters take the toy values of
 * `lib/losses`, unless given.
 */
export function withLoss(run: RunSettings, loss: Pick<LossSettings, 'id'> & Partial<LossSettings>): RunSettings {
  const toy = Object.fromEntries(knownLoss(loss).parameters.map((p) => [p.id, p.presets.toy]));
  const s = run.loss.parameters['s'];
  const kept: ParameterValues = s !== undefined && 's' in toy ? { s } : {};
  return {
    ...run,
    loss: {
      ...loss,
      parameters: { ...toy, ...kept, ...loss.parameters },
      options: loss.options ?? paperOptions,
    },
  };
}
