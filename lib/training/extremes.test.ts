import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../datasets/dataset';
import { createIdentities } from '../datasets/identities';
import { softmaxHead } from '../objectives/softmax-head';
import { useBackend } from './backends';
import { lossOf } from './loss-of';
import { smallRun, toyLoss } from './testing/runs';
import { Trainer } from './trainer';
import type { RunSettings } from './types';

const identities = (classes: number, samples: number): Dataset =>
  createIdentities({ classes, samples, spread: 0.4, overlap: 0, seed: 1 });

/** Loss of the first step by the double-precision reference, from what the trainer shows of its state before that step. */
async function firstLoss(settings: RunSettings, data: Dataset): Promise<{ got: number; expected: number }> {
  const trainer = new Trainer(settings, data);
  const { embeddings, weights, bias, labels } = await trainer.frame();
  const d = settings.network.embedding;
  const rows = (flat: Float32Array) =>
    Array.from({ length: flat.length / d }, (_, i) => Float64Array.from(flat.subarray(i * d, (i + 1) * d)));
  const loss = lossOf(settings.loss);
  const batch = { embeddings: rows(embeddings), weights: rows(weights), labels, ...(loss.hasBias && { bias: [...bias] }) };
  const expected = softmaxHead(batch, loss, settings.loss.parameters, settings.loss.options).loss;
  expect(await trainer.advance()).toBeNull();
  const got = (await trainer.frame()).loss;
  trainer.dispose();
  return { got, expected };
}

describe.each(['cpu', 'wasm'] as const)('at the ends of the ranges, on %s', (backend) => {
  beforeAll(() => useBackend(backend, { wasmSimd: null }));

  it.each([
    [1, 0],
    [1, Math.PI],
    [64, 0.5],
    [256, 0],
    [256, 0.5],
    [256, Math.PI],
  ])('ArcFace with s = %d, m = %d has the loss of the reference and goes on', async (s, m) => {
    // The whole training part is one batch, so that the frame before the first step shows what the step sees.
    const data = identities(5, 8);
    const settings = { ...smallRun, batchSize: data.train.count, loss: toyLoss('arcface', { s, m }) };
    const { got, expected } = await firstLoss(settings, data);
    // Cosines are in single precision, so logits are within a few times s · 2⁻²⁴ of their true values.
    expect(Math.abs(got - expected)).toBeLessThan(20 * s * 2 ** -24 + 1e-6 * expected);
    const trainer = new Trainer(settings, data);
    expect(await trainer.seek(200)).toBeNull();
    expect((await trainer.frame(true)).embeddings.every(Number.isFinite)).toBe(true);
    trainer.dispose();
  });

  it('one class has loss 0 and moves nothing', async () => {
    const trainer = new Trainer({ ...smallRun, loss: toyLoss('arcface', { s: 16, m: 0.5 }) }, identities(1, 20));
    const before = await trainer.hash();
    expect(await trainer.advance()).toBeNull();
    const frame = await trainer.frame(true);
    expect(frame.loss).toBe(0);
    expect(frame.accuracy.train).toBe(1);
    expect(await trainer.hash()).toBe(before);
    trainer.dispose();
  });

  it('one sample a class, and a batch larger than the data: the batch is the whole data', async () => {
    const data = identities(3, 1);
    const settings = { ...smallRun, batchSize: 4096 };
    const { got, expected } = await firstLoss(settings, data);
    expect(Math.abs(got - expected)).toBeLessThan(1e-5 * (1 + expected));
    const trainer = new Trainer(settings, data);
    await trainer.seek(150);
    expect((await trainer.accuracy()).train).toBe(1);
    trainer.dispose();
  });

  it('a single sample in all', async () => {
    const data = identities(1, 1);
    const trainer = new Trainer(smallRun, data);
    expect(await trainer.seek(5)).toBeNull();
    expect((await trainer.accuracy()).train).toBe(1);
    trainer.dispose();
  });

  it('10,000 classes', async () => {
    const data = identities(10_000, 1);
    const settings: RunSettings = {
      ...smallRun,
      network: { ...smallRun.network, embedding: 16 },
      batchSize: 64,
      loss: toyLoss('arcface', { s: 16, m: 0.5 }),
    };
    const trainer = new Trainer(settings, data);
    const losses: number[] = [];
    for (let step = 0; step < 3; step++) {
      expect(await trainer.advance()).toBeNull();
      losses.push((await trainer.frame()).loss);
    }
    // Untrained, every class is as likely: about log 10,000 = 9.2 plus what s and m add.
    expect(losses[0]).toBeGreaterThan(Math.log(10_000));
    expect(losses.every((loss) => loss < 40)).toBe(true);
    trainer.dispose();
  });
});
