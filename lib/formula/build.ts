import { expressionAlgebra as A, type Expression, operands, symbol } from '../algebra/expression';
import { functions, power } from './functions';
import { assertParameterName, constants, spelledOut } from './names';
import type { Node, Parsed } from './parse';
import { limits, Refusal } from './problem';

/** A formula as an expression in `theta` and its parameters. */
export interface Built {
  readonly expression: Expression;
  /** Ids of the free names besides θ, in the order of first use. `s` is the scale of the loss. */
  readonly names: readonly string[];
  /** Where in the text a division or root stands that may break. */
  readonly origins: ReadonlyMap<Expression, number>;
}

type NodeOf<T extends Node['type']> = Extract<Node, { type: T }>;

/** @throws Refusal with the character */
export function build(parsed: Parsed): Built {
  const builder = new Builder(parsed);
  const expression = builder.build(parsed.root);
  return { expression, names: [...builder.names], origins: builder.origins };
}

const comparisons: readonly string[] = ['<', '>', '<=', '>='];

class Builder {
  readonly names = new Set<string>();
  readonly origins = new Map<Expression, number>();
  private readonly sizes = new Map<Expression, number>();

  // Written out, because Node reads this file as it is and knows no parameter properties.
  private readonly parsed: Parsed;

  constructor(parsed: Parsed) {
    this.parsed = parsed;
  }

  build(node: Node): Expression {
    return this.checked(this.convert(node), node);
  }

  private convert(node: Node): Expression {
    const at = this.parsed.positionOf(node);
    switch (node.type) {
      case 'Literal':
        return A.constant(Number(node.value));
      case 'Identifier':
        return this.named(node.name, at);
      case 'UnaryExpression': {
        const a = this.build(node.argument as Node);
        return node.operator === '-' ? A.neg(a) : a;
      }
      case 'BinaryExpression':
        return this.binary(node, at);
      case 'ConditionalExpression':
        return this.conditional(node);
      case 'CallExpression':
        return this.call(node, at);
      case 'Compound':
      case 'SequenceExpression': {
        const parts = (node.type === 'Compound' ? node.body : node.expressions) as Node[];
        throw this.sideBySide(parts[0]!, parts[1]!);
      }
      case 'ThisExpression':
        throw new Refusal('reserved', at, { name: 'this' });
      default:
        throw new Refusal('unexpected', at, { character: '.' });
    }
  }

  private named(given: string, at: number): Expression {
    const name = spelledOut(given);
    if (name === 'theta') return symbol('theta');
    if (Object.hasOwn(constants, name)) return A.constant(constants[name]!);
    if (Object.hasOwn(functions, name)) throw new Refusal('brackets-needed', at, { name });
    assertParameterName(name, given, at);
    this.names.add(name);
    if (this.names.size > limits.parameters) throw new Refusal('too-many-parameters', at, { limit: limits.parameters });
    return symbol(name);
  }

  private binary(node: NodeOf<'BinaryExpression'>, at: number): Expression {
    if (comparisons.includes(node.operator)) throw new Refusal('comparison-outside', at);
    if (node.operator === '^' || node.operator === '**') return this.powerOf(node.left as Node, node.right as Node);
    const a = this.build(node.left as Node);
    const b = this.build(node.right as Node);
    switch (node.operator) {
      case '+':
        return A.add(a, b);
      case '-':
        return A.sub(a, b);
      case '*':
        return A.mul(a, b);
      default:
        return this.mayBreak(A.div(a, b), this.parsed.positionOf(node.right as Node));
    }
  }

