import type { Algebra } from './algebra';

/** A value and its derivative with respect to one chosen variable. */
export interface Dual<T> {
  readonly value: T;
  readonly slope: T;
}

/**
 * The dual reading over any other reading: forward-mode differentiation. Over numbers it gives exact slopes, over expressions
 * the derivative as an expression, over tensors the slope of a whole batch.
 *
 * Conventions where a function has no derivative:
 * - `select(a < b)`: the slope of the branch taken. At a = b that is `otherwise`.
 * - `min`, `max` of equal arguments: the slope of the second one.
 * - `floor`: 0, also at the steps. `stopGradient`: 0.
 * - `sqrt` at 0: infinite, as it is.
 *
 * The derivative of a constant is one shared object, so that products with it are skipped, not computed. Over tensors make the
 * algebra inside the `tf.tidy` that uses it, because it owns that zero.
 */
export function dualAlgebra<T>(A: Algebra<T>): Algebra<Dual<T>> {
  const zero = A.constant(0);
  const still = (value: T): Dual<T> => ({ value, slope: zero });
  const times = (slope: T, factor: () => T): T => (slope === zero ? zero : A.mul(slope, factor()));
  const plus = (a: T, b: T): T => (a === zero ? b : b === zero ? a : A.add(a, b));
  const minus = (a: T, b: T): T => (b === zero ? a : a === zero ? A.neg(b) : A.sub(a, b));

  return {
    constant: (value) => still(A.constant(value)),
    add: (a, b) => ({ value: A.add(a.value, b.value), slope: plus(a.slope, b.slope) }),
    sub: (a, b) => ({ value: A.sub(a.value, b.value), slope: minus(a.slope, b.slope) }),
    mul: (a, b) => ({
      value: A.mul(a.value, b.value),
      slope: plus(
        times(a.slope, () => b.value),
        times(b.slope, () => a.value),
      ),
    }),
    div(a, b) {
      const value = A.div(a.value, b.value);
      const numerator = minus(
        a.slope,
        times(b.slope, () => value),
      );
      return { value, slope: numerator === zero ? zero : A.div(numerator, b.value) };
    },
    neg: (a) => ({ value: A.neg(a.value), slope: a.slope === zero ? zero : A.neg(a.slope) }),
    sqrt(a) {
      const value = A.sqrt(a.value);
      return { value, slope: a.slope === zero ? zero : A.div(a.slope, A.mul(A.constant(2), value)) };
    },
    cos: (a) => ({ value: A.cos(a.value), slope: times(a.slope, () => A.neg(A.sin(a.value))) }),
    sin: (a) => ({ value: A.sin(a.value), slope: times(a.slope, () => A.cos(a.value)) }),
    min: (a, b) => ({ value: A.min(a.value, b.value), slope: either(A, a.value, b.value, a.slope, b.slope) }),
    max: (a, b) => ({ value: A.max(a.value, b.value), slope: either(A, b.value, a.value, a.slope, b.slope) }),
    floor: (a) => still(A.floor(a.value)),
    select: (a, b, then, otherwise) => ({
      value: A.select(a.value, b.value, then.value, otherwise.value),
      slope: either(A, a.value, b.value, then.slope, otherwise.slope),
    }),
    stopGradient: (a) => still(A.stopGradient(a.value)),
  };
}

const either = <T>(A: Algebra<T>, a: T, b: T, then: T, otherwise: T): T =>
  then === otherwise ? then : A.select(a, b, then, otherwise);
