import { dot, type Vector } from './angle';

export type PlanePoint = readonly [number, number];

/** Corners in order, without repeating the first. Empty: the class wins nowhere in the window. */
export type Polygon = readonly PlanePoint[];

export interface PlaneWindow {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Logits of plain softmax at a point: W_j · x + b_j. Divide the weights by their norms first if the loss does. */
export const planeLogits = (x: Vector, weights: readonly Vector[], bias: Vector): number[] =>
  weights.map((w, j) => dot(w, x) + bias[j]!);

/**
 * Decision regions in the plane of embeddings for losses that let features keep their norm and have linear logits: plain softmax.
 * It has no margin, so training and test regions are the same: half planes cut by (W_k − W_j) · x + b_k − b_j = 0, clipped to
 * the window. Regions of equal logits (repeated classes) go to the lower index.
 *
 * @param weights  C vectors of the plane, raw
 * @param bias     C numbers
 */
export function planeRegions(weights: readonly Vector[], bias: Vector, { left, right, bottom, top }: PlaneWindow): Polygon[] {
  const whole: Polygon = [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
  return weights.map((own, k) => {
    let region = whole;
    weights.forEach((other, j) => {
      if (j === k) return;
      const a = own[0]! - other[0]!;
      const b = own[1]! - other[1]!;
      const c = bias[k]! - bias[j]!;
      if (a === 0 && b === 0) {
        if (c < 0 || (c === 0 && j < k)) region = [];
        return;
      }
      region = clip(region, ([x, y]) => a * x + b * y + c);
    });
    return region;
  });
}

/**
 * The boundary between two classes of plain softmax within the window: a straight piece, or null if it does not cross it or the
 * weights are equal. Other classes are not considered.
 */
export function planeBoundary(
  weights: readonly Vector[],
  bias: Vector,
  [i, j]: readonly [number, number],
  { left, right, bottom, top }: PlaneWindow,
): readonly [PlanePoint, PlanePoint] | null {
  const a = weights[i]![0]! - weights[j]![0]!;
  const b = weights[i]![1]! - weights[j]![1]!;
  const c = bias[i]! - bias[j]!;
  if (a === 0 && b === 0) return null;
  const side = ([x, y]: PlanePoint): number => a * x + b * y + c;
  const kept = clip(
    [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
    ],
    side,
  );
  // Corners of the clipped window that lie on the line; rounding is relative to the size of the window.
  const slack =
    1e-12 * (Math.abs(a) + Math.abs(b)) * (Math.abs(left) + Math.abs(right) + Math.abs(bottom) + Math.abs(top)) +
    1e-12 * Math.abs(c);
  const ends = kept.filter((corner) => Math.abs(side(corner)) <= slack);
  return ends.length >= 2 ? [ends[0]!, ends[ends.length - 1]!] : null;
}

/** The part of a convex polygon where `side` ≥ 0 (Sutherland and Hodgman). */
function clip(polygon: Polygon, side: (point: PlanePoint) => number): Polygon {
  return polygon.flatMap((here, i) => {
    const next = polygon[(i + 1) % polygon.length]!;
    const [a, b] = [side(here), side(next)];
    const kept: PlanePoint[] = a >= 0 ? [here] : [];
    if ((a > 0 && b < 0) || (a < 0 && b > 0)) {
      const t = a / (a - b);
      kept.push([here[0] + t * (next[0] - here[0]), here[1] + t * (next[1] - here[1])]);
    }
    return kept;
  });
}

/** Whether a point lies in a convex polygon (corners in order, either way round). */
export function inPolygon([x, y]: PlanePoint, polygon: Polygon): boolean {
  if (polygon.length < 3) return false;
  const sides = polygon.map(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length]!;
    return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  });
  return sides.every((side) => side >= 0) || sides.every((side) => side <= 0);
}
