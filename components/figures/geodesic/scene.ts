import { angleOnCircle, signedTurn, toDegrees, toRadians } from '../../../lib/sphere/angle';
import { type Arc, circleRegions, inArcs } from '../../../lib/sphere/boundary-circle';
import { gapAlongArc } from '../../../lib/sphere/gap';
import { type LossInForce, targetCurve } from '../../../lib/sphere/in-force';

/** Where x and the two class directions stand: bearings in degrees, clockwise from the top, in [−180, 180]. x belongs to class 1. */
export interface Bearings {
  readonly x: number;
  readonly w1: number;
  readonly w2: number;
}

export type Handle = keyof Bearings;

/** A piece of a training region; its tint shows how sure the softmax is there. */
export interface Slice extends Arc {
  /** 0 at the boundary (p = ½) to 1 (p = 1). */
  readonly certainty: number;
}

export interface Region {
  readonly arcs: readonly Arc[];
  readonly slices: readonly Slice[];
}

/** What lies under x: it depends on the loss and the two directions only, so dragging x does not compute it again. */
export interface Ground {
  readonly regions: readonly [Region, Region];
  readonly gaps: readonly Arc[];
  readonly testBoundaries: readonly number[];
  /** Along the arc between the directions, radians; null where one of the boundaries does not exist. */
  readonly gap: number | null;
  /** A sample exactly at its class direction wins in training. */
  readonly satisfiable: boolean;
  /** The gap on the way from W₁ to W₂, for its label; null when the regions touch, or the margin cannot be met. */
  readonly gapArc: Arc | null;
}

/** Everything the figure draws and says, in radians unless a name says otherwise. */
export interface GeodesicScene extends Ground {
  readonly theta1: number;
  readonly theta2: number;
  readonly theta12: number;
  /** Directions of x, W₁ and W₂, counter-clockwise from the right. */
  readonly phi: Readonly<Record<Handle, number>>;
  /** Target logit before the scale. */
  readonly target: number;
  /**
   * The angle whose plain cosine is the target logit: what θ₁ counts as. Null below −1, where no angle has so small a cosine, and above 1.
   */
  readonly countsAs: number | null;
  /** Class of x under the test rule (nearest direction); null on the boundary. */
  readonly testWinner: 1 | 2 | null;
  /** Whether class 1 wins with its margin. */
  readonly trainingWins: boolean;
  /** Softmax probability of class 1 in training, and −log of it. */
  readonly probability: number;
  readonly loss: number;
  readonly scale: number;
}

/** Losses whose embeddings keep their length are shown at this one. */
export const shownNorm = 16;
/** Width of a slice of tint. */
const sliceWidth = toRadians(3);

/** Counter-clockwise from the right, radians. */
export const toPhi = (bearing: number): number => toRadians(90 - bearing);
/** Degrees clockwise from the top, in [−180, 180). */
export const toBearing = (phi: number): number => {
  const bearing = toDegrees(signedTurn(Math.PI / 2 - phi));
  return bearing === 180 ? -180 : bearing;
};

/** The scale that multiplies the logits: s, or the length of the embedding where the loss leaves it free. */
export function scaleOf({ loss, values }: LossInForce): number {
  return loss.normalisesFeatures ? (values['s'] ?? shownNorm) : shownNorm;
}

/** −log p and p of the true class of two, from its logit and the rival's, both before the scale. Stable for any scale. */
export function twoClassSoftmax(target: number, other: number, scale: number): { probability: number; loss: number } {
  const lead = scale * (target - other);
  const loss = lead > 0 ? Math.log1p(Math.exp(-lead)) : Math.log1p(Math.exp(lead)) - lead;
  return { probability: Math.exp(-loss), loss };
}

/** Regions, gaps and boundaries of two directions (bearings in degrees). */
export function geodesicGround(w1: number, w2: number, inForce: LossInForce): Ground {
  const [phi1, phi2] = [toPhi(w1), toPhi(w2)];
  const theta12 = angleOnCircle(phi1, phi2);
  const curve = targetCurve(inForce);
  const scale = scaleOf(inForce);
  const { training, gaps, testBoundaries } = circleRegions([phi1, phi2], inForce);
  const { width, satisfiable } = gapAlongArc(inForce, theta12);
  const region = (arcs: readonly Arc[], own: number, rival: number): Region => {
    const certainty = (at: number) => {
      const p = twoClassSoftmax(curve(angleOnCircle(at, own)), Math.cos(angleOnCircle(at, rival)), scale).probability;
      return Math.max(0, 2 * p - 1);
    };
    return { arcs, slices: arcs.flatMap((arc) => slicesOf(arc, certainty)) };
  };
  const gap = theta12 < 1e-9 ? null : width;
  return {
    regions: [region(training[0] ?? [], phi1, phi2), region(training[1] ?? [], phi2, phi1)],
    gaps,
    testBoundaries,
    gap,
    satisfiable,
    gapArc: gap === null || gap <= 1e-9 || !satisfiable ? null : middleArc(phi1, phi2, gap),
  };
}

