import { normalise, toDegrees, type Vector } from './angle';
import { type LossInForce, targetCurve } from './in-force';
import { icosphere, type Mesh } from './mesh';
import type { Uneven } from './nearest';

export type Point3 = readonly [number, number, number];

/** A closed curve on S² as unit vectors; the first point is repeated at the end. */
export type Loop = readonly Point3[];

export interface BoundaryOptions {
  /** Halvings of the icosahedron that carries the search; default 5: triangles of about 2°. */
  readonly detail?: number;
  /** Lengths and biases of the class weights, for a loss that leaves them free; default: all equal. */
  readonly uneven?: Uneven | undefined;
}

const defaultDetail = 5;

/**
 * The training boundary of class k on S²: where its margin-penalised logit equals the best plain logit of the others. Of two
 * classes of equal norms it is a great circle for norm-softmax, a small circle for CosFace, a spherical ellipse with
 * foci W_k and −W_j for ArcFace.
 *
 * Points lie on the boundary to 1e-9 (where the target logit jumps: on the jump). Islands smaller than a triangle can be missed.
 *
 * @param directions  C vectors of space, any length
 * @returns closed curves; none if the class wins nowhere or everywhere
 */
export function trainingBoundary(
  directions: readonly Vector[],
  k: number,
  inForce: LossInForce,
  { detail = defaultDetail, uneven }: BoundaryOptions = {},
): Loop[] {
  return contour(advantageOf(directions, k, targetCurve(inForce), uneven), icosphere(detail));
}

/** The test boundary of class k on S²: where it stops being the nearest class. Made of arcs of great circles. */
export function testBoundary(
  directions: readonly Vector[],
  k: number,
  { detail = defaultDetail, uneven }: BoundaryOptions = {},
): Loop[] {
  return contour(advantageOf(directions, k, Math.cos, uneven), icosphere(detail));
}

/** x ↦ ‖W_k‖ target(θ_k) + b_k − max (‖W_j‖ cos θ_j + b_j) for unit vectors x. */
function advantageOf(
  directions: readonly Vector[],
  k: number,
  target: (theta: number) => number,
  uneven?: Uneven,
): (x: Vector) => number {
  const classes = directions.map((w, j) => ({ w: normalise(w), norm: uneven?.norms[j] ?? 1, bias: uneven?.biases[j] ?? 0 }));
  const own = classes[k]!;
  const rivals = classes.filter((_, j) => j !== k);
  return (x) => {
    let best = -Infinity;
    for (const { w, norm, bias } of rivals) best = Math.max(best, norm * (x[0]! * w[0]! + x[1]! * w[1]! + x[2]! * w[2]!) + bias);
    return own.norm * target(unitAngle(x, own.w)) + own.bias - best;
  };
}

/** `angleBetween` for unit vectors of space, without making new ones: this is called a hundred thousand times. */
function unitAngle(x: Vector, w: Vector): number {
  const apart = Math.sqrt((x[0]! - w[0]!) ** 2 + (x[1]! - w[1]!) ** 2 + (x[2]! - w[2]!) ** 2);
  const together = Math.sqrt((x[0]! + w[0]!) ** 2 + (x[1]! + w[1]!) ** 2 + (x[2]! + w[2]!) ** 2);
  return 2 * Math.atan2(apart, together);
}

/** Where f changes sign on the sphere: marching triangles, with every crossing of an edge found by bisection. */
function contour(f: (x: Vector) => number, mesh: Mesh): Loop[] {
  const positive = mesh.vertices.map((vertex) => f(vertex) > 0);
  const crossings = new Map<number, Point3>();
  const key = (a: number, b: number): number => Math.min(a, b) * mesh.vertices.length + Math.max(a, b);
  const crossing = (a: number, b: number): number => {
    const edge = key(a, b);
    if (!crossings.has(edge)) crossings.set(edge, crossEdge(f, mesh.vertices[a]!, mesh.vertices[b]!, positive[a]!));
    return edge;
  };
  // Each triangle with both signs joins two of its edges. Every edge belongs to two triangles, so the pieces close to loops.
  const joined = new Map<number, number[]>();
  const join = (one: number, other: number): void => {
    joined.set(one, [...(joined.get(one) ?? []), other]);
    joined.set(other, [...(joined.get(other) ?? []), one]);
  };
  for (const [a, b, c] of mesh.faces) {
    const edges = (
      [
        [a, b],
        [b, c],
        [c, a],
      ] as const
    ).filter(([p, q]) => positive[p] !== positive[q]);
    if (edges.length === 2) join(crossing(...edges[0]!), crossing(...edges[1]!));
  }
  return loopsOf(joined).map((loop) => loop.map((edge) => crossings.get(edge)!));
}

function crossEdge(f: (x: Vector) => number, a: Vector, b: Vector, startsPositive: boolean): Point3 {
  let [low, high] = [a, b];
  // An edge is shorter than 0.1 rad: 30 halvings reach 1e-10.
  for (let i = 0; i < 30; i++) {
    const middle = normalise([low[0]! + high[0]!, low[1]! + high[1]!, low[2]! + high[2]!]);
    if (f(middle) > 0 === startsPositive) low = middle;
    else high = middle;
  }
  return [low[0]!, low[1]!, low[2]!];
}

/** Walks a graph in which every node has two neighbours; each loop ends with its first node. */
function loopsOf(joined: ReadonlyMap<number, readonly number[]>): number[][] {
  const left = new Set(joined.keys());
  const loops: number[][] = [];
  for (const start of joined.keys()) {
    if (!left.has(start)) continue;
    const loop: number[] = [];
    let here: number | undefined = start;
    while (here !== undefined) {
      loop.push(here);
      left.delete(here);
      here = joined.get(here)!.find((next) => left.has(next));
    }
    loops.push([...loop, start]);
  }
  return loops;
}

/** Longitude and latitude in degrees, as maps want them; z is up. */
export function lonLat([x, y, z]: Point3): [number, number] {
  return [toDegrees(Math.atan2(y, x)), toDegrees(Math.atan2(z, Math.hypot(x, y)))];
}
