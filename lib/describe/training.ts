import { describeTrainingMessages } from '../i18n/catalogues/describe-training';
import { withJosa } from '../i18n/josa';
import type { Locale } from '../i18n/locale';
import { translator } from '../i18n/messages';
import { targetSlope } from '../losses/read';
import { gapAlongArc } from '../sphere/gap';
import type { LossInForce } from '../sphere/in-force';
import { anglesTo, closestPair, nearestClass, wins } from '../sphere/nearest';
import { degrees, fixed, percent } from './format';

/** The drawn part of a run. Rows may have any length; only their directions count. */
export interface TrainingPicture {
  readonly dimension: number;
  /** n × d, row-major. */
  readonly points: Float32Array;
  /** n classes. */
  readonly labels: ArrayLike<number>;
  /** C × d, row-major. */
  readonly directions: Float32Array;
  readonly inForce: LossInForce;
  /** The class each sample is taken for without the margin; default: that of the nearest direction. */
  readonly judgedAs?: ArrayLike<number>;
}

export interface TrainingFacts {
  readonly samples: number;
  readonly closest: { readonly classes: readonly [number, number]; readonly angle: number; readonly satisfiable: boolean } | null;
  /** Samples taken for their own class that do not win with the margin. Null where norms or a bias decide as well. */
  readonly insideMargin: number | null;
  /** Samples at angles where the gradient path in force pushes them away from their class. */
  readonly pushedAway: number;
  /** Classes of whose drawn samples more than half are taken for another one. */
  readonly stuck: readonly number[];
}

/** What the picture of a run shows. Cost: n × C × d. */
export function trainingFacts({ dimension, points, labels, directions, inForce, judgedAs }: TrainingPicture): TrainingFacts {
  const rows = (flat: Float32Array): Float32Array[] =>
    Array.from({ length: flat.length / dimension }, (_, i) => flat.subarray(i * dimension, (i + 1) * dimension));
  const weights = rows(directions);
  const samples = rows(points);
  const { loss, values, options } = inForce;
  const drawn = new Array<number>(weights.length).fill(0);
  const wrong = new Array<number>(weights.length).fill(0);
  let inside = 0;
  let pushedAway = 0;
  samples.forEach((x, i) => {
    const own = labels[i]!;
    const angles = anglesTo(x, weights);
    const right = (judgedAs?.[i] ?? nearestClass(angles)) === own;
    drawn[own]!++;
    if (!right) wrong[own]!++;
    else if (!wins(inForce, angles, own)) inside++;
    // ψ′ > 0: descent makes θ larger.
    if (targetSlope(loss, angles[own]!, values, options) > 1e-9) pushedAway++;
  });
  const pair = closestPair(weights);
  return {
    samples: samples.length,
    closest: pair && { ...pair, satisfiable: gapAlongArc(inForce, pair.angle).satisfiable },
    insideMargin: loss.normalisesWeights && !loss.hasBias ? inside : null,
    pushedAway,
    stuck: drawn.flatMap((count, k) => (wrong[k]! * 2 > count ? [k] : [])),
  };
}

/** Before this step everything still moves, and a class on the wrong side is not yet stuck. */
const settledAfter = 200;

export interface TrainingWords {
  readonly step: number;
  readonly loss: number;
  /** Shares; NaN: there is no such part. */
  readonly accuracy: { readonly train: number; readonly test: number };
  readonly dimension: number;
  readonly facts: TrainingFacts;
  /** Name of each class; default: its number. */
  readonly names?: readonly string[];
}

/** The state of a run in a few sentences, the most important first. */
export function describeTraining(locale: Locale, { step, loss, accuracy, dimension, facts, names }: TrainingWords): string {
  const t = translator(describeTrainingMessages, locale);
  const name = (k: number): string => names?.[k] ?? String(k);
  const sentences = [t('state', { step, loss: fixed(loss, 2) })];

  if (Number.isFinite(accuracy.train)) {
    const shares = { train: percent(accuracy.train, locale), test: percent(accuracy.test, locale) };
    sentences.push(t(Number.isFinite(accuracy.test) ? 'accuracyUnseen' : 'accuracy', shares));
  }
  if (step >= settledAfter && facts.stuck.length > 0) {
    const list = facts.stuck.map(name).join(', ');
    sentences.push(
      t(facts.stuck.length === 1 ? 'stuckOne' : 'stuckMany', { classes: list, classesTopic: withJosa(list, '은/는') }),
    );
    if (dimension === 2) sentences.push(t('stuckCircle'));
  }
  if (facts.closest) {
    const [a, b] = facts.closest.classes.map(name) as [string, string];
    const words = { a, b, aAnd: withJosa(a, '과/와'), angle: degrees(facts.closest.angle, facts.closest.angle < 0.17 ? 1 : 0) };
    sentences.push(t(facts.closest.satisfiable ? 'closest' : 'tooClose', words));
  }
  if (facts.insideMargin !== null)
    sentences.push(t(counted('inside', facts.insideMargin), { n: facts.samples, count: facts.insideMargin }));
  if (facts.pushedAway > 0) sentences.push(t(facts.pushedAway === 1 ? 'pushedOne' : 'pushedMany', { count: facts.pushedAway }));
  return sentences.join(' ');
}

const counted = (key: 'inside', count: number): 'insideNone' | 'insideOne' | 'insideMany' =>
  count === 0 ? `${key}None` : count === 1 ? `${key}One` : `${key}Many`;
