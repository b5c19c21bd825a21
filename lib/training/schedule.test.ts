import { describe, expect, it } from 'vitest';
import { type ParameterValues, paperOptions } from '../losses';
import { inForce, settledAt } from './schedule';
import { smallRun, toyLoss } from './testing/runs';
import type { RunSettings } from './types';

const values = (settings: RunSettings, step: number) => inForce(settings, [], step).loss.parameters;

describe('inForce', () => {
  const ramped: RunSettings = {
    ...smallRun,
    loss: toyLoss('arcface', { s: 16, m: 0.5 }),
    ramps: [
      { parameter: 's', from: 3, steps: 100 },
      { parameter: 'm', from: 0, steps: 50 },
    ],
  };

  it('starts a ramp at its first value and ends it at the set one', () => {
    expect(values(ramped, 1)).toEqual({ s: 3, m: 0 });
    expect(values(ramped, 26)).toEqual({ s: 3 + 0.25 * 13, m: 0.25 });
    expect(values(ramped, 51)).toEqual({ s: 9.5, m: 0.5 });
    expect(values(ramped, 101)).toEqual({ s: 16, m: 0.5 });
    expect(settledAt(ramped)).toBe(101);
  });

  it('trains without margin during the warm-up', () => {
    const settings: RunSettings = { ...ramped, ramps: [], warmUp: 40 };
    expect(values(settings, 40)).toEqual({ s: 16, m: 0 });
    expect(values(settings, 41)).toEqual({ s: 16, m: 0.5 });
  });

  it('starts factors on the angle at 1, where they do nothing', () => {
    const ramps = [{ parameter: 'm', from: 0, steps: 10 }] as const;
    const combined: RunSettings = { ...smallRun, ramps, loss: toyLoss('combined', { s: 8, m1: 2, m2: 0.4, m3: 0.2 }) };
    expect(values(combined, 1)).toEqual({ s: 8, m1: 1, m2: 0, m3: 0 });
    expect(values(combined, 6)).toEqual({ s: 8, m1: 1.5, m2: 0.2, m3: 0.1 });
    const arccos: RunSettings = { ...smallRun, ramps, loss: toyLoss('sphereface-arccos', { s: 8, m: 1.4 }) };
    expect(values(arccos, 1)['m']).toBe(1);
  });

  it('moves the margins of a formula and leaves its other parameters alone', () => {
    const run = (formula: string, parameters: ParameterValues): RunSettings => ({
      ...smallRun,
      ramps: [{ parameter: 'm', from: 0, steps: 10 }],
      loss: { id: 'custom', formula, parameters, options: paperOptions },
    });
    const added = run('gain*cos(theta + m) - m3', { s: 8, gain: 2, m: 0.4, m3: 0.2 });
    expect(values(added, 1)).toEqual({ s: 8, gain: 2, m: 0, m3: 0 });
    expect(values(added, 6)).toEqual({ s: 8, gain: 2, m: 0.2, m3: 0.1 });
    expect(values(run('cos(m*theta)', { s: 8, m: 1.4 }), 1)['m']).toBe(1);
    expect(values(run('cos(theta) - m', { s: 8, m: 0.3 }), 1)['m']).toBe(0);
  });

  it('anneals SphereFace by λ, not by its whole-numbered m', () => {
    const settings: RunSettings = {
      ...smallRun,
      ramps: [{ parameter: 'm', from: 0, steps: 10 }],
      loss: toyLoss('sphereface', { m: 4, lambda: 1 }),
    };
    // The weight of ψ goes from 0 to 1/2: half way it is 1/4, so λ = 3.
    expect(values(settings, 1)).toEqual({ m: 4, lambda: 1000 });
    expect(values(settings, 6)).toEqual({ m: 4, lambda: 3 });
    expect(values(settings, 11)).toEqual({ m: 4, lambda: 1 });
  });

  it('applies a change from the step after it was made', () => {
    const loss = toyLoss('cosface', { s: 8, m: 0.2 });
    const changes = [
      { step: 10, kind: 'loss', loss },
      { step: 20, kind: 'learningRate', value: 0.5 },
    ] as const;
    expect(inForce(smallRun, changes, 10).loss.id).toBe('arcface');
    expect(inForce(smallRun, changes, 11).loss).toEqual(loss);
    expect(inForce(smallRun, changes, 20).learningRate).toBe(0.01);
    expect(inForce(smallRun, changes, 21).learningRate).toBe(0.5);
  });
});
