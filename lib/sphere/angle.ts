/**
 * Angles between vectors, in radians, and the numerics policy of the whole house:
 * - θ comes from atan2, never from arccos, which loses half of the digits near 0 and π.
 * - A zero vector has no direction. It stays zero when normalised; its angle to anything is π/2, so that its cosine is 0.
 * - Where the direction from x to w is undefined (θ = 0, θ = π, a zero vector) the tangent is the zero vector.
 */
export type Vector = ArrayLike<number>;

/** Below this sine the direction from one unit vector to another is rounding noise and counts as undefined (double precision). */
export const smallestSine = 1e-12;

export const toDegrees = (radians: number): number => (radians * 180) / Math.PI;
export const toRadians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The same direction on the circle, in [0, 2π). */
export function turn(angle: number): number {
  const rest = angle % (2 * Math.PI);
  const positive = rest < 0 ? rest + 2 * Math.PI : rest;
  return positive >= 2 * Math.PI ? 0 : positive;
}

/** The same direction on the circle, in (−π, π]. */
export function signedTurn(angle: number): number {
  const positive = turn(angle);
  return positive > Math.PI ? positive - 2 * Math.PI : positive;
}

/** Angle between two directions on the circle, in [0, π]. */
export const angleOnCircle = (a: number, b: number): number => Math.abs(signedTurn(a - b));

export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Euclidean length, without overflow or underflow on the way. */
export const norm = (v: Vector): number => {
  let largest = 0;
  for (let i = 0; i < v.length; i++) largest = Math.max(largest, Math.abs(v[i]!));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += (v[i]! / largest) ** 2;
  return largest * Math.sqrt(sum);
};

/** v / ‖v‖; a zero vector stays zero. */
export function normalise(v: Vector): Float64Array {
  const length = norm(v);
  // A loop: Float64Array.from with a function is some ten times slower.
  const unit = new Float64Array(v.length);
  if (length !== 0) for (let i = 0; i < unit.length; i++) unit[i] = v[i]! / length;
  return unit;
}

/**
 * The angle between two vectors of any length, in [0, π]; π/2 if one of them is zero.
 * 2 atan2(‖x̂ − ŵ‖, ‖x̂ + ŵ‖) is exact to rounding everywhere, also near 0 and π (W. Kahan).
 */
export const angleBetween = (x: Vector, w: Vector): number => angleOfUnits(normalise(x), normalise(w));

/** The same between unit vectors (or zeros), which are taken as they are. */
export function angleOfUnits(x: Vector, w: Vector): number {
  let apart = 0;
  let together = 0;
  for (let i = 0; i < x.length; i++) {
    apart += (x[i]! - w[i]!) ** 2;
    together += (x[i]! + w[i]!) ** 2;
  }
  // With one zero vector the two are equal, and the angle is π/2 by itself.
  if (apart === 0 && together === 0) return Math.PI / 2;
  return 2 * Math.atan2(Math.sqrt(apart), Math.sqrt(together));
}

/**
 * The unit direction on the sphere at x̂ in which w lies: the derivative of θ with respect to x̂ is its negative. Zero where it
 * is undefined (θ = 0, θ = π, a zero vector).
 */
export const tangent = (x: Vector, w: Vector): Float64Array => tangentOfUnits(normalise(x), normalise(w));

/** The same between unit vectors (or zeros), which are taken as they are. */
export function tangentOfUnits(x: Vector, w: Vector): Float64Array {
  // Taken twice: the first residual still holds rounding errors along x̂ where w is nearly parallel to it.
  const residual = reject(reject(w, x), x);
  return norm(residual) < smallestSine || isZero(x) ? new Float64Array(x.length) : normalise(residual);
}

function isZero(v: Vector): boolean {
  for (let i = 0; i < v.length; i++) if (v[i] !== 0) return false;
  return true;
}

/** A vector by its length and its direction, to which it is taken apart once where it meets many others. */
export interface Polar {
  readonly length: number;
  /** Zero for a zero vector. */
  readonly unit: Float64Array;
}
export const polarOf = (v: Vector): Polar => ({ length: norm(v), unit: normalise(v) });

/** The part of v across the unit vector `axis`. */
function reject(v: Vector, axis: Vector): Float64Array {
  const along = dot(v, axis);
  const rest = new Float64Array(v.length);
  for (let i = 0; i < rest.length; i++) rest[i] = v[i]! - along * axis[i]!;
  return rest;
}

/** The point reached from the unit vector x by going `angle` radians along the unit tangent. */
export function travel(x: Vector, direction: Vector, angle: number): Float64Array {
  return Float64Array.from(x, (value, i) => Math.cos(angle) * value + Math.sin(angle) * direction[i]!);
}

/**
 * The point at share t of the shortest way from a to b on the unit sphere. For opposite points the way is not determined and
 * the answer is a for t < ½, else b.
 */
export function interpolate(a: Vector, b: Vector, t: number): Float64Array {
  const direction = tangent(a, b);
  if (norm(direction) === 0) return normalise(t < 0.5 ? a : b);
  return travel(normalise(a), direction, t * angleBetween(a, b));
}

/** The unit vector at an angle on the circle, counter-clockwise from (1, 0). */
export const onCircle = (angle: number): readonly [number, number] => [Math.cos(angle), Math.sin(angle)];

/** The angle of a vector of the plane in [0, 2π); 0 for the zero vector. */
export const angleOf = (v: Vector): number => turn(Math.atan2(v[1]!, v[0]!));

/** Rotation of a vector in space about a unit axis, counter-clockwise as seen from its tip (Rodrigues). */
export function rotate(v: Vector, axis: Vector, angle: number): readonly [number, number, number] {
  const [x, y, z] = [v[0]!, v[1]!, v[2]!];
  const [a, b, c] = [axis[0]!, axis[1]!, axis[2]!];
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const along = (1 - cos) * (a * x + b * y + c * z);
  return [
    cos * x + sin * (b * z - c * y) + along * a,
    cos * y + sin * (c * x - a * z) + along * b,
    cos * z + sin * (a * y - b * x) + along * c,
  ];
}
