import type { Algebra } from './algebra';
import type { Expression } from './expression';

/**
 * Folds an expression into any reading. Shared parts are computed once.
 *
 * @param environment  a value for every free variable
 * @throws RangeError if a free variable has no value
 */
export function evaluate<T>(expression: Expression, A: Algebra<T>, environment: Readonly<Record<string, T>>): T {
  const known = new Map<Expression, T>();
  const fold = (e: Expression): T => {
    const before = known.get(e);
    if (before !== undefined) return before;
    const value = compute(e);
    known.set(e, value);
    return value;
  };
  const compute = (e: Expression): T => {
    switch (e.kind) {
      case 'constant':
        return A.constant(e.value);
      case 'symbol': {
        const value = environment[e.name];
        if (value === undefined) throw new RangeError(`The expression needs a value for "${e.name}".`);
        return value;
      }
      case 'select':
        return A.select(fold(e.a), fold(e.b), fold(e.below), fold(e.otherwise));
      case 'add':
      case 'sub':
      case 'mul':
      case 'div':
      case 'min':
      case 'max':
        return A[e.kind](fold(e.a), fold(e.b));
      default:
        return A[e.kind](fold(e.a));
    }
  };
  return fold(expression);
}
