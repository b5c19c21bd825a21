import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, decodeAll, defaultsOf, encodeAll, type Fields, integer, normaliseAll, number, numbers, text } from './field';
import { formatQuery, parseQuery } from './query';

const angle = number({ key: 'a', default: 30, min: -180, max: 180, step: 0.1 });

describe('a number of the address', () => {
  it('takes a valid text as it is, to two digits finer than its step', () => {
    expect(angle.decode('12.345')).toEqual({ value: 12.345, problem: null });
    expect(angle.decode('12.34567').value).toBe(12.346);
    expect(angle.decode('1e1')).toEqual({ value: 10, problem: null });
    expect(Object.is(angle.decode('-0').value, 0)).toBe(true);
  });

  it('takes what is out of range to the nearest limit and says so', () => {
    expect(angle.decode('900')).toEqual({ value: 180, problem: { key: 'a', given: '900', used: '180', reason: 'out-of-range' } });
    expect(angle.decode('-1e300').value).toBe(-180);
  });

  it.each(['', 'abc', 'NaN', 'Infinity', '0x10', '1,5', '1e', '--1', '1e9999', '٣'])(
    'takes the default for %j and says so',
    (given) => {
      const { value, problem } = angle.decode(given);
      expect(value).toBe(30);
      expect(problem?.reason).toBe('not-a-number');
    },
  );

  it('rounds to whole numbers where only those are valid', () => {
    const steps = integer({ key: 'n', default: 3, min: 1, max: 8 });
    expect(steps.decode('4.4')).toEqual({ value: 4, problem: { key: 'n', given: '4.4', used: '4', reason: 'not-whole' } });
    expect(steps.decode('4.0')).toEqual({ value: 4, problem: null });
    expect(steps.decode('99').problem?.reason).toBe('out-of-range');
  });
});

describe('other fields', () => {
  it('a choice takes its default for a name that it does not know', () => {
    const mode = choice({ key: 'w', default: 'paper', options: ['paper', 'full'] });
    expect(mode.decode('full')).toEqual({ value: 'full', problem: null });
    expect(mode.decode('Full')).toEqual({
      value: 'paper',
      problem: { key: 'w', given: 'Full', used: 'paper', reason: 'unknown' },
    });
  });

  it('a list of numbers keeps what can be read and fills the rest from the default', () => {
    const view = numbers({ key: 'q', default: [1, 0, 0], min: -1, max: 1, digits: 3 });
    expect(view.decode('0.5_-0.25_1')).toEqual({ value: [0.5, -0.25, 1], problem: null });
    expect(view.decode('0.5').value).toEqual([0.5, 0, 0]);
    expect(view.decode('0.5').problem?.reason).toBe('malformed');
    expect(view.decode('0.5_x_3').value).toEqual([0.5, 0, 1]);
    expect(view.normalise([0.1239, 5])).toEqual([0.124, 1, 0]);
  });

  it('a text must match as a whole and must not be too long', () => {
    const ids = text({ key: 'h', default: '', maxLength: 5, pattern: /[a-z.]*/ });
    expect(ids.decode('a.b').value).toBe('a.b');
    expect(ids.decode('a b').problem?.reason).toBe('malformed');
    expect(ids.decode('abcdefgh').problem?.reason).toBe('too-long');
  });
});

interface Kept {
  angle: number;
  count: number;
  mode: string;
  view: readonly number[];
  ids: string;
}

/** Fields with random ranges, and a random valid state of them. */
const cases = fc
  .record({
    min: fc.double({ min: -1e4, max: 0, noNaN: true }),
    max: fc.double({ min: 1, max: 1e4, noNaN: true }),
    step: fc.constantFrom(0.001, 0.01, 0.5, 1, 5),
    state: fc.record({
      angle: fc.double(),
      count: fc.integer(),
      mode: fc.constantFrom('one', 'two', 'three'),
      view: fc.array(fc.double(), { maxLength: 5 }),
      ids: fc.string(),
    }),
  })
  .map(({ min, max, step, state }) => {
    const fields: Fields<Kept> = {
      angle: number({ key: 'a', default: 0, min, max, step }),
      count: integer({ key: 'n', default: 0, min: Math.ceil(min), max: Math.floor(max) }),
      mode: choice({ key: 'w', default: 'one', options: ['one', 'two', 'three'] }),
      view: numbers({ key: 'q', default: [1, 0, 0], min: -1, max: 1, digits: 4 }),
      ids: text({ key: 'h', default: '', maxLength: 12, pattern: /[^&]*/ }),
    };
    return { fields, state: normaliseAll(fields, state) };
  });

describe('any set of fields', () => {
  it('state → query → state is the identity, without a complaint', () => {
    fc.assert(
      fc.property(cases, ({ fields, state }) => {
        const query = formatQuery(encodeAll(fields, state));
        expect(decodeAll(fields, parseQuery(query))).toEqual({ state, problems: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('leaves defaults out of the query', () => {
    fc.assert(fc.property(cases, ({ fields }) => void expect(encodeAll(fields, defaultsOf(fields))).toEqual([])));
  });

  it('any query yields a state that is already valid', () => {
    const query = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.tuple(fc.constantFrom('a', 'n', 'w', 'q', 'h'), fc.oneof(fc.string(), fc.double().map(String))))
        .map((pairs) => pairs.map(([key, value]) => `${key}=${value}`).join('&')),
    );
    fc.assert(
      fc.property(cases, query, ({ fields }, given) => {
        const { state } = decodeAll(fields, parseQuery(given));
        expect(normaliseAll(fields, state)).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a query', () => {
  it('counts the first value of a key that stands twice', () => {
    expect(parseQuery('?m=1&m=2')).toEqual(new Map([['m', '1']]));
  });

  it('survives broken escapes and lone surrogates', () => {
    expect(parseQuery('?m=%E0%A4%A').get('m')).toBeTypeOf('string');
    expect(formatQuery([['k', '\ud800']])).toBe('?k=%EF%BF%BD');
  });

  it('keeps every well-formed pair', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), {
      selector: ([key]) => key,
    });
    fc.assert(fc.property(pairs, (given) => void expect([...parseQuery(formatQuery(given))]).toEqual(given)));
  });
});
