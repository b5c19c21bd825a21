import * as tf from '@tensorflow/tfjs-core';
import { uploadDataset } from '../../lib/training/device-data';
import { inForce } from '../../lib/training/schedule';
import { trainStep } from '../../lib/training/step';
import { Trainer } from '../../lib/training/trainer';
import type { BackendName } from '../../lib/training/types';
import type { Contender, Start } from './contender';

/** The engine's training step, and nothing else: losses of a call are read back together, as the trainer does. */
export function ours({ settings, dataset, layout, parameters, batch }: Start, backend: BackendName): Contender {
  const data = uploadDataset(dataset, settings);
  const zeros = () => tf.tensor1d(new Float32Array(layout.size));
  let vectors = { parameters: tf.tensor1d(parameters), first: zeros(), second: zeros() };
  let step = 0;
  return {
    name: 'ours',
    backend,
    async steps(count) {
      const checks: tf.Tensor1D[] = [];
      for (let i = 0; i < count; i++) {
        step++;
        const before = vectors;
        const result = trainStep(before, layout, settings, inForce(settings, [], step), data.train, batch(step), step);
        vectors = result.vectors;
        checks.push(result.check);
        tf.dispose([before.parameters, before.first, before.second]);
      }
      const all = tf.concat1d(checks);
      const values = await all.data();
      tf.dispose([all, ...checks]);
      return values[2 * count - 2]!;
    },
    dispose() {
      tf.dispose([vectors.parameters, vectors.first, vectors.second]);
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
