import type { Algebra } from './algebra';

/** A value with its derivative in one direction, usually θ. */
export interface Dual<T> {
  readonly value: T;
  readonly derivative: T;
}

/**
 * The dual reading over any other reading: forward-mode differentiation, exact to the rounding of that reading.
 *
 * Conventions where a definition has no derivative: `floor` has slope 0; `min`, `max` and `select` take the slope of the
 * branch that gives the value (at a tie, `min` and `max` take that of the second argument); `sqrt` at 0 gives ±∞ or NaN,
 * as the inner reading does.
 */
export function dualAlgebra<T>(A: Algebra<T>): Algebra<Dual<T>> {
  const zero = A.constant(0);
  const dual = (value: T, derivative: T): Dual<T> => ({ value, derivative });
  return {
    constant: (value) => dual(A.constant(value), zero),
    add: (a, b) => dual(A.add(a.value, b.value), A.add(a.derivative, b.derivative)),
    sub: (a, b) => dual(A.sub(a.value, b.value), A.sub(a.derivative, b.derivative)),
    mul: (a, b) => dual(A.mul(a.value, b.value), A.add(A.mul(a.derivative, b.value), A.mul(a.value, b.derivative))),
    div: (a, b) => {
      const quotient = A.div(a.value, b.value);
      return dual(quotient, A.div(A.sub(a.derivative, A.mul(quotient, b.derivative)), b.value));
    },
    neg: (a) => dual(A.neg(a.value), A.neg(a.derivative)),
    sqrt: (a) => {
      const root = A.sqrt(a.value);
      return dual(root, A.div(a.derivative, A.mul(A.constant(2), root)));
    },
    cos: (a) => dual(A.cos(a.value), A.neg(A.mul(A.sin(a.value), a.derivative))),
    sin: (a) => dual(A.sin(a.value), A.mul(A.cos(a.value), a.derivative)),
    min: (a, b) => dual(A.min(a.value, b.value), A.select(a.value, b.value, a.derivative, b.derivative)),
    max: (a, b) => dual(A.max(a.value, b.value), A.select(b.value, a.value, a.derivative, b.derivative)),
    floor: (a) => dual(A.floor(a.value), zero),
    select: (a, b, then, otherwise) =>
      dual(
        A.select(a.value, b.value, then.value, otherwise.value),
        A.select(a.value, b.value, then.derivative, otherwise.derivative),
      ),
    stopGradient: (a) => dual(A.stopGradient(a.value), zero),
  };
}

/** A quantity that does not depend on the direction of differentiation. */
export function constantDual<T>(A: Algebra<T>, value: T): Dual<T> {
  return { value, derivative: A.constant(0) };
}

/** The variable that is differentiated by. */
export function variableDual<T>(A: Algebra<T>, value: T): Dual<T> {
  return { value, derivative: A.constant(1) };
}
