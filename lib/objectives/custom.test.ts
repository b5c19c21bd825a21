import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../evaluate/case';
import type { Result } from './objective';
import { apart, evaluate, randomBatch, worstDifference } from './testing/batches';

type Params = Readonly<Record<string, number | string>>;

const batches = [1, 2, 3].map((seed) => randomBatch(seed, { dimension: 5 }));
/** One sample at an angle from its class, in the plane. */
const at = (theta: number, params: Params): Result =>
  evaluate(
    'custom',
    {
      embeddings: [[Math.cos(theta), Math.sin(theta)]],
      weights: [
        [1, 0],
        [0, -1],
      ],
      labels: [0],
    },
    params,
  );

describe('a published loss written as a formula is that loss to the last digits', () => {
  it.each<[string, string, Params]>([
    ['arcface', 'cos(theta + m)', { s: 16, m: 0.5 }],
    ['arcface', 'cos(theta + m)', { s: 16, m: 0.5, gradient: 'detached' }],
    ['cosface', 'cos(theta) - m', { s: 16, m: 0.35 }],
    ['combined', 'cos(m1*theta + m2) - m3', { s: 16, m1: 0.9, m2: 0.4, m3: 0.15 }],
    ['norm-softmax', 'cos(theta)', { s: 16 }],
  ])('%s: %s %o', (id, formula, params) => {
    for (const batch of batches) {
      const [own, published] = [evaluate('custom', batch, { formula, ...params }), evaluate(id, batch, params)];
      // Logits reach 16: one unit in the last place is 3.6e-15.
      expect(apart(own, published)).toBeLessThan(4e-15);
      expect(own.accuracy).toBe(published.accuracy);
      expect(own.logits).toEqual(published.logits);
    }
  });

  it('ArcFace with "easy margin" as a condition', () => {
    for (const batch of batches) {
      const own = evaluate('custom', batch, { formula: 'theta < pi/2 ? cos(theta + m) : cos(theta)', s: 16, m: 0.5 });
      expect(apart(own, evaluate('arcface', batch, { s: 16, m: 0.5, pastPi: 'easy' }))).toBeLessThan(4e-15);
    }
  });
});

describe('gradients are those of the value, by central differences', () => {
  it.each<[string, Params]>([
    ['cos(theta + m) - 0.1*theta', { s: 8, m: 0.4 }],
    ['1 - (theta/pi)^2 * gain', { s: 8, gain: 2 }],
    ['theta < 1 ? cos(theta) : cos(theta) - a*(theta - 1)^2', { s: 8, a: 0.3 }],
    ['cos(theta) / (1 + k*sin(theta))', { s: 8, k: 0.5 }],
    ['-theta', { s: 4 }],
  ])('%s %o', (formula, params) => {
    for (const batch of batches) {
      const all = { formula, ...params };
      const result = evaluate('custom', batch, all);
      expect(worstDifference(batch, result, (b) => evaluate('custom', b, all).loss)).toBeLessThan(2e-7);
    }
  });
});

describe('warnings of the result', () => {
  it('are absent where the formula falls everywhere and every parameter is given', () => {
    expect(evaluate('custom', batches[0]!, { formula: 'cos(theta) - m', m: 0.2 })).not.toHaveProperty('warnings');
  });
  it('say where it rises, which depends on the parameters', () => {
    const warnings = (m: number) => at(1, { formula: 'cos(theta + m)', m }).warnings;
    expect(warnings(0)).toBeUndefined();
    expect(warnings(0.5)).toEqual([expect.stringContaining('it rises between θ = 2.6416 rad (151.4°) and 3.1416 rad (180°)')]);
  });
  it('say which parameter took a default', () => {
    expect(at(1, { formula: 'cos(theta) - m' }).warnings).toEqual(['params.m is not given: 0.35 is used.']);
  });
});

describe('where the slope is not finite', () => {
  it('gives 0 at θ = 0, where the direction is undefined anyway', () => {
    const { gradEmbeddings, gradWeights } = at(0, { formula: '-sqrt(theta)', s: 8 });
    expect(Array.from(gradWeights![0]!, Math.abs)).toEqual([0, 0]);
    expect(Array.from(gradEmbeddings[0]!).every(Number.isFinite)).toBe(true);
  });
  it('is refused at any other angle, with the angle and the row', () => {
    expect(() => at(Math.PI / 2, { formula: '-sqrt(abs(theta - pi/2))' })).toThrow(
      'params.formula: The slope is not finite at θ = 1.5708 rad (90°), where embeddings[0] stands',
    );
    expect(() => at(1.5, { formula: '-sqrt(abs(theta - pi/2))' })).not.toThrow();
  });
});

describe('what is refused', () => {
  const good = { loss: 'custom', embeddings: [[1, 0]], weights: [[0, 1]], labels: [0] };
  it.each<[string, unknown, string]>([
    ['no parameters', undefined, 'params.formula: it is missing; accepted: a formula in theta'],
    ['a number as formula', { formula: 7 }, 'params.formula: it is no text'],
    ['a fault of grammar', { formula: 'cos(theta + m' }, 'params.formula: Character 4: This bracket is not closed; accepted'],
    [
      'no finite value',
      { formula: 'sqrt(m - theta)', m: 1 },
      'Character 1: The formula has no finite value at θ = 1 rad (57.3°); accepted: a formula that is finite',
    ],
    [
      'a name of evaluate',
      { formula: 'cos(theta) - formula' },
      '"formula" is a setting of evaluate itself; accepted: another name',
    ],
    [
      'a parameter that is not in it',
      { formula: 'cos(theta)', m: 1 },
      'params.m: custom has no such parameter; accepted: formula, s',
    ],
    ['a text as parameter', { formula: 'cos(theta) - m', m: '1' }, 'params.m: "1"; accepted: a number from'],
    ['a behaviour past π', { formula: 'cos(theta)', pastPi: 'easy' }, 'params.pastPi: custom has no such parameter'],
    [
      'another gradient path',
      { formula: 'cos(theta)', gradient: 'none' },
      'params.gradient: "none"; accepted: "exact", "detached"',
    ],
  ])('%s', (_, params, message) => {
    expect(() => evaluateCase({ ...good, params })).toThrow(message);
  });
});