export function geodesicScene(
  bearings: Bearings,
  inForce: LossInForce,
  ground: Ground = geodesicGround(bearings.w1, bearings.w2, inForce),
): GeodesicScene {
  const phi = { x: toPhi(bearings.x), w1: toPhi(bearings.w1), w2: toPhi(bearings.w2) };
  const theta1 = angleOnCircle(phi.x, phi.w1);
  const theta2 = angleOnCircle(phi.x, phi.w2);
  const target = targetCurve(inForce)(theta1);
  const other = Math.cos(theta2);
  const scale = scaleOf(inForce);
  return {
    ...ground,
    theta1,
    theta2,
    theta12: angleOnCircle(phi.w1, phi.w2),
    phi,
    target,
    countsAs: Math.abs(target) > 1 ? null : Math.acos(target),
    testWinner: Math.abs(theta1 - theta2) < 1e-9 ? null : theta1 < theta2 ? 1 : 2,
    trainingWins: target > other,
    ...twoClassSoftmax(target, other, scale),
    scale,
  };
}

/** The arc of the given width about the middle of the shorter way from a to b. */
function middleArc(a: number, b: number, width: number): Arc {
  const middle = a + signedTurn(b - a) / 2;
  return { from: middle - width / 2, to: middle + width / 2 };
}

function slicesOf(arc: Arc, certainty: (at: number) => number): Slice[] {
  const count = Math.max(1, Math.ceil((arc.to - arc.from) / sliceWidth));
  const width = (arc.to - arc.from) / count;
  return Array.from({ length: count }, (_, i) => {
    const from = arc.from + i * width;
    return { from, to: from + width, certainty: certainty(from + width / 2) };
  });
}

/** Which class's training region holds a direction: 1, 2, or 0 in the gap. Where both do, the nearer class. */
export function trainingClassAt(scene: GeodesicScene, phi: number): 0 | 1 | 2 {
  const first = inArcs(phi, scene.regions[0].arcs);
  const second = inArcs(phi, scene.regions[1].arcs);
  if (first && second) return angleOnCircle(phi, scene.phi.w1) <= angleOnCircle(phi, scene.phi.w2) ? 1 : 2;
  return first ? 1 : second ? 2 : 0;
}

/** A bearing brought to [−180, 180) and to tenths of a degree, which is what the address keeps. */
export function tidyBearing(bearing: number): number {
  const wrapped = ((((bearing + 180) % 360) + 360) % 360) - 180;
  const rounded = Math.round(wrapped * 10) / 10;
  return rounded >= 180 ? -180 : rounded === 0 ? 0 : rounded;
}

/** x goes to the place a quarter of the gap beyond class 1's training boundary: right at test time, not yet right in training. */
export function intoTheGap(bearings: Bearings, inForce: LossInForce): Bearings {
  const [a, b] = [toPhi(bearings.w1), toPhi(bearings.w2)];
  const toward = signedTurn(b - a);
  const { width } = gapAlongArc(inForce, Math.abs(toward));
  const back = Math.min(width ?? 0, Math.abs(toward)) / 4;
  return { ...bearings, x: tidyBearing(toBearing(a + toward / 2 - Math.sign(toward) * back)) };
}

/** The two directions are set θ₁₂ apart (degrees) about their present middle, W₁ staying on its side. x does not move. */
export function withAngleBetween(bearings: Bearings, degrees: number): Bearings {
  const [a, b] = [toPhi(bearings.w1), toPhi(bearings.w2)];
  const toward = signedTurn(b - a);
  const middle = a + toward / 2;
  const half = (toward < 0 ? -1 : 1) * toRadians(degrees / 2);
  return { ...bearings, w1: tidyBearing(toBearing(middle - half)), w2: tidyBearing(toBearing(middle + half)) };
}

export interface SweepRow {
  readonly theta1: number;
  readonly theta2: number;
  readonly target: number;
  readonly other: number;
  readonly probability: number;
  readonly loss: number;
}

/** What x would see on its way along the arc from W₁ to W₂, every degree (angles in degrees): the data behind the figure. */
export function sweep(bearings: Bearings, inForce: LossInForce): SweepRow[] {
  const theta12 = angleOnCircle(toPhi(bearings.w1), toPhi(bearings.w2));
  const curve = targetCurve(inForce);
  const scale = scaleOf(inForce);
  const last = Math.floor(toDegrees(theta12) + 1e-9);
  return Array.from({ length: last + 1 }, (_, degrees) => {
    const theta2 = toDegrees(theta12) - degrees;
    const target = curve(toRadians(degrees));
    const other = Math.cos(toRadians(theta2));
    return { theta1: degrees, theta2, target, other, ...twoClassSoftmax(target, other, scale) };
  });
}
