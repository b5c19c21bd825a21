import { type Expression, sameExpression } from './expression';

const isNumber = (e: Expression, value: number): boolean => e.kind === 'constant' && e.value === value;

/** k where the expression is 1 − 2(k − 2⌊k/2⌋) = (−1)^k for a whole k, else null. Printers write it more plainly. */
export function parityOf(e: Expression): Expression | null {
  if (e.kind !== 'sub' || !isNumber(e.a, 1) || e.b.kind !== 'mul' || !isNumber(e.b.a, 2)) return null;
  const rest = e.b.b;
  if (rest.kind !== 'sub' || rest.b.kind !== 'mul' || !isNumber(rest.b.a, 2) || rest.b.b.kind !== 'floor') return null;
  const half = rest.b.b.a;
  return half.kind === 'div' && isNumber(half.b, 2) && sameExpression(half.a, rest.a) ? rest.a : null;
}
