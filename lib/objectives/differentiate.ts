import type { Algebra } from '../algebra/algebra';
import { type Dual, dualAlgebra } from '../algebra/dual';
import { numberAlgebra } from '../algebra/number';

const duals = dualAlgebra(numberAlgebra);

/** A definition over any algebra, of some variables and constants. */
export type Definition = <T>(A: Algebra<T>, variables: readonly T[], constants: readonly T[]) => T;

/**
 * Value and partial derivatives of a definition, by the number and dual readings.
 *
 * @param variables  differentiated one after another
 * @param constants  held fixed
 */
export function differentiate(
  definition: Definition,
  variables: readonly number[],
  constants: readonly number[] = [],
): { value: number; slopes: readonly number[] } {
  const still = constants.map((value) => duals.constant(value));
  const slopes = variables.map((_, k) => {
    const moved: Dual<number>[] = variables.map((value, i) => (i === k ? { value, slope: 1 } : duals.constant(value)));
    return definition(duals, moved, still).slope;
  });
  return { value: definition(numberAlgebra, variables, constants), slopes };
}
