import { angleOnCircle, turn } from './angle';
import { type Arc, complement, distinct, fullTurn, merge, same } from './arcs';
import { type LossInForce, targetCurve } from './in-force';
import type { Uneven } from './nearest';
import { jumps, signChanges } from './roots';

export { type Arc, complement, inArcs, merge } from './arcs';

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

/** Widest sampling of the search for crossings: 3°. */
const step = Math.PI / 60;

/**
 * Decision regions on the circle, for embeddings of one length.
 *
 * @param directions  the angle of each class direction, radians, any turn
 * @param uneven      lengths and biases of the class weights, for a loss that leaves them free; default: all equal
 */
export function circleRegions(directions: readonly number[], inForce: LossInForce, uneven?: Uneven): CircleRegions {
  const angles = directions.map(turn);
  const target = targetCurve(inForce);
  const joints = jumps(target, 0, Math.PI);
  const training = angles.map((_, k) => winningArcs(angles, k, target, joints, uneven));
  const test = angles.map((_, k) => {
    if (!uneven) return testArc(angles, k);
    return repeats(angles, k, uneven) ? [] : winningArcs(angles, k, Math.cos, [], uneven, true);
  });
  const ends = test
    .flat()
    .filter((arc) => arc.to - arc.from < fullTurn - same)
    .map((arc) => arc.from);
  return { training, test, gaps: complement(training.flat()), testBoundaries: distinct(ends) };
}

/**
 * Where class k wins: ‖W_k‖ target(θ_k) + b_k > the best ‖W_j‖ cos θ_j + b_j of the others.
 *
 * @param skipRepeats  later classes that are the same in everything do not count as rivals
 */
function winningArcs(
  angles: readonly number[],
  k: number,
  target: (theta: number) => number,
  joints: readonly number[],
  uneven?: Uneven,
  skipRepeats = false,
): Arc[] {
  const own = angles[k]!;
  // Everything is measured from the own direction, where the search begins and ends and the target has no jump.
  const rivals = angles.flatMap((angle, j): Rival[] => {
    if (j === k || (skipRepeats && uneven && j > k && isRepeat(angles, k, j, uneven))) return [];
    return [{ angle: turn(angle - own), norm: uneven?.norms[j] ?? 1, bias: uneven?.biases[j] ?? 0 }];
  });
  if (rivals.length === 0) return [{ from: 0, to: fullTurn }];
  const norm = uneven?.norms[k] ?? 1;
  const bias = uneven?.biases[k] ?? 0;
  // In units of the longest weight, so that the search knows how fast it can bend.
  const longest = uneven ? Math.max(norm, ...rivals.map((rival) => rival.norm), 1e-12) : 1;
  const best = uneven
    ? (offset: number) => bestLogit(offset, rivals)
    : (offset: number) => Math.cos(nearestAngle(offset, rivals));
  const advantage = (offset: number): number =>
    (norm * target(Math.min(offset, fullTurn - offset)) + bias - best(offset)) / longest;
  const changes = uneven
    ? rivals.flatMap((one, i) => rivals.slice(0, i).flatMap((other) => crossingsOf(one, other)))
    : circleBisectors(rivals);
  const kinks = [Math.PI, ...joints, ...joints.map((joint) => fullTurn - joint), ...changes];
  const cuts = signChanges(advantage, distinct([0, ...kinks, fullTurn]), step);
  return arcsBetween(cuts, (offset) => advantage(offset) > 0).map(({ from, to }) => {
    const start = turn(own + from);
    return { from: start, to: start + to - from };
  });
}

interface Rival {
  /** From the own direction, [0, 2π). */
  readonly angle: number;
  readonly norm: number;
  readonly bias: number;
}

function nearestAngle(offset: number, rivals: readonly Rival[]): number {
  let nearest = Math.PI;
  for (const { angle } of rivals) {
    const apart = Math.abs(offset - angle);
    nearest = Math.min(nearest, apart, fullTurn - apart);
  }
  return nearest;
}

function bestLogit(offset: number, rivals: readonly Rival[]): number {
  let best = -Infinity;
  for (const { angle, norm, bias } of rivals) best = Math.max(best, norm * Math.cos(offset - angle) + bias);
  return best;
}

/** Where two plain logits are equal: A cos(φ − a) − B cos(φ − b) is one cosine R cos(φ − δ), which must equal the difference of biases. */
function crossingsOf(one: Rival, other: Rival): number[] {
  const x = one.norm * Math.cos(one.angle) - other.norm * Math.cos(other.angle);
  const y = one.norm * Math.sin(one.angle) - other.norm * Math.sin(other.angle);
  const radius = Math.hypot(x, y);
  const level = other.bias - one.bias;
  if (radius <= Math.abs(level)) return [];
  const middle = Math.atan2(y, x);
  const aside = Math.acos(level / radius);
  return [turn(middle + aside), turn(middle - aside)];
}

const isRepeat = (angles: readonly number[], k: number, j: number, { norms, biases }: Uneven): boolean =>
  angleOnCircle(angles[k]!, angles[j]!) < same && norms[k] === norms[j] && biases[k] === biases[j];

/** Whether an earlier class has the same direction, length and bias. */
const repeats = (angles: readonly number[], k: number, uneven: Uneven): boolean =>
  angles.slice(0, k).some((_, j) => isRepeat(angles, k, j, uneven));

/** Arcs of the circle, cut at the given places (ascending), on which `inside` holds; neighbouring ones are one arc. */
function arcsBetween(places: readonly number[], inside: (phi: number) => boolean): Arc[] {
  if (places.length < 2) return inside(0) ? [{ from: 0, to: fullTurn }] : [];
  const arcs = places.map((from, i) => ({ from, to: places[i + 1] ?? places[0]! + fullTurn }));
  return merge(arcs.filter(({ from, to }) => inside(turn((from + to) / 2))));
}

/** Where the nearest of k ≥ 1 directions changes: the middles between neighbours. None for a single direction. */
function circleBisectors(rivals: readonly Rival[]): number[] {
  const sorted = distinct(rivals.map(({ angle }) => angle));
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
