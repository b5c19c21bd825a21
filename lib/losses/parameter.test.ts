import { describe, expect, it } from 'vitest';
import { gradientPaths, losses, pastPiModes } from './index';

describe.each(Object.values(losses))('the record of $name', (loss) => {
  it('has its own id, a source, and a scale exactly if the features are normalised', () => {
    expect(losses[loss.id]).toBe(loss);
    expect(loss.source.reference).toMatch(/^[a-z]+$/);
    expect(loss.parameters.some(({ id }) => id === 's')).toBe(loss.normalisesFeatures);
  });

  it("has complete parameters: ordered ranges, defaults and presets on the slider's grid, distinct address keys", () => {
    const keys = loss.parameters.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const p of loss.parameters) {
      expect(p.key).toMatch(/^[a-z][a-z0-9]*$/);
      expect(p.step).toBeGreaterThan(0);
      for (const value of [p.min, p.max, p.default, p.presets.paper, p.presets.toy]) {
        expect(value).toBeGreaterThanOrEqual(p.min);
        expect(value).toBeLessThanOrEqual(p.max);
        const steps = (value - p.min) / p.step;
        expect(Math.abs(steps - Math.round(steps)), `${p.id} = ${value}`).toBeLessThan(1e-9);
        if (p.integer) expect(Number.isInteger(value)).toBe(true);
      }
      expect(p.default).toBe(p.presets.paper);
    }
  });

  it('defines the plain behaviour past π, and gives a reason where it refuses another', () => {
    expect(loss.pastPi).toContain('plain');
    expect(pastPiModes).toEqual(expect.arrayContaining([...loss.pastPi]));
    expect(loss.pastPiRefusal === null).toBe(loss.pastPi.length === pastPiModes.length);
  });
});

it("there are two gradient paths, and the paper's is the first", () => {
  expect(gradientPaths).toEqual(['exact', 'detached']);
});
