import type { Algebra } from './algebra';

/** The number reading: IEEE double precision. Curves, boundaries and the reference of all other readings. */
export const numberAlgebra: Algebra<number> = {
  constant: (value) => value,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  sqrt: Math.sqrt,
  cos: Math.cos,
  sin: Math.sin,
  min: Math.min,
  max: Math.max,
  floor: Math.floor,
  select: (a, b, then, otherwise) => (a < b ? then : otherwise),
  stopGradient: (a) => a,
};
