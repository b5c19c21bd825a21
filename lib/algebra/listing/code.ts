import { type Expression, symbol } from '../expression';
import { dependence, graphOf, rebuild } from '../graph';
import { parityOf } from '../parity';

/** How one language writes the operations of the algebra. Parts without θ are plain numbers, the others tensors. */
export interface CodeTable {
  readonly pi: string;
  /** A parameter inside the head, e.g. `self.m`. */
  parameter(id: string): string;
  /** A function of numbers: `math.cos`. */
  number(kind: 'cos' | 'sin' | 'sqrt' | 'floor' | 'min' | 'max', args: readonly string[]): string;
  /** An operation on tensors; `isTensor` tells which operands are none, but numbers. Null: written with the usual operator. */
  tensor(kind: TensorKind, args: readonly string[], isTensor: readonly boolean[]): string | null;
  /** `then` where a < b. */
  select(a: string, b: string, then: string, otherwise: string): string;
  /** The same where all four are numbers, or the condition is. */
  choose(a: string, b: string, then: string, otherwise: string): string;
  /** A number as a column, one for each sample. */
  spread(value: string): string;
  /** A local variable. */
  assign(name: string, value: string): string;
  readonly names: { readonly theta: string; readonly cosTheta: string; readonly sinTheta: string };
}

export type TensorKind =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'neg'
  | 'cos'
  | 'sin'
  | 'sqrt'
  | 'floor'
  | 'min'
  | 'max'
  | 'stopGradient';

export interface CodeText {
  /** Statements that must come before: parts used more than once. */
  readonly statements: readonly string[];
  readonly value: string;
  /** Whether θ itself, or sin θ, is needed besides cos θ. */
  readonly needsAngle: boolean;
}

/** Prints ψ(θ) as code. cos θ and sin θ are taken to be known as variables. */
export function printCode(target: Expression, table: CodeTable): CodeText {
  const isTheta = (e: Expression): boolean => e.kind === 'symbol' && e.name === 'theta';
  const known = rebuild(target, (e) =>
    (e.kind === 'cos' || e.kind === 'sin') && isTheta(e.a) ? symbol(e.kind === 'cos' ? 'cosTheta' : 'sinTheta') : e,
  );
  const varies = dependence(['theta', 'cosTheta', 'sinTheta']);
  const graph = graphOf([known]);
  const statements: string[] = [];
  const texts: { text: string; binding: number }[] = [];
  // What a gradient mark surrounds is `value − cos θ`: the value gets a line of its own.
  const detached = new Set(
    graph.nodes.flatMap(({ expression: e }) => (e.kind === 'stopGradient' && e.a.kind === 'sub' ? [graph.indexOf(e.a.a)] : [])),
  );
  const taken = new Map<string, number>();
  graph.nodes.forEach(({ expression: e, operands, uses }, index) => {
    let printed = printNode(
      e,
      operands.map((i) => texts[i]!),
      operands.map((i) => varies(graph.nodes[i]!.expression)),
      table,
    );
    const users = graph.nodes.filter((node) => node.operands.includes(index)).map((node) => node.expression);
    const base = nameOf(e, uses, users, detached.has(index));
    if (base && varies(e) && e.kind !== 'symbol') {
      const count = (taken.get(base) ?? 0) + 1;
      taken.set(base, count);
      const name = count === 1 ? base : `${base}${count}`;
      statements.push(table.assign(name, printed.text));
      printed = { text: name, binding: Atom };
    }
    texts.push(printed);
  });
  const needsAngle = graph.nodes.some(({ expression: e }) => isTheta(e) || (e.kind === 'symbol' && e.name === 'sinTheta'));
  const { text } = texts[graph.indexOf(known)]!;
  return { statements, value: varies(known) ? text : table.spread(text), needsAngle };
}

/** The name of a part that deserves a line of its own, or null. A floor is the number of the piece, k; a cosine is of an angle. */
function nameOf(e: Expression, uses: number, users: readonly Expression[], isDetached: boolean): string | null {
  if (isDetached) return 'value';
  if (parityOf(e)) return 'sign';
  if (uses < 2) return null;
  if (e.kind === 'floor') return 'k';
  return users.some((user) => user.kind === 'cos' || user.kind === 'sin') ? 'angle' : 'part';
}

const Sum = 1;
const Product = 2;
const Unary = 3;
const Atom = 4;

interface Printed {
  readonly text: string;
  readonly binding: number;
}

function printNode(e: Expression, parts: readonly Printed[], areTensors: readonly boolean[], table: CodeTable): Printed {
  const texts = parts.map((part) => part.text);
  const isTensor = areTensors.includes(true);
  const atom = (text: string): Printed => ({ text, binding: Atom });
  switch (e.kind) {
    case 'constant':
      return constant(e.value, table);
    case 'symbol':
      return atom(e.name in table.names ? table.names[e.name as keyof CodeTable['names']] : table.parameter(e.name));
    case 'select':
      return areTensors[0] || areTensors[1]
        ? atom(table.select(texts[0]!, texts[1]!, decimal(texts[2]!), decimal(texts[3]!)))
        : atom(table.choose(texts[0]!, texts[1]!, texts[2]!, texts[3]!));
    case 'stopGradient':
      return isTensor ? atom(table.tensor('stopGradient', texts, areTensors)!) : parts[0]!;
    case 'cos':
    case 'sin':
    case 'sqrt':
    case 'floor':
    case 'min':
    case 'max':
      return atom(isTensor ? table.tensor(e.kind, texts, areTensors)! : table.number(e.kind, texts));
    default: {
      const own = isTensor ? table.tensor(e.kind, texts, areTensors) : null;
      return own === null ? infix(e.kind, parts) : atom(own);
    }
  }
}

function infix(kind: 'add' | 'sub' | 'mul' | 'div' | 'neg', [a, b]: readonly Printed[]): Printed {
  const within = (part: Printed, least: number): string => (part.binding < least ? `(${part.text})` : part.text);
  switch (kind) {
    case 'add':
      return { text: `${within(a!, Sum)} + ${b!.text.startsWith('-') ? `(${b!.text})` : b!.text}`, binding: Sum };
    case 'sub':
      return { text: `${within(a!, Sum)} - ${within(b!, Product)}`, binding: Sum };
    case 'mul':
      return { text: `${within(a!, Product)} * ${within(b!, Unary)}`, binding: Product };
    case 'div':
      return { text: `${within(a!, Product)} / ${within(b!, Unary)}`, binding: Product };
    case 'neg':
      return { text: `-${within(a!, Product)}`, binding: Product };
  }
}

/** A whole number as a branch must not make the result whole. */
const decimal = (text: string): string => (/^-?\d+$/.test(text) ? `${text}.0` : text);

function constant(value: number, table: CodeTable): Printed {
  if (value === Math.PI) return { text: table.pi, binding: Atom };
  if (value === Math.PI / 2) return { text: `${table.pi} / 2`, binding: Product };
  return { text: String(value), binding: value < 0 ? Unary : Atom };
}
