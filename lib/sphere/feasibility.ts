import { type Arrangement, bestArrangement } from './arrangement';
import { gapAlongArc } from './gap';
import { type LossInForce, marginParameter, targetCurve, withParameter } from './in-force';
import { bisect } from './roots';

/** What a loss asks of C classes in d dimensions, at their best arrangement and for a perfect sample, x = W_y. */
export interface Feasibility {
  readonly arrangement: Arrangement;
  /**
   * Probability that the softmax with margin gives a perfect sample at the scale in force; of the class that has it worst. Null
   * for a loss without s (its scale is ‖x‖) if no `scale` was given.
   */
  readonly probability: number | null;
  /** The same without the margin. */
  readonly plainProbability: number | null;
  /** How far a sample may be from its class direction, towards the nearest other one, and still win in training; radians. Negative: no room. */
  readonly halfWidth: number | null;
  /** Whether a perfect sample wins in training. */
  readonly satisfiable: boolean;
  /** The margin parameter below which a perfect sample wins, others as they are; null: no such limit within its range, or no margin. */
  readonly largestMargin: number | null;
  /** The scale s at which a perfect sample reaches a probability; null: none does. */
  scaleFor(probability: number): number | null;
}

export interface FeasibilityQuestion {
  /** C ≥ 2 */
  readonly classes: number;
  /** d ≥ 2 */
  readonly dimension: number;
  readonly inForce: LossInForce;
  /** Scale in force; default: the loss's s. */
  readonly scale?: number;
}

/** No slider goes this far; a scale beyond it counts as none. */
const largestScale = 1e6;

/** Computed on the loss's definition, for any margin loss. */
export function feasibility({ classes, dimension, inForce, scale }: FeasibilityQuestion): Feasibility {
  const arrangement = bestArrangement(classes, dimension);
  const target = targetCurve(inForce)(0);
  const s = scale ?? inForce.values['s'] ?? null;
  const gap = gapAlongArc(inForce, arrangement.nearest);
  return {
    arrangement,
    probability: s === null ? null : perfectProbability(arrangement, target, s),
    plainProbability: s === null ? null : perfectProbability(arrangement, 1, s),
    halfWidth: gap.halfWidth,
    satisfiable: gap.satisfiable,
    largestMargin: largestMargin(inForce, arrangement.nearest),
    scaleFor: (probability) => scaleFor(arrangement, target, probability),
  };
}

/** softmax of s·target against s·cos θ_j. */
function perfectProbability({ toOthers }: Arrangement, target: number, s: number): number {
  let others = 0;
  for (const theta of toOthers) others += Math.exp(s * (Math.cos(theta) - target));
  return 1 / (1 + others);
}

function scaleFor(arrangement: Arrangement, target: number, probability: number): number | null {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`a probability must lie between 0 and 1, not ${probability}`);
  const short = (s: number): number => perfectProbability(arrangement, target, s) - probability;
  if (short(0) >= 0) return 0;
  // With the target above all others the probability grows to 1; otherwise it never passes what it has at s = 0 for long.
  return target > Math.cos(arrangement.nearest) && short(largestScale) > 0 ? bisect(short, 0, largestScale) : null;
}

function largestMargin(inForce: LossInForce, nearest: number): number | null {
  const id = marginParameter(inForce.loss);
  const parameter = inForce.loss.parameters.find((p) => p.id === id);
  if (!parameter) return null;
  const room = (value: number): number => targetCurve(withParameter(inForce, parameter.id, value))(0) - Math.cos(nearest);
  if (room(parameter.min) <= 0) return parameter.min;
  // The target of a perfect sample falls steadily with every added margin; past π it does not matter any more.
  return room(parameter.max) > 0 ? null : bisect(room, parameter.min, parameter.max);
}

/**
 * The scale that a probability at the class directions needs at least, whatever the arrangement and without any margin:
 * s ≥ (C − 1)/C · ln((C − 1) P / (1 − P)). CosFace (Wang et al. 2018), lower bound of s; equality for C ≤ d + 1. Necessary, not enough.
 */
export function necessaryScale(classes: number, probability: number): number {
  return ((classes - 1) / classes) * Math.log(((classes - 1) * probability) / (1 - probability));
}

/** Largest cosine margin that C classes on the circle can satisfy: 1 − cos(2π/C). CosFace, bound (7) for K = 2. */
export const largestCosineMarginOnCircle = (classes: number): number => 1 - Math.cos((2 * Math.PI) / classes);
