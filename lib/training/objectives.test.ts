import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadDataset } from '../datasets/load';
import { readSettings } from '../objectives/check';
import { tensorObjectives } from '../objectives/tensor/registry';
import { useBackend } from './backends';
import { loadObjectives } from './objectives';
import { smallRun, toyLoss } from './testing/runs';
import { Trainer } from './trainer';
import type { ObjectiveSettings, RunChange, RunSettings } from './types';

beforeAll(() => useBackend('wasm', { wasmSimd: null }));

/** An objective at its defaults but for a scale that suits six people on the circle. */
function objective(id: string, more: Readonly<Record<string, number | string>> = {}): ObjectiveSettings {
  const { reference } = tensorObjectives.get(id)!;
  const toy = reference.settings.some((setting) => setting.id === 's') ? { s: 8 } : {};
  return { id, settings: readSettings(reference, { ...toy, ...more }) };
}

const norm: Partial<RunSettings> = { loss: toyLoss('norm-softmax', { s: 8 }) };
const alone = (id: string, more = {}): RunSettings => ({ ...smallRun, ...norm, head: 'off', objectives: [objective(id, more)] });
const beside = (id: string, more = {}): RunSettings => ({ ...smallRun, ...norm, objectives: [objective(id, more)] });

async function makeTrainer(settings: RunSettings, changes: readonly RunChange[] = []): Promise<Trainer> {
  await loadObjectives(settings);
  const data = await loadDataset(settings.dataset, settings.seed, () => Promise.reject(new Error('no digits here')));
  return new Trainer(settings, data, changes);
}

/** Goes with a softmax loss; all others contain one, or classify by the classes' means. */
const added = ['center-alone'];
const margins = ['softmax', 'norm-softmax', 'sphereface', 'sphereface-arccos', 'cosface', 'arcface', 'combined'];

describe('training with objectives', () => {
  it.each([...tensorObjectives.keys()].filter((id) => !margins.includes(id)))('%s learns to tell people apart', async (id) => {
    const trainer = await makeTrainer(added.includes(id) ? beside(id) : alone(id));
    const before = (await trainer.accuracy()).train;
    expect(await trainer.seek(200)).toBeNull();
    const frame = await trainer.frame(true);
    expect(frame.embeddings.every(Number.isFinite)).toBe(true);
    expect(frame.accuracy.train).toBeGreaterThan(Math.max(0.6, before));
    trainer.dispose();
  });

  it('a margin loss as an objective is the same as through the head', async () => {
    const { id, parameters, options } = smallRun.loss;
    const viaHead = await makeTrainer(smallRun);
    const viaObjective = await makeTrainer({ ...alone(id, { ...parameters, ...options }), loss: smallRun.loss });
    await viaHead.seek(1);
    await viaObjective.seek(1);
    const [a, b] = [await viaHead.frame(), await viaObjective.frame()];
    expect(b.loss).toBeCloseTo(a.loss, 5);
    a.weights.forEach((value, i) => {
      expect(b.weights[i]).toBeCloseTo(value, 5);
    });
    viaHead.dispose();
    viaObjective.dispose();
  });

  it.each([
    ['curricularface', alone('curricularface')],
    ['adaface', alone('adaface')],
    ['normface (a learned scale)', alone('normface')],
    ['elasticface (drawn margins)', alone('elasticface')],
    ['center', alone('center', { lambda: 0.1 })],
    ['center-alone beside the head', beside('center-alone', { lambda: 0.1 })],
    ['triplet (chosen on the host)', alone('triplet')],
  ])('%s goes on from a snapshot as if nothing had happened', async (_, settings) => {
    const whole = await makeTrainer(settings);
    await whole.seek(40);
    const snapshot = structuredClone(await whole.snapshot());
    await whole.seek(70);
    const expected = await whole.snapshot();
    whole.dispose();
    const second = await makeTrainer(settings);
    second.restore(snapshot);
    await second.seek(70);
    expect({ ...(await second.snapshot()) }).toEqual(expected);
    // The same steps one at a time, from the start.
    await second.seek(10);
    for (let step = 10; step < 70; step++) await second.advance();
    expect(await second.snapshot()).toEqual(expected);
    second.dispose();
  });

  it('state moves: t of CurricularFace follows the mean target cosine, a learned scale is learned', async () => {
    const curricular = await makeTrainer(alone('curricularface'));
    await curricular.seek(100);
    const t = (await curricular.snapshot()).objectives[0]!.entries['t']!;
    expect(t.shape).toEqual([]);
    expect(t.values[0]).toBeGreaterThan(0.2);
    expect(t.values[0]).toBeLessThan(1);
    curricular.dispose();
    const learned = await makeTrainer(alone('normface'));
    const before = (await learned.snapshot()).objectives[0]!.entries['s']!.values[0];
    await learned.seek(50);
    const saved = (await learned.snapshot()).objectives[0]!;
    expect(saved.entries['s']!.values[0]).not.toBe(before);
    // Adam has moments for it, as for every weight.
    expect(Object.keys(saved.first)).toEqual(['s']);
    learned.dispose();
  });

  it('a change of their settings is recorded and replayed; other objectives are refused', async () => {
    const settings = beside('center-alone', { lambda: 0.01 });
    const trainer = await makeTrainer(settings);
    await trainer.seek(20);
    trainer.change({ objectives: [objective('center-alone', { lambda: 1 })] });
    await trainer.seek(60);
    const replayed = await makeTrainer(settings, trainer.changes);
    await replayed.seek(60);
    expect(await replayed.hash()).toBe(await trainer.hash());
    const unchanged = await makeTrainer(settings);
    await unchanged.seek(60);
    expect(await unchanged.hash()).not.toBe(await trainer.hash());
    expect(() => trainer.change({ objectives: [objective('intra')] })).toThrow('center-alone; a change gave intra');
    for (const one of [trainer, replayed, unchanged]) one.dispose();
  });

  it.each([alone('triplet'), alone('adaface'), alone('center'), beside('center-alone')])(
    'leaves no tensor behind',
    async (settings) => {
      await loadObjectives(settings);
      const before = tf.memory().numTensors;
      const trainer = await makeTrainer(settings);
      await trainer.advance();
      const afterOne = tf.memory().numTensors;
      await trainer.seek(60);
      await trainer.frame(true);
      await trainer.seek(20);
      expect(tf.memory().numTensors).toBe(afterOne);
      trainer.dispose();
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('refuses what it does not know', async () => {
    await expect(loadObjectives({ ...smallRun, objectives: [{ id: 'contrast', settings: {} }] })).rejects.toThrow(
      'objectives: "contrast"; accepted: ',
    );
    await expect(loadObjectives({ ...smallRun, objectives: [{ id: 'arcface', settings: { m: -1 } }] })).rejects.toThrow(
      'params.m',
    );
    const both = { ...smallRun, objectives: [objective('subcenter-arcface')] };
    await expect(loadObjectives(both)).rejects.toThrow('must be alone');
  });
});
