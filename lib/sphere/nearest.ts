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
 * Class weights of different length and bias, for losses that leave them free. The plain logit of class j is ‖W_j‖ cos θ_j + b_j
 * for an embedding of length 1; divide the biases by ‖x‖ for one of another length.
 */
export interface Uneven {
  readonly norms: ArrayLike<number>;
  readonly biases: ArrayLike<number>;
}

/**
 * By how much the margin-penalised logit of class k beats the best plain logit of the others, before the scale. Positive inside
 * the class's training region; +∞ for a single class.
 *
 * @param angles  angles of the sample to every class direction, radians
 * @param uneven  default: all weights of length 1, no bias
 */
export function advantage(inForce: LossInForce, angles: ArrayLike<number>, k: number, uneven?: Uneven): number {
  let rival = -Infinity;
  for (let j = 0; j < angles.length; j++) if (j !== k) rival = Math.max(rival, logitOf(Math.cos(angles[j]!), j, uneven));
  return logitOf(targetCurve(inForce)(angles[k]!), k, uneven) - rival;
}

const logitOf = (cosine: number, j: number, uneven: Uneven | undefined): number =>
  uneven ? uneven.norms[j]! * cosine + uneven.biases[j]! : cosine;

/** Whether a sample of class k at these angles would be classified right with the margin in force. */
export const wins = (inForce: LossInForce, angles: ArrayLike<number>, k: number, uneven?: Uneven): boolean =>
  advantage(inForce, angles, k, uneven) > 0;

/** The test rule where weights are uneven: the class with the largest plain logit. Ties go to the lower index. */
export function largestLogit(angles: ArrayLike<number>, uneven: Uneven): number {
  const logits = Array.from(angles, (theta, j) => logitOf(Math.cos(theta), j, uneven));
  return logits.indexOf(Math.max(...logits));
}

/** Softmax over the logits of a sample of class k: target with the margin, others plain, all times `scale`. Sums to 1. */
export function probabilities(
  inForce: LossInForce,
  angles: ArrayLike<number>,
  k: number,
  scale: number,
  uneven?: Uneven,
): number[] {
  const target = targetCurve(inForce);
  const logits = Array.from(angles, (theta, j) => scale * logitOf(j === k ? target(theta) : Math.cos(theta), j, uneven));
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
