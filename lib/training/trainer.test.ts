import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadDataset } from '../datasets/load';
import { type LossId, lossIds } from '../losses';
import { useBackend } from './backends';
import { smallRun, toyLoss } from './testing/runs';
import { Trainer } from './trainer';
import type { RunChange, RunSettings } from './types';

beforeAll(() => useBackend('cpu', { wasmSimd: null }));

async function makeTrainer(settings: RunSettings = smallRun, changes: readonly RunChange[] = []): Promise<Trainer> {
  const data = await loadDataset(settings.dataset, settings.seed, () => Promise.reject(new Error('no digits here')));
  return new Trainer(settings, data, changes);
}

async function hashAfter(steps: number, settings = smallRun, changes: readonly RunChange[] = []): Promise<string> {
  const trainer = await makeTrainer(settings, changes);
  expect(await trainer.seek(steps)).toBeNull();
  const hash = await trainer.hash();
  trainer.dispose();
  return hash;
}

describe('Trainer', () => {
  it('learns to tell the identities apart', async () => {
    const trainer = await makeTrainer();
    await trainer.seek(200);
    const { train, test } = await trainer.accuracy();
    expect(train).toBeGreaterThan(0.95);
    expect(test).toBeGreaterThan(0.9);
    trainer.dispose();
  });

  it('gives the same weights for the same settings, and others for another seed, loss or batch size', async () => {
    const hash = await hashAfter(30);
    expect(await hashAfter(30)).toBe(hash);
    expect(await hashAfter(30, { ...smallRun, seed: 2 })).not.toBe(hash);
    expect(await hashAfter(30, { ...smallRun, loss: toyLoss('cosface', { s: 8 }) })).not.toBe(hash);
    expect(await hashAfter(30, { ...smallRun, batchSize: 16 })).not.toBe(hash);
  });

  it('takes several steps at once like one at a time, up to the next look', async () => {
    const trainer = await makeTrainer();
    expect(await trainer.advance(7)).toBeNull();
    expect(trainer.step).toBe(7);
    expect(await trainer.hash()).toBe(await hashAfter(7));
    await trainer.advance(1000);
    expect(trainer.step).toBe(25);
    const single = await makeTrainer();
    for (let i = 0; i < 25; i++) await single.advance();
    expect(await trainer.snapshot()).toEqual(await single.snapshot());
    trainer.dispose();
    single.dispose();
  });

  it('stays before the first bad step of several, with the good ones done', async () => {
    const settings: RunSettings = {
      ...smallRun,
      loss: toyLoss('softmax'),
      optimizer: { kind: 'sgd', learningRate: 1e4, momentum: 0.9, weightDecay: 0 },
    };
    const single = await makeTrainer(settings);
    let divergence = null;
    while (!divergence) divergence = await single.advance();
    expect(divergence.step).toBeGreaterThan(1);
    const trainer = await makeTrainer(settings);
    const tensors = tf.memory().numTensors;
    expect(await trainer.advance(25)).toEqual(divergence);
    expect(trainer.step).toBe(divergence.step - 1);
    expect(await trainer.snapshot()).toEqual(await single.snapshot());
    expect(tf.memory().numTensors).toBe(tensors);
    trainer.dispose();
    single.dispose();
  });

  it('is not disturbed by being drawn and looked at', async () => {
    const trainer = await makeTrainer();
    for (let i = 0; i < 30; i++) {
      await trainer.advance();
      await trainer.frame(true);
    }
    expect(await trainer.hash()).toBe(await hashAfter(30));
    trainer.dispose();
  });

  it('comes back to a step it has passed, forwards and backwards', async () => {
    const trainer = await makeTrainer();
    await trainer.seek(70);
    const at70 = await trainer.hash();
    const lossAt70 = (await trainer.frame()).loss;
    await trainer.seek(130);
    const at130 = await trainer.hash();
    await trainer.seek(70);
    expect(trainer.step).toBe(70);
    expect(await trainer.hash()).toBe(at70);
    expect((await trainer.frame()).loss).toBe(lossAt70);
    await trainer.seek(50);
    expect((await trainer.frame()).loss).toBeGreaterThan(0);
    await trainer.seek(0);
    expect(await trainer.hash()).toBe(await hashAfter(0));
    await trainer.seek(130);
    expect(await trainer.hash()).toBe(at130);
    trainer.dispose();
  });

  it('goes on from a snapshot as if nothing had happened', async () => {
    const first = await makeTrainer();
    await first.seek(40);
    const snapshot = structuredClone(await first.snapshot());
    first.dispose();
    const second = await makeTrainer();
    second.restore(snapshot);
    await second.seek(90);
    expect(await second.hash()).toBe(await hashAfter(90));
    second.dispose();
  });

  it('changes loss and learning rate at the next step, and a replay of the changes gives the same weights', async () => {
    const trainer = await makeTrainer();
    await trainer.seek(20);
    trainer.change(toyLoss('arcface', { s: 16, m: 0.1 }));
    await trainer.seek(45);
    trainer.change({ learningRate: 0.002 });
    trainer.change({ learningRate: 0.001 });
    await trainer.seek(80);
    const hash = await trainer.hash();
    expect(trainer.changes.map(({ step, kind }) => [step, kind])).toEqual([
      [20, 'loss'],
      [45, 'learningRate'],
    ]);
    expect(hash).not.toBe(await hashAfter(80));
    expect(await hashAfter(80, smallRun, trainer.changes)).toBe(hash);
    // Back over the changes and forth again: they come into force at their steps.
    await trainer.seek(10);
    await trainer.seek(80);
    expect(await trainer.hash()).toBe(hash);
    // A change made after going back starts a branch and forgets what lay ahead.
    await trainer.seek(10);
    trainer.change(toyLoss('norm-softmax', { s: 8 }));
    expect(trainer.changes.map(({ step }) => step)).toEqual([10]);
    trainer.dispose();
  });

  it('shows the parameters in force: ramps half way, changes applied', async () => {
    const trainer = await makeTrainer({ ...smallRun, ramps: [{ parameter: 'm', from: 0, steps: 20 }] });
    await trainer.seek(11);
    // Step 11 is ten steps of twenty on the way from 0 to 0.3.
    expect((await trainer.frame()).inForce.parameters['m']).toBeCloseTo(0.15, 12);
    trainer.dispose();
  });

  it.each(lossIds)('trains with %s: the loss falls and everything stays finite', async (id: LossId) => {
    const trainer = await makeTrainer({
      ...smallRun,
      loss: toyLoss(id, id.startsWith('sphereface') || id === 'softmax' ? {} : { s: 8 }),
    });
    await trainer.advance();
    const start = (await trainer.frame()).loss;
    await trainer.seek(60);
    const frame = await trainer.frame(true);
    expect(frame.loss).toBeLessThan(0.7 * start);
    expect(frame.embeddings.every(Number.isFinite)).toBe(true);
    expect(frame.accuracy.train).toBeGreaterThan(0.5);
    trainer.dispose();
  });

  it('moves free points of their own', async () => {
    const trainer = await makeTrainer({
      ...smallRun,
      network: { ...smallRun.network, kind: 'free' },
      optimizer: { ...smallRun.optimizer, learningRate: 0.05 },
    });
    const before = await trainer.frame();
    await trainer.seek(200);
    const after = await trainer.frame(true);
    expect(after.accuracy.train).toBeGreaterThan(Math.max(0.6, before.accuracy.train));
    expect(after.accuracy.test).toBeNaN();
    trainer.dispose();
  });

  it('stops before the weights are touched when the loss is not finite', async () => {
    const trainer = await makeTrainer();
    await trainer.seek(5);
    const hash = await trainer.hash();
    trainer.change(toyLoss('arcface', { s: Number.POSITIVE_INFINITY, m: 0.3 }));
    expect(await trainer.advance()).toEqual({ step: 6, reason: 'loss-not-finite' });
    expect(trainer.step).toBe(5);
    expect(await trainer.hash()).toBe(hash);
    // With a sane loss it goes on.
    trainer.change(smallRun.loss);
    expect(await trainer.advance()).toBeNull();
    trainer.dispose();
  });

  it('stops when a loss with free norms runs away', async () => {
    const settings: RunSettings = {
      ...smallRun,
      loss: toyLoss('softmax'),
      optimizer: { kind: 'sgd', learningRate: 1e4, momentum: 0.9, weightDecay: 0 },
    };
    const trainer = await makeTrainer(settings);
    const divergence = await trainer.seek(60);
    expect(divergence).not.toBeNull();
    expect(['loss-exploded', 'loss-not-finite', 'gradient-not-finite']).toContain(divergence!.reason);
    const frame = await trainer.frame();
    expect(frame.step).toBe(divergence!.step - 1);
    expect([...frame.embeddings, ...frame.weights].every(Number.isFinite)).toBe(true);
    trainer.dispose();
  });

  it('converges and says so, at the same step in every replay', async () => {
    const trainer = await makeTrainer({ ...smallRun, maxSteps: 5000 });
    while (!trainer.converged && trainer.step < 5000) await trainer.advance();
    expect(trainer.step).toBeLessThan(5000);
    const { step } = trainer;
    await trainer.seek(step - 60);
    expect(trainer.converged).toBe(false);
    while (!trainer.converged) await trainer.advance();
    expect(trainer.step).toBe(step);
    trainer.dispose();
  });

  it('keeps a bounded number of snapshots that cover the whole run', async () => {
    const trainer = await makeTrainer({ ...smallRun, network: { ...smallRun.network, hidden: [] } });
    await trainer.seek(2001);
    const { steps } = trainer.snapshots;
    expect(steps.length).toBeLessThanOrEqual(32);
    expect(steps[0]).toBe(0);
    expect(Math.max(...steps)).toBe(2000);
    trainer.dispose();
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const trainer = await makeTrainer();
    const atStart = tf.memory().numTensors;
    await trainer.seek(60);
    await trainer.frame(true);
    await trainer.snapshot();
    await trainer.seek(20);
    trainer.change(toyLoss('sphereface'));
    await trainer.advance();
    expect(tf.memory().numTensors).toBe(atStart);
    trainer.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
