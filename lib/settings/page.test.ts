import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gradientPaths, losses, lossIds, pastPiModes } from '../losses';
import { decodePage, defaultPageState, encodePage, normalisePage, type PageState, pageKeys, withLoss, withPreset } from './page';
import { formatQuery, parseQuery } from './query';

const decode = (query: string) => decodePage(parseQuery(query));

/** Any valid state of the page. */
const states = fc
  .record({
    lossId: fc.constantFrom(...lossIds),
    values: fc.dictionary(fc.constantFrom('s', 'm', 'm1', 'm2', 'm3', 'lambda'), fc.double({ min: -5, max: 2000, noNaN: true })),
    pastPi: fc.constantFrom(...pastPiModes),
    gradientPath: fc.constantFrom(...gradientPaths),
  })
  .map(({ values, ...rest }): PageState => normalisePage({ ...rest, parameters: values }));

describe('the address of the page', () => {
  it('is empty where the page starts', () => {
    expect(encodePage(defaultPageState)).toEqual([]);
    expect(decode('')).toEqual({ state: defaultPageState, problems: [] });
  });

  it('state → query → state is the identity, without a complaint', () => {
    fc.assert(
      fc.property(states, (state) => void expect(decode(formatQuery(encodePage(state)))).toEqual({ state, problems: [] })),
      { numRuns: 1000 },
    );
  });

  it('any query string yields a valid state', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double().map(String),
      fc.constantFrom(...lossIds, ...pastPiModes, ...gradientPaths),
    );
    const query = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.tuple(fc.oneof(fc.constantFrom(...pageKeys), fc.string()), value)).map(formatQuery),
    );
    fc.assert(
      fc.property(query, (given) => {
        const { state } = decode(given);
        expect(normalisePage(state)).toEqual(state);
        const loss = losses[state.lossId];
        expect(Object.keys(state.parameters).sort()).toEqual(loss.parameters.map((p) => p.id).sort());
        for (const p of loss.parameters) {
          expect(state.parameters[p.id]).toBeGreaterThanOrEqual(p.min);
          expect(state.parameters[p.id]).toBeLessThanOrEqual(p.max);
        }
        expect(loss.pastPi).toContain(state.pastPi);
      }),
      { numRuns: 1000 },
    );
  });

  it('says what it changed', () => {
    const { state, problems } = decode('?loss=foo&m=abc&s=900&lambda=3&gradient=x');
    expect(state).toEqual({ ...defaultPageState, parameters: { s: 128, m: 0.5 } });
    expect(problems.map(({ key, used, reason }) => `${key} ${used} ${reason}`)).toEqual([
      'loss arcface unknown',
      's 128 out-of-range',
      'm 0.5 not-a-number',
      'gradient exact unknown',
      'lambda null not-of-this-loss',
    ]);
  });

  it('refuses a behaviour past π that the loss does not define, and says why', () => {
    const { state, problems } = decode('?loss=combined&past=fallback');
    expect(state.pastPi).toBe('plain');
    expect(problems).toEqual([{ key: 'past', given: 'fallback', used: 'plain', reason: 'not-of-this-loss' }]);
  });

  it('leaves keys of others alone', () => {
    expect(decode('?utm_source=x&gx=77').problems).toEqual([]);
  });
});

describe('changing the loss', () => {
  it('keeps s, gives the margin its toy value and drops a behaviour that is refused', () => {
    const before: PageState = { lossId: 'arcface', parameters: { s: 32, m: 0.9 }, pastPi: 'fallback', gradientPath: 'detached' };
    expect(withLoss(before, 'cosface')).toEqual({
      lossId: 'cosface',
      parameters: { s: 32, m: 0.15 },
      pastPi: 'plain',
      gradientPath: 'detached',
    });
    expect(withLoss(before, 'sphereface').parameters).toEqual({ m: 3, lambda: 0 });
    expect(withLoss(before, 'softmax').parameters).toEqual({});
  });

  it('always yields a valid state', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...lossIds), (state, next) => {
        const changed = withLoss(state, next);
        expect(normalisePage(changed)).toEqual(changed);
      }),
    );
  });
});

it('the paper preset of ArcFace is s = 64, m = 0.5', () => {
  expect(withPreset(defaultPageState, 'paper').parameters).toEqual({ s: 64, m: 0.5 });
});

it('presets are valid for every loss', () => {
  for (const lossId of lossIds) {
    for (const preset of ['paper', 'toy'] as const) {
      const state = withPreset(withLoss(defaultPageState, lossId), preset);
      expect(normalisePage(state)).toEqual(state);
    }
  }
});
