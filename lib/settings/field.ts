/** Why a text from the address was not taken as it is. */
export type ProblemReason =
  | 'not-a-number'
  | 'out-of-range'
  | 'not-whole'
  | 'unknown'
  | 'malformed'
  | 'too-long'
  | 'not-of-this-loss';

/** What was changed about one value of the address. Shown to the reader, so it says both what was given and what is used. */
export interface Problem {
  readonly key: string;
  readonly given: string;
  /** The value used instead, as it would stand in the address; null: the key was ignored. */
  readonly used: string | null;
  readonly reason: ProblemReason;
}

export interface Decoded<V> {
  readonly value: V;
  readonly problem: Problem | null;
}

/**
 * One value that can stand in the address. `decode` is total: any text yields a valid value. For a valid value v,
 * `decode(encode(v))` is v without a problem; `normalise` takes any V to the nearest valid one.
 */
export interface Field<V> {
  readonly key: string;
  readonly default: V;
  decode(text: string): Decoded<V>;
  encode(value: V): string;
  normalise(value: V): V;
}

export interface NumberRange {
  readonly key: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Step of the slider. Values are kept to two digits finer, so a typed 0.4712 stays; without a step, to six digits. */
  readonly step?: number;
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const longest = 2000;

/** Digits after the point that a number of this step keeps. */
function digitsOf(step: number | undefined): number {
  if (step === undefined) return 6;
  const text = String(step);
  return (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0) + 2;
}

/** Clamped to the range and rounded to the digits kept; a limit with more digits than that is rounded inwards. */
function nearest(value: number, { min, max }: NumberRange, digits: number): number {
  const unit = 10 ** digits;
  const clamped = Math.min(max, Math.max(min, value));
  let rounded = Number(clamped.toFixed(digits));
  if (rounded > max) rounded = Math.floor(max * unit) / unit;
  if (rounded < min) rounded = Math.ceil(min * unit) / unit;
  return rounded + 0; // never −0
}

function numeric(range: NumberRange, digits: number, wrongDigits: ProblemReason | null): Field<number> {
  const normalise = (value: number) => (Number.isNaN(value) ? range.default : nearest(value, range, digits));
  const encode = (value: number) => String(value);
  return {
    key: range.key,
    default: range.default,
    encode,
    normalise,
    decode(text) {
      const trimmed = text.trim();
      const given = decimal.test(trimmed) ? Number(trimmed) : Number.NaN;
      const value = normalise(given);
      const reason: ProblemReason | null = Number.isNaN(given)
        ? 'not-a-number'
        : given < range.min || given > range.max
          ? 'out-of-range'
          : value !== given
            ? wrongDigits
            : null;
      return { value, problem: reason && { key: range.key, given: shorten(text), used: encode(value), reason } };
    },
  };
}

/** A real number in [min, max], dimension as the caller says. More digits than it keeps are rounded without a word. */
export function number(range: NumberRange): Field<number> {
  return numeric(range, digitsOf(range.step), null);
}

/** A whole number in [min, max]. */
export function integer(range: Omit<NumberRange, 'step'>): Field<number> {
  return numeric(range, 0, 'not-whole');
}

/** One of a few names. The default must be among the options. */
export function choice<V extends string>(record: { key: string; default: NoInfer<V>; options: readonly V[] }): Field<V> {
  const { key, options } = record;
  const fallback: V = record.default;
  return {
    key,
    default: fallback,
    encode: (value) => value,
    normalise: (value) => (options.includes(value) ? value : fallback),
    decode(text) {
      if (options.includes(text as V)) return { value: text as V, problem: null };
      return { value: fallback, problem: { key, given: shorten(text), used: fallback, reason: 'unknown' } };
    },
  };
}

/** A list of numbers in [min, max], as many as the default has, joined by `_` (which addresses carry unescaped). */
export function numbers(record: {
  key: string;
  default: readonly number[];
  min: number;
  max: number;
  digits: number;
}): Field<readonly number[]> {
  const { key, digits } = record;
  const one = numeric({ key, default: Number.NaN, min: record.min, max: record.max }, digits, null);
  const encode = (values: readonly number[]) => values.map(String).join('_');
  const fill = (value: number | undefined, k: number) =>
    value === undefined || Number.isNaN(value) ? (record.default[k] ?? record.min) : one.normalise(value);
  const normalise = (values: readonly number[]) => record.default.map((_, k) => fill(values[k], k));
  return {
    key,
    default: record.default,
    encode,
    normalise,
    decode(text) {
      const parts = text
        .slice(0, longest)
        .split('_')
        .map((part) => one.decode(part));
      const value = normalise(parts.map((part) => part.value));
      const reason =
        parts.length !== record.default.length ? 'malformed' : (parts.find((part) => part.problem)?.problem?.reason ?? null);
      return { value, problem: reason && { key, given: shorten(text), used: encode(value), reason } };
    },
  };
}

/** A short text that matches a pattern as a whole, else the default. */
export function text(record: { key: string; default: string; maxLength: number; pattern: RegExp }): Field<string> {
  const { key, maxLength } = record;
  const whole = new RegExp(`^(?:${record.pattern.source})$`, record.pattern.flags.replace(/[gy]/g, ''));
  const valid = (value: string) => value === record.default || (value.length <= maxLength && whole.test(value));
  return {
    key,
    default: record.default,
    encode: (value) => value,
    normalise: (value) => (valid(value) ? value : record.default),
    decode(given) {
      if (valid(given)) return { value: given, problem: null };
      const reason = given.length > maxLength ? 'too-long' : 'malformed';
      return { value: record.default, problem: { key, given: shorten(given), used: record.default, reason } };
    },
  };
}

/** A given text as it can be shown in one line. */
export function shorten(given: string): string {
  const line = given.replace(/\s+/g, ' ');
  return line.length > 24 ? `${line.slice(0, 23)}…` : line;
}

/** Fields of one record of state, e.g. those of one figure. */
export type Fields<S> = { readonly [K in keyof S]: Field<S[K]> };

/** The default state of a set of fields. */
export function defaultsOf<S>(fields: Fields<S>): S {
  return mapFields(fields, (_, field) => field.default);
}

/** The nearest valid state. */
export function normaliseAll<S>(fields: Fields<S>, state: S): S {
  return mapFields(fields, (name, field) => field.normalise(state[name]));
}

/** Reads a state from the address: keys that are missing take the default. */
export function decodeAll<S>(fields: Fields<S>, query: ReadonlyMap<string, string>): { state: S; problems: Problem[] } {
  const problems: Problem[] = [];
  const state = mapFields(fields, (_, field) => {
    const given = query.get(field.key);
    if (given === undefined) return field.default;
    const { value, problem } = field.decode(given);
    if (problem) problems.push(problem);
    return value;
  });
  return { state, problems };
}

/** The pairs that the address needs for a state: those that differ from the default. */
export function encodeAll<S>(fields: Fields<S>, state: S): [string, string][] {
  const pairs: [string, string][] = [];
  for (const name of namesOf(fields)) {
    const field = fields[name];
    const encoded = field.encode(state[name]);
    if (encoded !== field.encode(field.default)) pairs.push([field.key, encoded]);
  }
  return pairs;
}

function namesOf<S>(fields: Fields<S>): (keyof S)[] {
  return Object.keys(fields) as (keyof S)[];
}

function mapFields<S>(fields: Fields<S>, f: <K extends keyof S>(name: K, field: Field<S[K]>) => S[K]): S {
  const result: Partial<S> = {};
  for (const name of namesOf(fields)) result[name] = f(name, fields[name]);
  return result as S;
}
