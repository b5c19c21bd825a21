import * as tf from '@tensorflow/tfjs-core';
import { uploadDataset } from '../../lib/training/device-data';
import { inForce } from '../../lib/training/schedule';
import { disposeState, uploadState } from '../../lib/training/state';
import { trainStep } from '../../lib/training/step';
import { Trainer } from '../../lib/training/trainer';
import type { BackendName } from '../../lib/training/types';
import type { Contender, Start } from './contender';

/** The engine's training step, and nothing else: losses of a call are read back together, as the trainer does. */
export function ours({ settings, dataset, layout, parameters, batch }: Start, backend: BackendName): Contender {
  const data = uploadDataset(dataset, settings);
  const setup = { settings, layout, train: data.train, classes: dataset.classes };
  const zeros = () => new Float32Array(layout.size);
  let state = uploadState({ parameters, first: zeros(), second: zeros(), objectives: [] });
  let step = 0;
  return {
    name: 'ours',
    backend,
    async steps(count) {
      const checks: tf.Tensor1D[] = [];
      for (let i = 0; i < count; i++) {
        step++;
        const before = state;
        const result = trainStep(before, setup, {
          step,
          inForce: inForce(settings, [], step),
          rows: batch(step),
          prepared: [],
        });
        state = result.state;
        checks.push(result.check);
        disposeState(before);
      }
      const all = tf.concat1d(checks);
      const values = await all.data();
      tf.dispose([all, ...checks]);
      return values[2 * count - 2]!;
    },
    dispose() {
      disposeState(state);
      data.dispose();
    },
  };
}

/** The whole trainer: the same steps with checks, snapshots, and a look at the accuracy of all samples every 25 steps. */
export function wholeTrainer({ settings, dataset }: Start, backend: BackendName): Contender {
  const trainer = new Trainer(settings, dataset);
  return {
    name: 'trainer',
    backend,
    async steps(count) {
      const end = trainer.step + count;
      while (trainer.step < end) {
        const divergence = await trainer.advance(end - trainer.step);
        if (divergence) throw new Error(`The trainer stopped at step ${divergence.step}: ${divergence.reason}`);
      }
      return (await trainer.snapshot()).loss;
    },
    dispose: () => trainer.dispose(),
  };
}
