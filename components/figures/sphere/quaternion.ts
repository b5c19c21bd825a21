/** A unit quaternion [x, y, z, w]. As a camera it turns an object's directions into view directions (x right, y up, z to the eye). */
export type Quaternion = readonly [x: number, y: number, z: number, w: number];
export type Vector = readonly [x: number, y: number, z: number];

export const identity: Quaternion = [0, 0, 0, 1];

export function multiply(a: Quaternion, b: Quaternion): Quaternion {
  return [
    a[3] * b[0] + a[0] * b[3] + a[1] * b[2] - a[2] * b[1],
    a[3] * b[1] - a[0] * b[2] + a[1] * b[3] + a[2] * b[0],
    a[3] * b[2] + a[0] * b[1] - a[1] * b[0] + a[2] * b[3],
    a[3] * b[3] - a[0] * b[0] - a[1] * b[1] - a[2] * b[2],
  ];
}

/** The nearest unit quaternion; the identity where there is none (zero, not finite). */
export function unit(q: Quaternion): Quaternion {
  const length = Math.hypot(...q);
  if (!(length > 1e-9) || !Number.isFinite(length)) return identity;
  return [q[0] / length, q[1] / length, q[2] / length, q[3] / length];
}

/** Turn by `angle` radians round `axis` (any length; a zero axis turns nothing). */
export function turn(axis: Vector, angle: number): Quaternion {
  const length = Math.hypot(...axis);
  if (!(length > 1e-12)) return identity;
  const k = Math.sin(angle / 2) / length;
  return [axis[0] * k, axis[1] * k, axis[2] * k, Math.cos(angle / 2)];
}

/** The shortest turn that brings the direction `from` to the direction `to` (unit vectors). */
export function between(from: Vector, to: Vector): Quaternion {
  const dot = from[0] * to[0] + from[1] * to[1] + from[2] * to[2];
  if (dot < -1 + 1e-9) {
    // Opposite: half a turn round any axis at right angles.
    const helper: Vector = Math.abs(from[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
    return turn(cross(from, helper), Math.PI);
  }
  const axis = cross(from, to);
  return unit([axis[0], axis[1], axis[2], 1 + dot]);
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The rotation as a 3 × 3 matrix, row by row. */
export function matrix(q: Quaternion): Float64Array {
  const [x, y, z, w] = q;
  return Float64Array.of(
    1 - 2 * (y * y + z * z),
    2 * (x * y - z * w),
    2 * (x * z + y * w),
    2 * (x * y + z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z - x * w),
    2 * (x * z - y * w),
    2 * (y * z + x * w),
    1 - 2 * (x * x + y * y),
  );
}

/** Rotates n vectors (n × 3, row by row) into `out`. */
export function rotateAll(m: Float64Array, vectors: ArrayLike<number>, out: Float32Array | Float64Array): void {
  for (let i = 0; i + 2 < vectors.length; i += 3) {
    const x = vectors[i]!;
    const y = vectors[i + 1]!;
    const z = vectors[i + 2]!;
    out[i] = m[0]! * x + m[1]! * y + m[2]! * z;
    out[i + 1] = m[3]! * x + m[4]! * y + m[5]! * z;
    out[i + 2] = m[6]! * x + m[7]! * y + m[8]! * z;
  }
}

/** Spherical interpolation along the shorter way, t ∈ [0, 1]. */
export function slerp(a: Quaternion, b: Quaternion, t: number): Quaternion {
  let dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
  const sign = dot < 0 ? -1 : 1;
  dot = Math.min(1, Math.abs(dot));
  const angle = Math.acos(dot);
  const ka = angle < 1e-4 ? 1 - t : Math.sin((1 - t) * angle) / Math.sin(angle);
  const kb = (angle < 1e-4 ? t : Math.sin(t * angle) / Math.sin(angle)) * sign;
  return unit([ka * a[0] + kb * b[0], ka * a[1] + kb * b[1], ka * a[2] + kb * b[2], ka * a[3] + kb * b[3]]);
}
