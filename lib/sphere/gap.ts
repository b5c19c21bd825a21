import { type LossInForce, marginParameter, targetCurve, withParameter } from './in-force';
import { bisect, jumps, signChanges } from './roots';

/** What the margin leaves between two classes whose directions are θ₁₂ apart, along the arc that joins them. */
export interface Gap {
  /**
   * Angle between the two training boundaries, radians. May exceed θ₁₂, then the margin cannot be satisfied even at the class
   * directions; null: the two boundaries do not exist at all.
   */
  readonly width: number | null;
  /** From a class direction to its own training boundary, radians: (θ₁₂ − width) / 2; negative: no room. Null with `width`. */
  readonly halfWidth: number | null;
  /** Whether a sample exactly at its class direction wins in training. */
  readonly satisfiable: boolean;
}

const step = Math.PI / 360;

/**
 * The gap of any loss between two classes, found on its definition. On the arc θ₁ = t and θ₂ = θ₁₂ − t; class 1 ends where
 * target(t) = cos(θ₁₂ − t), class 2 is its mirror image. A boundary behind the direction (t < 0) is where the formula leads.
 *
 * @param theta12  angle between the two class directions, (0, π]
 */
export function gapAlongArc(inForce: LossInForce, theta12: number): Gap {
  const target = targetCurve(inForce);
  const advantage = (t: number): number => target(t) - Math.cos(theta12 - t);
  const satisfiable = advantage(0) > 0;
  const place = satisfiable ? firstCrossing(advantage, theta12) : lastCrossing(advantage);
  if (place === null) return { width: null, halfWidth: null, satisfiable };
  return { width: theta12 - 2 * place, halfWidth: place, satisfiable };
}

/** Going from the own direction to the other one: where class 1 stops winning. */
function firstCrossing(advantage: (t: number) => number, theta12: number): number | null {
  const breaks = [0, ...jumps(advantage, 0, theta12), theta12];
  return signChanges(advantage, breaks, step)[0] ?? null;
}

/** Behind the own direction, at most 90°: where the formula of class 1 would begin to win. */
function lastCrossing(advantage: (t: number) => number): number | null {
  return signChanges(advantage, [-Math.PI / 2, 0], step).at(-1) ?? (advantage(0) === 0 ? 0 : null);
}

/**
 * The gap in closed form where there is one, else null (SphereFace with λ > 0; all three margins at once).
 * - ArcFace m; CosFace 2 asin(m / (2 sin(θ₁₂/2))); SphereFace (m − 1)/(m + 1) · θ₁₂ without λ; softmax 0.
 * - Combined: from m₁t + m₂ = θ₁₂ − t without m₃, and with m₁ = 1 from cos(t + m₂) − cos(θ₁₂ − t) = m₃.
 *
 * Valid while the margin can be satisfied (`Gap.satisfiable`).
 */
export function gapClosedForm({ loss, values }: LossInForce, theta12: number): number | null {
  const cosineGap = (m2: number, m3: number): number | null => {
    const ratio = m3 / (2 * Math.sin((theta12 + m2) / 2));
    return ratio > 1 ? null : m2 + 2 * Math.asin(ratio);
  };
  const angleGap = (m1: number, m2: number): number => ((m1 - 1) * theta12 + 2 * m2) / (m1 + 1);
  const { m = 0, m1 = 1, m2 = 0, m3 = 0, lambda = 0 } = values;
  switch (loss.id) {
    case 'softmax':
    case 'norm-softmax':
      return 0;
    case 'arcface':
      return m;
    case 'cosface':
      return cosineGap(0, m);
    case 'sphereface':
      return lambda === 0 ? angleGap(m, 0) : null;
    case 'sphereface-arccos':
      return angleGap(m, 0);
    case 'combined':
      if (m3 === 0) return angleGap(m1, m2);
      return m1 === 1 ? cosineGap(m2, m3) : null;
    case 'custom':
      return null;
  }
}

/**
 * Width of the band between two training boundaries on S², beside the arc that joins the two directions. The test boundary is the
 * great circle half way; `along` is the angle on it from the middle of the arc, and the width is measured across it, on the
 * great circle through that point that is perpendicular to it. Radians; null: no boundary there.
 *
 * At `along` = 0 this is `gapAlongArc`. ArcFace's band widens with `along`, CosFace's keeps its width.
 */
export function gapAcross(inForce: LossInForce, theta12: number, along: number): number | null {
  const target = targetCurve(inForce);
  const half = theta12 / 2;
  // At latitude λ over the test boundary: cos θ₁ = cos λ cos(along) cos ½θ₁₂ + sin λ sin ½θ₁₂, and θ₂ with the minus sign.
  const angles = (latitude: number): readonly [number, number] => {
    const shared = Math.cos(latitude) * Math.cos(along) * Math.cos(half);
    const own = Math.sin(latitude) * Math.sin(half);
    return [clampedAcos(shared + own), shared - own];
  };
  const advantage = (latitude: number): number => {
    const [theta1, cos2] = angles(latitude);
    return target(theta1) - cos2;
  };
  const places = signChanges(advantage, [0, ...jumps(advantage, 0, Math.PI / 2), Math.PI / 2], step);
  if (places[0] !== undefined) return advantage(0) > 0 ? 0 : 2 * places[0];
  return Math.abs(advantage(0)) < 1e-12 ? 0 : null;
}

/** Only differences of smooth functions are searched here: the digits that arccos loses at ±1 do not matter. */
const clampedAcos = (cosine: number): number => Math.acos(Math.min(1, Math.max(-1, cosine)));

/**
 * The margin that gives the wished gap along the arc: how losses are compared fairly. The added margin is changed (m, or m₂ of the
 * combined loss), everything else stays. Null if the loss has no margin or its range does not reach the gap. A whole-number
 * margin gives the nearest gap it can.
 *
 * @param gap      wished width, radians
 * @param theta12  angle between the two class directions, radians
 */
export function marginForGap(inForce: LossInForce, theta12: number, gap: number): number | null {
  const id = marginParameter(inForce.loss);
  const parameter = inForce.loss.parameters.find((p) => p.id === id);
  if (!parameter) return null;
  const width = (value: number): number => gapAlongArc(withParameter(inForce, parameter.id, value), theta12).width ?? Infinity;
  if (parameter.integer) {
    const choices = Array.from({ length: parameter.max - parameter.min + 1 }, (_, i) => parameter.min + i);
    return choices.reduce((best, value) => (Math.abs(width(value) - gap) < Math.abs(width(best) - gap) ? value : best));
  }
  const over = (value: number): number => width(value) - gap;
  if (over(parameter.min) > 0 || over(parameter.max) < 0) return null;
  return bisect(over, parameter.min, parameter.max);
}
