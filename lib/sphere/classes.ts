/**
 * Names of the quantities that every figure shares.
 *
 * `ClassDirections` holds C unit vectors row by row (C × d).
 */
export interface ClassDirections {
  readonly count: number;
  readonly dimension: number;
  readonly values: Float32Array | Float64Array;
}
