import { angleBetween, dot, normalise, type Vector } from './angle';
import { type LossInForce, targetCurve } from './in-force';

/** The test rule: the class whose direction is nearest, no margin. Ties go to the lower index; −1 without classes. */
export function nearestClass(angles: ArrayLike<number>): number {
  let nearest = -1;
  for (let k = 0; k < angles.length; k++) {
    if (nearest < 0 || angles[k]! < angles[nearest]!) nearest = k;
  }
  return nearest;
}

/** Angles from x to every class direction, radians. */
export const anglesTo = (x: Vector, directions: readonly Vector[]): number[] => directions.map((w) => angleBetween(x, w));

/**
 * By how much the margin-penalised logit of class k beats the best plain logit of the others, before the scale. Positive inside
 * the class's training region. Norms are taken as equal; +∞ for a single class.
 *
 * @param angles  angles of the sample to every class direction, radians
 */
export function advantage(inForce: LossInForce, angles: ArrayLike<number>, k: number): number {
  let rival = -Infinity;
  for (let j = 0; j < angles.length; j++) if (j !== k) rival = Math.max(rival, Math.cos(angles[j]!));
  return targetCurve(inForce)(angles[k]!) - rival;
}

/** Whether a sample of class k at these angles would be classified right with the margin in force. */
export const wins = (inForce: LossInForce, angles: ArrayLike<number>, k: number): boolean => advantage(inForce, angles, k) > 0;

/** Softmax over the logits of a sample of class k: target with the margin, others plain, all times `scale`. Sums to 1. */
export function probabilities(inForce: LossInForce, angles: ArrayLike<number>, k: number, scale: number): number[] {
  const target = targetCurve(inForce);
  const logits = Array.from(angles, (theta, j) => scale * (j === k ? target(theta) : Math.cos(theta)));
  const highest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The two class directions that are closest to each other, and their angle; null for fewer than two classes. */
export function closestPair(
  directions: readonly Vector[],
): { readonly classes: readonly [number, number]; readonly angle: number } | null {
  const units = directions.map(normalise);
  let best: { classes: [number, number]; angle: number } | null = null;
  let highest = -Infinity;
  for (let i = 0; i < units.length; i++) {
    for (let j = i + 1; j < units.length; j++) {
      const cosine = dot(units[i]!, units[j]!);
      if (cosine <= highest) continue;
      highest = cosine;
      best = { classes: [i, j], angle: angleBetween(units[i]!, units[j]!) };
    }
  }
  return best;
}
