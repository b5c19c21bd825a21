import { type Expression, expressionAlgebra, operands, sameExpression } from './expression';

/** An expression as a list of different parts, each after its operands. */
export interface Graph {
  /** Index of a part: two parts that are written the same have the same index. */
  indexOf(e: Expression): number;
  readonly nodes: readonly GraphNode[];
}

export interface GraphNode {
  readonly expression: Expression;
  readonly operands: readonly number[];
  /** How often it is used as an operand or as a root. */
  readonly uses: number;
}

/** Numbers the different parts of some expressions (common subexpressions by structure, not by object). */
export function graphOf(roots: readonly Expression[]): Graph {
  const nodes: { expression: Expression; operands: number[]; uses: number }[] = [];
  const byKey = new Map<string, number>();
  const byObject = new Map<Expression, number>();
  const number = (e: Expression): number => {
    const known = byObject.get(e);
    if (known !== undefined) return known;
    const parts = operands(e).map(number);
    const leaf = e.kind === 'constant' ? String(e.value) : e.kind === 'symbol' ? e.name : '';
    const key = `${e.kind} ${leaf} ${parts.join(' ')}`;
    let index = byKey.get(key);
    if (index === undefined) {
      index = nodes.push({ expression: e, operands: parts, uses: 0 }) - 1;
      byKey.set(key, index);
      for (const part of parts) nodes[part]!.uses++;
    }
    byObject.set(e, index);
    return index;
  };
  for (const root of roots) nodes[number(root)]!.uses++;
  return { nodes, indexOf: number };
}

/** Rebuilds an expression from the leaves up. `change` sees each part with its operands already changed. */
export function rebuild(root: Expression, change: (e: Expression) => Expression): Expression {
  const done = new Map<Expression, Expression>();
  const visit = (e: Expression): Expression => {
    const before = done.get(e);
    if (before) return before;
    const after = change(withOperands(e, operands(e).map(visit)));
    done.set(e, after);
    return after;
  };
  return visit(root);
}

/** The same operation on other operands, simplified. */
function withOperands(e: Expression, parts: readonly Expression[]): Expression {
  const A = expressionAlgebra;
  const [a, b, c, d] = parts as [Expression, Expression, Expression, Expression];
  switch (e.kind) {
    case 'constant':
    case 'symbol':
      return e;
    case 'select':
      return A.select(a, b, c, d);
    case 'add':
    case 'sub':
    case 'mul':
    case 'div':
    case 'min':
    case 'max':
      return A[e.kind](a, b);
    default:
      return A[e.kind](a);
  }
}

/** Tells for every part whether it depends on one of the variables. */
export function dependence(variables: readonly string[]): (e: Expression) => boolean {
  const known = new Map<Expression, boolean>();
  const depends = (e: Expression): boolean => {
    let answer = known.get(e);
    if (answer === undefined) {
      answer = e.kind === 'symbol' ? variables.includes(e.name) : operands(e).some(depends);
      known.set(e, answer);
    }
    return answer;
  };
  return depends;
}

/** The value alone: gradient marks vanish, and with them a + (b − a), by which a detached value is written. */
export function withoutGradientMarks(root: Expression): Expression {
  return rebuild(root, (e) =>
    e.kind === 'stopGradient' ? e.a : e.kind === 'add' && e.b.kind === 'sub' && sameExpression(e.a, e.b.b) ? e.b.a : e,
  );
}
