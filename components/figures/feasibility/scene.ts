import type { Arrangement } from '../../../lib/sphere/arrangement';
import { feasibility, necessaryScale } from '../../../lib/sphere/feasibility';
import { gapAlongArc } from '../../../lib/sphere/gap';
import type { LossInForce } from '../../../lib/sphere/in-force';

/** The question that the meter answers, beside the loss in force. */
export interface FeasibilityState {
  readonly classes: number;
  readonly dimension: Dimension;
  /** The probability wished for a perfect sample. */
  readonly wish: Wish;
}

export const dimensions = ['2', '3', '8', '512'] as const;
export type Dimension = (typeof dimensions)[number];
export const wishes = ['0.5', '0.9', '0.99'] as const;
export type Wish = (typeof wishes)[number];

/** Losses whose embeddings keep their length are judged at this one. */
export const shownNorm = 16;

/** All numbers of the meter; angles in radians. */
export interface FeasibilityScene {
  readonly arrangement: Arrangement;
  /** Angle between neighbours, gap that the loss asks for along it, and what is left on either side; null: no boundary anywhere. */
  readonly theta12: number;
  readonly gap: number | null;
  readonly halfWidth: number | null;
  readonly satisfiable: boolean;
  /** s in force, or the length of the embedding. */
  readonly scale: number;
  readonly probability: number;
  readonly plainProbability: number;
  /** Largest value of the margin parameter that leaves room; null: no limit in range, or no margin. */
  readonly largestMargin: number | null;
  /** The scale that the wish needs with the margin in force; null: none is enough. */
  readonly neededScale: number | null;
  /** CosFace's bound: what the wish needs at least, at any arrangement, without a margin. */
  readonly necessaryScale: number;
  /** The strip between two neighbours, in shares of its length: own room of W₁, gap, own room of W₂. Null when nothing fits. */
  readonly strip: readonly [number, number, number] | null;
}

export function feasibilityScene(state: FeasibilityState, inForce: LossInForce): FeasibilityScene {
  const scale = inForce.loss.normalisesFeatures ? (inForce.values['s'] ?? shownNorm) : shownNorm;
  const wish = Number(state.wish);
  const found = feasibility({ classes: state.classes, dimension: Number(state.dimension), inForce, scale });
  const theta12 = found.arrangement.nearest;
  const { width } = gapAlongArc(inForce, theta12);
  const room = found.halfWidth === null ? 0 : Math.max(0, found.halfWidth / theta12);
  return {
    arrangement: found.arrangement,
    theta12,
    gap: width,
    halfWidth: found.halfWidth,
    satisfiable: found.satisfiable,
    scale,
    probability: found.probability ?? 0,
    plainProbability: found.plainProbability ?? 0,
    largestMargin: found.largestMargin,
    neededScale: found.scaleFor(wish),
    necessaryScale: Math.max(0, necessaryScale(state.classes, wish)),
    strip: found.satisfiable ? [Math.min(room, 0.5), Math.max(0, 1 - 2 * room), Math.min(room, 0.5)] : null,
  };
}
