import type { Algebra } from '../algebra/algebra';
import type { Parameter, ParameterId } from './parameter';

/**
 * What a loss does where the enlarged angle passes π, beyond which the cosine rises again.
 * - `plain`: cos(θ + m), as printed in the paper.
 * - `fallback`: cos θ − m sin m for θ > π − m (jumps down at π − m).
 * - `fallback0`: cos θ there (jumps up).
 * - `easy`: the margin only for θ < 90°, cos θ elsewhere.
 * - `clamp`: cos(min(θ + m, π)), flat beyond π − m.
 */
export type PastPi = 'plain' | 'fallback' | 'fallback0' | 'easy' | 'clamp';
export const pastPiModes: readonly PastPi[] = ['plain', 'fallback', 'fallback0', 'easy', 'clamp'];

/** `exact`: the derivative of the value. `detached`: value with the margin, slope of plain cos θ. */
export type GradientPath = 'exact' | 'detached';
export const gradientPaths: readonly GradientPath[] = ['exact', 'detached'];

export interface LossOptions {
  readonly pastPi: PastPi;
  readonly gradient: GradientPath;
}

/** The paper's own choices. */
export const paperOptions: LossOptions = { pastPi: 'plain', gradient: 'exact' };

/** What the target logit of one sample may depend on. θ ∈ [0, π] is the angle to its own class direction, in radians. */
export interface Sample<T> {
  readonly theta: T;
}

export interface LossSource {
  /** Key in the reference list (`content/references`). */
  readonly reference: string;
  /** Where in that paper, e.g. `eq. (3)`. */
  readonly where: string;
}

export type LossId = 'softmax' | 'norm-softmax' | 'sphereface' | 'sphereface-arccos' | 'cosface' | 'arcface' | 'combined';

/** A margin loss: softmax cross-entropy in which the logit of the true class is `scale × target(θ)`. */
export interface MarginLoss<Id extends LossId | 'custom' = LossId> {
  readonly id: Id;
  /** Proper name, the same in every language. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Class weights are divided by their norm. Otherwise the logit carries ‖W‖. */
  readonly normalisesWeights: boolean;
  /** Embeddings are divided by their norm and multiplied by s. Otherwise the logit carries ‖x‖. */
  readonly normalisesFeatures: boolean;
  readonly hasBias: boolean;
  /** Behaviours past π that this loss defines; `plain` is always among them. */
  readonly pastPi: readonly PastPi[];
  /** Why the other behaviours are refused (message key), or null if none is. */
  readonly pastPiRefusal: 'monotone' | 'no-angle-added' | 'multiplied-angle' | null;
  readonly source: LossSource;
  /**
   * The target logit before the scale, with its exact derivative and no option applied but `pastPi`.
   * Use `targetLogit` of `lib/losses/target.ts`, which also applies the gradient path.
   */
  target<T>(A: Algebra<T>, sample: Sample<T>, p: Readonly<Record<ParameterId, T>>, pastPi: PastPi): T;
}

/** A loss of the registry, or one made from a formula that the reader typed (`lib/formula`): what every reading takes. */
export type AnyLoss = MarginLoss<LossId | 'custom'>;

const refusals: Readonly<Record<NonNullable<MarginLoss['pastPiRefusal']>, string>> = {
  monotone: 'its target logit falls all the way to π, so there is nothing to mend',
  'no-angle-added': 'it adds nothing to the angle, so θ never passes π',
  'multiplied-angle': 'the angle is multiplied, so cos θ − m sin m, an expansion in an added m, is not defined',
};

/**
 * Refuses a behaviour past π that the loss does not define.
 *
 * @throws RangeError that says why and names the accepted ones
 */
export function assertPastPi(loss: AnyLoss, pastPi: PastPi): void {
  if (loss.pastPi.includes(pastPi)) return;
  const why = loss.pastPiRefusal ? ` (${refusals[loss.pastPiRefusal]})` : '';
  throw new RangeError(
    `${loss.name} does not define the behaviour "${pastPi}" past π${why}. It accepts: ${loss.pastPi.join(', ')}.`,
  );
}
