import type { Algebra } from './algebra';

/**
 * The expression reading: the free algebra. A loss read here becomes a graph of the operations it uses, from which shaders,
 * equations and listings are printed, and which can be folded into any other reading again (`evaluate`). A formula that a
 * reader types is the same type.
 */
export type Expression =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: UnaryKind; readonly a: Expression }
  | { readonly kind: BinaryKind; readonly a: Expression; readonly b: Expression }
  | {
      readonly kind: 'select';
      readonly a: Expression;
      readonly b: Expression;
      /** The value where a < b. Not called `then`: objects with a `then` look like promises. */
      readonly below: Expression;
      readonly otherwise: Expression;
    };

export type UnaryKind = 'neg' | 'sqrt' | 'cos' | 'sin' | 'floor' | 'stopGradient';
export type BinaryKind = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max';

/** A free variable, for example `theta` or `m`. */
export const symbol = (name: string): Expression => ({ kind: 'symbol', name });

const constant = (value: number): Expression => ({ kind: 'constant', value });
const isConstant = (e: Expression, value: number): boolean => e.kind === 'constant' && e.value === value;

/**
 * Builds expressions and simplifies on the way: constants fold, neutral elements vanish, signs move outwards. Every rule holds
 * exactly in IEEE arithmetic for finite values (0·x = 0 is the one that needs finiteness; zeros may change their sign).
 */
export const expressionAlgebra: Algebra<Expression> = {
  constant,
  add(a, b) {
    if (a.kind === 'constant' && b.kind === 'constant') return constant(a.value + b.value);
    if (isConstant(a, 0)) return b;
    if (isConstant(b, 0)) return a;
    if (b.kind === 'neg') return expressionAlgebra.sub(a, b.a);
    if (a.kind === 'neg') return expressionAlgebra.sub(b, a.a);
    if (b.kind === 'constant' && b.value < 0) return expressionAlgebra.sub(a, constant(-b.value));
    return { kind: 'add', a, b };
  },
  sub(a, b) {
    if (a.kind === 'constant' && b.kind === 'constant') return constant(a.value - b.value);
    if (isConstant(b, 0)) return a;
    if (isConstant(a, 0)) return expressionAlgebra.neg(b);
    if (b.kind === 'neg') return expressionAlgebra.add(a, b.a);
    if (b.kind === 'constant' && b.value < 0) return expressionAlgebra.add(a, constant(-b.value));
    if (sameExpression(a, b)) return constant(0);
    return { kind: 'sub', a, b };
  },
  mul(a, b) {
    if (a.kind === 'constant' && b.kind === 'constant') return constant(a.value * b.value);
    if (isConstant(a, 0) || isConstant(b, 0)) return constant(0);
    if (isConstant(a, 1)) return b;
    if (isConstant(b, 1)) return a;
    if (isConstant(a, -1)) return expressionAlgebra.neg(b);
    if (isConstant(b, -1)) return expressionAlgebra.neg(a);
    if (a.kind === 'neg') return expressionAlgebra.neg(expressionAlgebra.mul(a.a, b));
    if (b.kind === 'neg') return expressionAlgebra.neg(expressionAlgebra.mul(a, b.a));
    if (b.kind === 'constant') return expressionAlgebra.mul(b, a);
    if (a.kind === 'constant' && a.value < 0) return expressionAlgebra.neg({ kind: 'mul', a: constant(-a.value), b });
    return { kind: 'mul', a, b };
  },
  div(a, b) {
    if (a.kind === 'constant' && b.kind === 'constant' && b.value !== 0) return constant(a.value / b.value);
    if (isConstant(b, 1)) return a;
    if (isConstant(a, 0) && !isConstant(b, 0)) return constant(0);
    if (a.kind === 'neg') return expressionAlgebra.neg(expressionAlgebra.div(a.a, b));
    return { kind: 'div', a, b };
  },
  neg(a) {
    if (a.kind === 'constant') return constant(-a.value);
    if (a.kind === 'neg') return a.a;
    if (a.kind === 'sub') return expressionAlgebra.sub(a.b, a.a);
    return { kind: 'neg', a };
  },
  sqrt: (a) => (a.kind === 'constant' && a.value >= 0 ? constant(Math.sqrt(a.value)) : { kind: 'sqrt', a }),
  cos: (a) => (a.kind === 'constant' ? constant(Math.cos(a.value)) : { kind: 'cos', a }),
  sin: (a) => (a.kind === 'constant' ? constant(Math.sin(a.value)) : { kind: 'sin', a }),
  floor: (a) => (a.kind === 'constant' ? constant(Math.floor(a.value)) : { kind: 'floor', a }),
  min(a, b) {
    if (a.kind === 'constant' && b.kind === 'constant') return constant(Math.min(a.value, b.value));
    return sameExpression(a, b) ? a : { kind: 'min', a, b };
  },
  max(a, b) {
    if (a.kind === 'constant' && b.kind === 'constant') return constant(Math.max(a.value, b.value));
    return sameExpression(a, b) ? a : { kind: 'max', a, b };
  },
  select(a, b, then, otherwise) {
    if (a.kind === 'constant' && b.kind === 'constant') return a.value < b.value ? then : otherwise;
    return sameExpression(then, otherwise) ? then : { kind: 'select', a, b, below: then, otherwise };
  },
  stopGradient: (a) => (a.kind === 'constant' || a.kind === 'stopGradient' ? a : { kind: 'stopGradient', a }),
};

/** The operands of an expression, in the order of the algebra's arguments. */
export function operands(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case 'constant':
    case 'symbol':
      return [];
    case 'select':
      return [e.a, e.b, e.below, e.otherwise];
    default:
      return 'b' in e ? [e.a, e.b] : [e.a];
  }
}

/** Whether two expressions are written the same. Does not know that a + b = b + a. */
export function sameExpression(a: Expression, b: Expression): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'constant') return Object.is(a.value, (b as typeof a).value);
  if (a.kind === 'symbol') return a.name === (b as typeof a).name;
  const others = operands(b);
  return operands(a).every((operand, i) => sameExpression(operand, others[i]!));
}

/** Names of the free variables, in the order of first use. */
export function symbolsOf(e: Expression): string[] {
  const names = new Set<string>();
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'symbol') names.add(node.name);
    for (const operand of operands(node)) visit(operand);
  };
  visit(e);
  return [...names];
}