  /** The parser lets a sign bind first; in mathematics −x² is −(x²). */
  private powerOf(left: Node, right: Node): Expression {
    if (left.type === 'UnaryExpression' && !this.parsed.isBracketed(left)) {
      const rest = this.powerOf(left.argument as Node, right);
      return left.operator === '-' ? A.neg(rest) : rest;
    }
    const base = this.build(left);
    const exponent = this.build(right);
    const at = this.parsed.positionOf(right);
    if (exponent.kind !== 'constant' || !Number.isInteger(2 * exponent.value)) throw new Refusal('exponent', at);
    if (Math.abs(exponent.value) > limits.exponent) throw new Refusal('exponent-range', at, { limit: limits.exponent });
    return power(base, exponent.value, (e) => this.mayBreak(this.checked(e, left), this.parsed.positionOf(left)));
  }

  private conditional(node: NodeOf<'ConditionalExpression'>): Expression {
    const test = node.test as Node;
    if (test.type !== 'BinaryExpression' || !comparisons.includes(test.operator))
      throw new Refusal('condition-expected', this.parsed.positionOf(test));
    const [a, b] = [this.build(test.left as Node), this.build(test.right as Node)];
    const [yes, no] = [this.build(node.consequent as Node), this.build(node.alternate as Node)];
    switch (test.operator) {
      case '<':
        return A.select(a, b, yes, no);
      case '>':
        return A.select(b, a, yes, no);
      case '<=':
        return A.select(b, a, no, yes);
      default:
        return A.select(a, b, no, yes);
    }
  }

  private call(node: NodeOf<'CallExpression'>, at: number): Expression {
    const callee = node.callee as Node;
    const args = node.arguments as Node[];
    const name = callee.type === 'Identifier' ? spelledOut(callee.name) : '';
    const definition = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!definition) {
      // `m(theta)`: what looks like a call is a product without its sign.
      const isFactor = name === '' || name.length === 1 || name === 'theta' || Object.hasOwn(constants, name);
      if (isFactor) throw new Refusal('missing-operator', at + (callee.type === 'Identifier' ? callee.name.length : 0));
      throw new Refusal('unknown-function', at, { name, functions: Object.keys(functions).join(', ') });
    }
    args.slice(1).forEach((arg, i) => {
      if (this.parsed.before(arg) !== ',') throw this.sideBySide(args[i]!, arg);
    });
    const [least, most] = definition.arguments;
    if (args.length < least || args.length > most)
      throw new Refusal('arguments', at, { name, expected: least === most ? least : `${least}–${most}`, given: args.length });
    return this.mayBreak(definition.of(args.map((arg) => this.build(arg))), at);
  }

  /** Two parts with nothing between them: `2 theta`, or `cos theta`. */
  private sideBySide(first: Node, second: Node): Refusal {
    const name = first.type === 'Identifier' ? spelledOut(first.name) : '';
    if (Object.hasOwn(functions, name)) return new Refusal('brackets-needed', this.parsed.positionOf(first), { name });
    return new Refusal('missing-operator', this.parsed.positionOf(second));
  }

  private mayBreak(e: Expression, at: number): Expression {
    const inner = e.kind === 'neg' ? e.a : e;
    if ((inner.kind === 'div' || inner.kind === 'sqrt') && !this.origins.has(inner)) this.origins.set(inner, at);
    return e;
  }

  /** Keeps numbers within what single precision holds, and the whole small enough that no reading of it takes long. */
  private checked(e: Expression, node: Node): Expression {
    const at = this.parsed.positionOf(node);
    if (e.kind === 'constant' && e.value !== 0 && !(Math.abs(e.value) >= limits.smallest && Math.abs(e.value) <= limits.largest))
      throw new Refusal('number-range', at);
    if (this.sizeOf(e) > limits.operations) throw new Refusal('too-large', at, { limit: limits.operations });
    return e;
  }

  /** Parts of the expression written out as a tree: shared parts count each time. */
  private sizeOf(e: Expression): number {
    let size = this.sizes.get(e);
    if (size === undefined) {
      size = operands(e).reduce((sum, part) => sum + this.sizeOf(part), 1);
      this.sizes.set(e, size);
    }
    return size;
  }
}
