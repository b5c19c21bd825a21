import { beforeAll, describe, expect, it } from 'vitest';
import { loadDataset } from '../datasets/load';
import { type ParameterValues, paperOptions } from '../losses';
import { useBackend } from './backends';
import { smallRun } from './testing/runs';
import { Trainer } from './trainer';
import type { LossSettings, RunChange, RunSettings } from './types';

beforeAll(() => useBackend('cpu', { wasmSimd: null }));

const formula = (text: string, parameters: ParameterValues): LossSettings => ({
  id: 'custom',
  formula: text,
  parameters,
  options: paperOptions,
});

async function trained(loss: LossSettings, steps: number, settings: RunSettings = smallRun, changes: readonly RunChange[] = []) {
  const run = { ...settings, loss };
  const data = await loadDataset(run.dataset, run.seed, () => Promise.reject(new Error('no digits here')));
  const trainer = new Trainer(run, data, changes);
  const divergence = await trainer.seek(steps);
  const frame = await trainer.frame();
  const result = { divergence, frame, hash: await trainer.hash(), accuracy: await trainer.accuracy() };
  trainer.dispose();
  return result;
}

describe('a run with a loss that a formula says', () => {
  it('learns', async () => {
    const { divergence, frame, accuracy } = await trained(formula('cos(theta + m) - 0.1*theta', { s: 8, m: 0.3 }), 200);
    expect(divergence).toBeNull();
    expect(accuracy.train).toBeGreaterThan(0.95);
    expect(frame.inForce).toMatchObject({ id: 'custom', formula: 'cos(theta + m) - 0.1*theta', parameters: { s: 8, m: 0.3 } });
  });

  it('follows ArcFace step by step where the formula is ArcFace', async () => {
    const [own, published] = [await trained(formula('cos(theta + m)', { s: 8, m: 0.3 }), 40), await trained(smallRun.loss, 40)];
    expect(own.frame.loss).toBeCloseTo(published.frame.loss, 4);
    own.frame.weights.forEach((w, i) => {
      expect(w).toBeCloseTo(published.frame.weights[i]!, 4);
    });
  });

  it('is the same run again, and another one with another formula', async () => {
    const { hash } = await trained(formula('cos(theta) - m', { s: 8, m: 0.3 }), 25);
    expect((await trained(formula('cos(theta) - m', { s: 8, m: 0.3 }), 25)).hash).toBe(hash);
    expect((await trained(formula('cos(theta) - m*theta', { s: 8, m: 0.3 }), 25)).hash).not.toBe(hash);
  });

  it('may change its formula on the way', async () => {
    const changes: RunChange[] = [{ step: 20, kind: 'loss', loss: formula('cos(theta) - 0.05*theta^2', { s: 8 }) }];
    const { divergence, frame } = await trained(smallRun.loss, 60, smallRun, changes);
    expect(divergence).toBeNull();
    expect(frame.inForce.formula).toBe('cos(theta) - 0.05*theta^2');
  });

  it('stops before a step at whose values the formula breaks, with its weights untouched', async () => {
    // 10 m > π at the set value, but the ramp begins with m = 0, where there is no root.
    const loss = formula('sqrt(10*m - theta)', { s: 8, m: 0.4 });
    const ramped: RunSettings = { ...smallRun, ramps: [{ parameter: 'm', from: 0, steps: 50 }] };
    const { divergence, frame } = await trained(loss, 20, ramped);
    expect(divergence).toEqual({ step: 1, reason: 'loss-not-finite' });
    expect(frame.weights.every(Number.isFinite)).toBe(true);
    expect((await trained(loss, 20)).divergence).toBeNull();
  });
});
