import { describe, expect, it } from 'vitest';
import { losses, paperOptions, targetValue } from '../losses';
import { knownLoss } from './known-loss';
import { lossOf } from './loss-of';

describe('lossOf', () => {
  it('finds the losses of the registry', () => {
    expect(lossOf({ id: 'cosface' })).toBe(losses.cosface);
    expect(knownLoss({ id: 'cosface' })).toBe(losses.cosface);
  });

  it('reads a formula once: the same text is the same object, also without the parser', () => {
    const settings = { id: 'custom', formula: 'cos(theta + m) - 0.1*theta' } as const;
    expect(() => knownLoss(settings)).toThrow('has not been read');
    const loss = lossOf(settings);
    expect(lossOf({ ...settings, parameters: { s: 8, m: 0.2 } })).toBe(loss);
    expect(knownLoss(settings)).toBe(loss);
    expect(targetValue(loss, 1, { s: 8, m: 0.2 }, paperOptions)).toBeCloseTo(Math.cos(1.2) - 0.1, 15);
  });

  it('judges a formula at the values that come with it', () => {
    const formula = 'sqrt(m + 0.2 - theta/2)';
    expect(() => lossOf({ id: 'custom', formula })).toThrow('no finite value at θ = 1');
    expect(lossOf({ id: 'custom', formula, parameters: { m: 2 } }).parameters.map((p) => p.id)).toEqual(['s', 'm']);
  });

  it('forgets the formulas of long ago, and reads them again when asked', () => {
    const settings = { id: 'custom', formula: 'cos(theta) - 1' } as const;
    const loss = lossOf(settings);
    for (let i = 2; i < 203; i++) lossOf({ id: 'custom', formula: `cos(theta) - ${i}` });
    expect(() => knownLoss(settings)).toThrow('has not been read');
    expect(lossOf(settings)).not.toBe(loss);
  });

  it('says what is wrong with a formula, and where', () => {
    expect(() => lossOf({ id: 'custom' })).toThrow('formula: it is missing');
    expect(() => lossOf({ id: 'custom', formula: 'cos(theta + m' })).toThrow('formula: Character 4: This bracket is not closed.');
  });
});
