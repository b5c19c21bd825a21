import { angleOnCircle, turn } from './angle';
import { type LossInForce, targetCurve } from './in-force';
import { jumps, signChanges } from './roots';

/** Counter-clockwise from `from` to `to`, radians: 0 ≤ from < 2π and from < to ≤ from + 2π. */
export interface Arc {
  readonly from: number;
  readonly to: number;
}

export interface CircleRegions {
  /** For each class the arcs in which its margin-penalised logit beats the plain logits of all others; none: no room left. */
  readonly training: readonly (readonly Arc[])[];
  /** For each class the arc in which it is nearest (plain angles); none for a direction that repeats an earlier class. */
  readonly test: readonly (readonly Arc[])[];
  /** Where no class wins in training: the margin gaps. */
  readonly gaps: readonly Arc[];
  /** Where the nearest class changes, ascending: the test boundaries. */
  readonly testBoundaries: readonly number[];
}

const fullTurn = 2 * Math.PI;
/** Sampling of the search for crossings: 1°, a 45th of the shortest period of any target logit (SphereFace, m = 8). */
const step = Math.PI / 180;
/** Directions closer than this are one. */
const same = 1e-12;

/**
 * Decision regions on the circle. Class directions and embeddings have length 1, so a loss with free norms is seen at equal norms.
 *
 * @param directions  the angle of each class direction, radians, any turn
 */
export function circleRegions(directions: readonly number[], inForce: LossInForce): CircleRegions {
  const angles = directions.map(turn);
  const target = targetCurve(inForce);
  const joints = jumps(target, 0, Math.PI);
  const training = angles.map((_, k) => trainingArcs(angles, k, target, joints));
  const test = angles.map((_, k) => testArc(angles, k));
  const testBoundaries = distinct(
    test
      .flat()
      .filter((arc) => arc.to - arc.from < fullTurn - same)
      .map((arc) => arc.from),
  );
  return { training, test, gaps: complement(training.flat()), testBoundaries };
}

/** Training region of class k: where target(θ_k) > cos θ of its nearest rival. */
function trainingArcs(angles: readonly number[], k: number, target: (theta: number) => number, joints: readonly number[]): Arc[] {
  const own = angles[k]!;
  // Everything is measured from the own direction, where the search begins and ends and the target has no jump.
  const rivals = angles.filter((_, j) => j !== k).map((angle) => turn(angle - own));
  if (rivals.length === 0) return [{ from: 0, to: fullTurn }];
  const advantage = (offset: number): number => {
    let nearest = Math.PI;
    for (const rival of rivals) {
      const apart = Math.abs(offset - rival);
      nearest = Math.min(nearest, apart, fullTurn - apart);
    }
    return target(Math.min(offset, fullTurn - offset)) - Math.cos(nearest);
  };
  const kinks = [Math.PI, ...joints, ...joints.map((joint) => fullTurn - joint), ...circleBisectors(rivals)];
  const cuts = signChanges(advantage, distinct([0, ...kinks, fullTurn]), step);
  return arcsBetween(cuts, (offset) => advantage(offset) > 0).map(({ from, to }) => {
    const start = turn(own + from);
    return { from: start, to: start + to - from };
  });
}

/** Arcs of the circle, cut at the given places (ascending), on which `inside` holds; neighbouring ones are one arc. */
function arcsBetween(places: readonly number[], inside: (phi: number) => boolean): Arc[] {
  if (places.length < 2) return inside(0) ? [{ from: 0, to: fullTurn }] : [];
  const arcs = places.map((from, i) => ({ from, to: places[i + 1] ?? places[0]! + fullTurn }));
  return merge(arcs.filter(({ from, to }) => inside(turn((from + to) / 2))));
}

/** Where the nearest of k ≥ 1 directions changes: the middles between neighbours. None for a single direction. */
function circleBisectors(angles: readonly number[]): number[] {
  const sorted = distinct(angles);
  if (sorted.length < 2) return [];
  return sorted.map((angle, i) => turn((angle + (sorted[i + 1] ?? sorted[0]! + fullTurn)) / 2));
}

function testArc(angles: readonly number[], k: number): Arc[] {
  const own = angles[k]!;
  if (angles.slice(0, k).some((angle) => angleOnCircle(angle, own) < same)) return [];
  const others = angles.map((angle) => turn(angle - own)).filter((angle) => angle > same && angle < fullTurn - same);
  if (others.length === 0) return [{ from: 0, to: fullTurn }];
  const before = (Math.max(...others) - fullTurn) / 2;
  const after = Math.min(...others) / 2;
  const from = turn(own + before);
  return [{ from, to: from + after - before }];
}

/** The part of the circle that no arc covers. */
export function complement(arcs: readonly Arc[]): Arc[] {
  const covered = merge(arcs);
  if (covered.length === 0) return [{ from: 0, to: fullTurn }];
  if (covered[0]!.to - covered[0]!.from >= fullTurn - same) return [];
  return covered.map((arc, i) => {
    const from = turn(arc.to);
    const next = covered[(i + 1) % covered.length]!.from;
    return { from, to: next > from ? next : next + fullTurn };
  });
}

/** The same set as disjoint arcs, ascending by `from`; arcs that touch become one. */
export function merge(arcs: readonly Arc[]): Arc[] {
  // Unrolled on a line: pieces within [0, 2π], joined, and the last joined to the first across 0.
  const pieces = arcs
    .flatMap(({ from, to }) =>
      to <= fullTurn
        ? [{ from, to }]
        : [
            { from, to: fullTurn },
            { from: 0, to: to - fullTurn },
          ],
    )
    .sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const piece of pieces) {
    const last = joined[joined.length - 1];
    if (last && piece.from <= last.to + same) last.to = Math.max(last.to, piece.to);
    else joined.push({ ...piece });
  }
  const first = joined[0];
  const last = joined[joined.length - 1];
  if (first && last && first !== last && first.from < same && last.to > fullTurn - same) {
    joined.shift();
    last.to = first.to + fullTurn;
  }
  return joined;
}

/** Whether a direction lies in one of the arcs. */
export const inArcs = (phi: number, arcs: readonly Arc[]): boolean =>
  arcs.some(({ from, to }) => turn(phi - from) <= to - from || to - from >= fullTurn);

/** Ascending, without repetitions (also across 2π). */
function distinct(angles: readonly number[]): number[] {
  const sorted = [...angles].sort((a, b) => a - b);
  return sorted.filter((angle, i) => i === 0 || angle - sorted[i - 1]! > same);
}
