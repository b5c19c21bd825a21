import { between, multiply, type Quaternion, turn, unit, type Vector } from './quaternion';

/**
 * The point of the unit sphere under a pointer at (x, y), in sphere radii from the centre, y up. Beyond the silhouette the nearest
 * point of the silhouette, so that a drag that leaves the disc turns the sphere round the line of sight.
 */
function sphereUnder(x: number, y: number): Vector {
  const square = x * x + y * y;
  if (square < 1) return [x, y, Math.sqrt(1 - square)];
  const r = Math.sqrt(square);
  return [x / r, y / r, 0];
}

/** The camera after a drag: the point of the sphere that was under the pointer stays under it. */
export function drag(camera: Quaternion, from: readonly [number, number], to: readonly [number, number]): Quaternion {
  return unit(multiply(between(sphereUnder(...from), sphereUnder(...to)), camera));
}

/** One press of an arrow key, radians. With Shift a fifth of it. */
export const keyTurn = Math.PI / 18;

/** The camera after a key, or null if the key does not turn the sphere. */
export function turnByKey(camera: Quaternion, key: string, fine: boolean): Quaternion | null {
  const angle = fine ? keyTurn / 5 : keyTurn;
  const turns: Record<string, Quaternion> = {
    ArrowLeft: turn([0, 1, 0], -angle),
    ArrowRight: turn([0, 1, 0], angle),
    ArrowUp: turn([1, 0, 0], -angle),
    ArrowDown: turn([1, 0, 0], angle),
    PageUp: turn([0, 0, 1], angle),
    PageDown: turn([0, 0, 1], -angle),
  };
  const by = turns[key];
  return by ? unit(multiply(by, camera)) : null;
}

/** The camera that brings `direction` (unit, object frame) to the front by the shortest turn. */
export function bringToFront(camera: Quaternion, direction: Vector): Quaternion {
  const [x, y, z, w] = camera;
  // Rotate the direction by the camera: v + 2w(q × v) + 2 q × (q × v).
  const [a, b, c] = direction;
  const t: Vector = [2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)];
  const seen: Vector = [
    a + w * t[0] + y * t[2] - z * t[1],
    b + w * t[1] + z * t[0] - x * t[2],
    c + w * t[2] + x * t[1] - y * t[0],
  ];
  return unit(multiply(between(seen, [0, 0, 1]), camera));
}

/** Named views. `front` looks down a little, so that the graticule shows the pole. */
export const presetViews = {
  front: unit(turn([1, 0, 0], 0.35)),
  back: unit(multiply(turn([1, 0, 0], 0.35), turn([0, 1, 0], Math.PI))),
  top: unit(turn([1, 0, 0], Math.PI / 2)),
} as const;
export type PresetView = keyof typeof presetViews;
