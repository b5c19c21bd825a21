import jsep from 'jsep';
import { type FormulaErrorCode, Refusal } from './problem';
import { type Scanned, scan } from './scan';

export type Node = jsep.CoreExpression;

export interface Parsed {
  readonly root: Node;
  /** Position of a part's first character in the reader's text, from 1. */
  positionOf(node: Node): number;
  /** Whether the part stands in brackets of its own. */
  isBracketed(node: Node): boolean;
  /** The last character before a part that is no space or opening bracket, '' at the beginning. */
  before(node: Node): string;
}

/** The grammar is ours, not JavaScript's: `^` is a power, and there are no statements, strings, bits or members. */
const operators: readonly (readonly string[])[] = [
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^', '**'],
];

jsep.removeAllBinaryOps();
jsep.removeAllUnaryOps();
jsep.removeAllLiterals();
operators.forEach((level, i) => {
  for (const operator of level) jsep.addBinaryOp(operator, i + 1, operator === '^' || operator === '**');
});
for (const operator of ['+', '-']) jsep.addUnaryOp(operator);

/** jsep keeps no positions; this notes where each token of the text being parsed began. Parsing is synchronous. */
let starts = new Map<object, number>();
let insideToken = false;

jsep.hooks.add('gobble-token', function (env) {
  if (insideToken) {
    insideToken = false;
    return;
  }
  const start = this.index;
  insideToken = true;
  const node = this.gobbleToken();
  insideToken = false;
  if (!node) return;
  starts.set(node, start);
  env.node = node;
});

/**
 * Reads a formula's text. Nothing is ever run.
 *
 * @throws Refusal with the character
 */
export function parse(source: string): Parsed {
  const scanned = scan(source);
  starts = new Map();
  insideToken = false;
  const root = parsed(scanned);
  const known = starts;
  const startOf = (node: Node): number => {
    const start = known.get(node);
    if (start !== undefined) return start;
    if (node.type === 'BinaryExpression') return startOf(node.left as Node);
    if (node.type === 'ConditionalExpression') return startOf(node.test as Node);
    return 0;
  };
  return {
    root,
    positionOf: (node) => scanned.positionOf(startOf(node)),
    isBracketed: (node) => scanned.text[known.get(node) ?? -1] === '(',
    before: (node) => scanned.text.slice(0, startOf(node)).trimEnd().at(-1) ?? '',
  };
}

function parsed(scanned: Scanned): Node {
  try {
    return jsep(scanned.text) as Node;
  } catch (error) {
    if (!isSyntaxError(error)) throw error;
    const [code, shown] = meaningOf(error.description);
    // The parser has already stepped over a comma or bracket that it did not expect.
    const index = code === 'comma' ? error.index - 1 : error.index;
    const character = scanned.text[index] ?? '';
    throw new Refusal(shown && character === '' ? 'expression-expected' : code, scanned.positionOf(index), { character });
  }
}

const isSyntaxError = (error: unknown): error is { index: number; description: string } =>
  error instanceof Error && 'index' in error && 'description' in error;

/** jsep's messages, by their beginning. @returns the code, and whether it names the character */
function meaningOf(description: string): [code: FormulaErrorCode, shown: boolean] {
  if (/^(Expected expression|missing unaryOp)/.test(description)) return ['expression-expected', false];
  if (/^(Variable names cannot start|Expected comma)/.test(description)) return ['missing-operator', false];
  if (/^(Expected exponent|Unexpected period)/.test(description)) return ['number-malformed', false];
  if (/^Expected :/.test(description)) return ['colon-expected', false];
  if (/^Unexpected token/.test(description)) return ['comma', false];
  return ['unexpected', true];
}
