import { loadDataset } from '../../datasets/load';
import { useBackend } from '../backends';
import { smallRun, toyLoss } from '../testing/runs';
import { Trainer } from '../trainer';
import type { BackendName, RunSettings } from '../types';

/**
 * A run that touches everything a run may depend on (data, initial weights, tanh and ReLU, ramps, every loss, both optimizers,
 * a change on the way), for comparing engines.
 *
 * @returns one check number after another, from the most different settings
 */
export async function checkNumbers(backend: BackendName, wasmSimd: string | null): Promise<string[]> {
  await useBackend(backend, { wasmSimd });
  const ramps: RunSettings['ramps'] = [
    { parameter: 's', from: 3, steps: 30 },
    { parameter: 'm', from: 0, steps: 30 },
  ];
  const variants: RunSettings[] = [
    { ...smallRun, ramps },
    {
      ...smallRun,
      network: { ...smallRun.network, activation: 'tanh', embedding: 3 },
      loss: toyLoss('sphereface', { m: 3, lambda: 1 }),
    },
    { ...smallRun, loss: toyLoss('softmax'), optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9, weightDecay: 0.001 } },
    {
      ...smallRun,
      network: { ...smallRun.network, kind: 'free' },
      loss: toyLoss('combined', { s: 8 }, { pastPi: 'clamp', gradient: 'exact' }),
    },
    { ...smallRun, loss: toyLoss('sphereface-arccos', { s: 8 }, { pastPi: 'easy', gradient: 'detached' }), seed: 2026 },
  ];
  const numbers: string[] = [];
  for (const settings of variants) {
    const data = await loadDataset(settings.dataset, settings.seed, () => Promise.reject(new Error('no digits here')));
    const trainer = new Trainer(settings, data);
    await trainer.seek(25);
    trainer.change({ learningRate: settings.optimizer.learningRate / 2 });
    await trainer.seek(60);
    numbers.push(await trainer.hash());
    trainer.dispose();
  }
  return numbers;
}
