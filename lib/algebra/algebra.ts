/**
 * The operations that a loss definition may use. A loss is written once over `Algebra<T>`; every choice of `T` is one
 * *reading* of it: numbers draw curves, duals differentiate, tensors train, source text becomes a shader or a listing.
 *
 * Angles are in radians. Operations are total: a reading never throws on a finite argument.
 */
export interface Algebra<T> {
  constant(value: number): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  neg(a: T): T;
  sqrt(a: T): T;
  cos(a: T): T;
  sin(a: T): T;
  min(a: T, b: T): T;
  max(a: T, b: T): T;
  /** Largest integer not above `a`. Its derivative is 0 by convention. */
  floor(a: T): T;
  /** `then` where a < b, `otherwise` elsewhere. The derivative is that of the branch taken. */
  select(a: T, b: T, then: T, otherwise: T): T;
  /** The value of `a`, with derivative 0. */
  stopGradient(a: T): T;
}
