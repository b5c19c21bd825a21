import { mkdirSync, writeFileSync } from 'node:fs';
import { readDigits8 } from '../bench/read-digits8';
import { loadDataset } from '../lib/datasets/load';
import { useBackend } from '../lib/training/backends';
import { circleRun, sphereRun } from '../lib/training/defaults';
import { Trainer } from '../lib/training/trainer';
import type { RunSettings } from '../lib/training/types';

/**
 * Trains the default runs to their end and writes their last frames, rounded and thinned out, as the stills that the training figures
 * show before anybody trains: `node scripts/run-ts.mjs scripts/make-stills.ts`. Run it again when the default runs change.
 */
export default async function makeStills(): Promise<void> {
  await useBackend('cpu', { wasmSimd: null });
  const folder = 'components/figures/training/stills';
  mkdirSync(folder, { recursive: true });
  for (const [name, settings] of [
    ['circle', circleRun],
    ['sphere', sphereRun],
  ] as const) {
    const still = await train(settings);
    writeFileSync(`${folder}/${name}.json`, `${JSON.stringify(still)}\n`);
    console.log(`${name}: step ${still.step}, accuracy ${still.train}, unseen ${still.test}`);
  }
}

/** Samples that a still shows at most, and steps between two entries of its history. */
const most = 300;
const every = 25;

const round = (value: number, digits: number) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : 0);

async function train(settings: RunSettings) {
  const dataset = await loadDataset(settings.dataset, settings.seed, async () => readDigits8());
  const trainer = new Trainer(settings, dataset);
  const history: number[][] = [];
  for (let step = 0; step < settings.maxSteps; step++) {
    const divergence = await trainer.advance();
    if (trainer.step % every === 0) {
      const { loss, accuracy } = await trainer.frame();
      history.push([trainer.step, round(loss, 3), round(accuracy.train, 3), round(accuracy.test, 3)]);
    }
    if (divergence) throw new Error(`diverged at step ${divergence.step}: ${divergence.reason}`);
  }
  const frame = await trainer.frame(true);
  const dimension = settings.network.embedding;
  const stride = Math.ceil(frame.labels.length / most);
  const chosen = Array.from(frame.labels, (_, i) => i).filter((i) => i % stride === 0);
  const direction = (values: Float32Array, row: number) => {
    const vector = Array.from(values.subarray(row * dimension, (row + 1) * dimension));
    const norm = Math.hypot(...vector) || 1;
    return vector.map((value) => Math.round((1000 * value) / norm));
  };
  return {
    step: frame.step,
    loss: round(frame.loss, 4),
    train: round(frame.accuracy.train, 4),
    test: round(frame.accuracy.test, 4),
    dimension,
    labels: chosen.map((i) => frame.labels[i]!.toString(36)).join(''),
    samples: chosen.map((i) => frame.samples[i]!),
    embeddings: chosen.flatMap((i) => direction(frame.embeddings, i)),
    weights: Array.from({ length: frame.weights.length / dimension }, (_, k) => direction(frame.weights, k)).flat(),
    history,
    inForce: frame.inForce,
    hash: frame.hash,
  };
}
