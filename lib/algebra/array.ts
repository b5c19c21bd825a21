import { cos as pureCos, sin as pureSin } from '../pure/math';
import type { Expression } from './expression';
import { graphOf } from './graph';

/**
 * The array reading: some expressions for many values of one variable at once, in double precision. Their different parts become a list
 * of operations, each run as one loop over all values; parts that do not depend on the variable are computed once a call. The bits are
 * the same on every engine (`lib/pure/math`).
 */
export interface Tape {
  /**
   * @param values       of the variable, n
   * @param environment  a value for every other free variable; further ones are ignored
   * @returns for each expression its n values; good until the next run. They may be longer than n
   * @throws RangeError if a free variable has no value
   */
  run(values: Float64Array, n: number, environment: Readonly<Record<string, number>>): readonly Float64Array[];
}

type Kind = Exclude<Expression['kind'], 'constant' | 'symbol' | 'stopGradient'>;

interface Step {
  readonly kind: Kind;
  readonly to: number;
  /** Places of the operands, filled up with 0. */
  readonly from: readonly [number, number, number, number];
}

/** @param variable  its name; the other symbols stand for one number each */
export function compileTape(expressions: readonly Expression[], variable: string): Tape {
  const graph = graphOf(expressions);
  /** A part's place: that of its operand for stopGradient, which changes no value. */
  const places: number[] = [];
  const varies: boolean[] = [];
  const constants: { readonly to: number; readonly value: number }[] = [];
  const symbols: { readonly to: number; readonly name: string }[] = [];
  const still: Step[] = [];
  const moving: Step[] = [];
  /** Single numbers that loops read; they get an array full of them. */
  const spread = new Set<number>();
  graph.nodes.forEach(({ expression, operands }, to) => {
    const { kind } = expression;
    const from = operands.map((operand) => places[operand]!);
    places[to] = kind === 'stopGradient' ? from[0]! : to;
    varies[to] = from.some((place) => varies[place]) || (kind === 'symbol' && expression.name === variable);
    if (kind === 'constant') constants.push({ to, value: expression.value });
    else if (kind === 'symbol') symbols.push({ to, name: expression.name });
    else if (kind !== 'stopGradient') {
      const [a = 0, b = 0, c = 0, d = 0] = from;
      (varies[to] ? moving : still).push({ kind, to, from: [a, b, c, d] });
      if (varies[to]) for (const place of from) if (!varies[place]) spread.add(place);
    }
  });
  const roots = expressions.map((e) => places[graph.indexOf(e)]!);
  for (const root of roots) if (!varies[root]) spread.add(root);

  const single = new Float64Array(graph.nodes.length);
  for (const { to, value } of constants) single[to] = value;
  const arrays: Float64Array[] = Array.from({ length: graph.nodes.length }, () => nothing);
  let capacity = 0;

  return {
    run(values, n, environment) {
      if (n > capacity) {
        capacity = n;
        for (const place of [...spread, ...moving.map(({ to }) => to)]) arrays[place] = new Float64Array(n);
      }
      for (const { to, name } of symbols) {
        if (name === variable) {
          arrays[to] = values;
          continue;
        }
        const value = environment[name];
        if (value === undefined) throw new RangeError(`The expression needs a value for "${name}".`);
        single[to] = value;
      }
      for (const { kind, to, from } of still)
        single[to] = one(kind, single[from[0]]!, single[from[1]]!, single[from[2]]!, single[from[3]]!);
      for (const place of spread) arrays[place]!.fill(single[place]!, 0, n);
      for (const { kind, to, from } of moving) {
        const [a, b, c, d] = from;
        loop(kind, arrays[to]!, arrays[a]!, arrays[b]!, arrays[c]!, arrays[d]!, n);
      }
      return roots.map((root) => arrays[root]!);
    },
  };
}

const nothing = new Float64Array(0);

// Names of other modules are getters in development and tests: too slow for inner loops.
const cos = pureCos;
const sin = pureSin;

function one(kind: Kind, a: number, b: number, below: number, otherwise: number): number {
  switch (kind) {
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'mul':
      return a * b;
    case 'div':
      return a / b;
    case 'neg':
      return -a;
    case 'sqrt':
      return Math.sqrt(a);
    case 'cos':
      return cos(a);
    case 'sin':
      return sin(a);
    case 'min':
      return Math.min(a, b);
    case 'max':
      return Math.max(a, b);
    case 'floor':
      return Math.floor(a);
    case 'select':
      return a < b ? below : otherwise;
  }
}

/** One operation on n numbers. Each has a loop of its own, which the engine compiles tightly. */
function loop(
  kind: Kind,
  to: Float64Array,
  a: Float64Array,
  b: Float64Array,
  below: Float64Array,
  otherwise: Float64Array,
  n: number,
): void {
  switch (kind) {
    case 'add':
      for (let i = 0; i < n; i++) to[i] = a[i]! + b[i]!;
      break;
    case 'sub':
      for (let i = 0; i < n; i++) to[i] = a[i]! - b[i]!;
      break;
    case 'mul':
      for (let i = 0; i < n; i++) to[i] = a[i]! * b[i]!;
      break;
    case 'div':
      for (let i = 0; i < n; i++) to[i] = a[i]! / b[i]!;
      break;
    case 'neg':
      for (let i = 0; i < n; i++) to[i] = -a[i]!;
      break;
    case 'sqrt':
      for (let i = 0; i < n; i++) to[i] = Math.sqrt(a[i]!);
      break;
    case 'cos':
      for (let i = 0; i < n; i++) to[i] = cos(a[i]!);
      break;
    case 'sin':
      for (let i = 0; i < n; i++) to[i] = sin(a[i]!);
      break;
    case 'min':
      for (let i = 0; i < n; i++) to[i] = Math.min(a[i]!, b[i]!);
      break;
    case 'max':
      for (let i = 0; i < n; i++) to[i] = Math.max(a[i]!, b[i]!);
      break;
    case 'floor':
      for (let i = 0; i < n; i++) to[i] = Math.floor(a[i]!);
      break;
    case 'select':
      for (let i = 0; i < n; i++) to[i] = a[i]! < b[i]! ? below[i]! : otherwise[i]!;
      break;
  }
}
