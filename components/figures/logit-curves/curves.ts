import { type LossId, type LossOptions, losses, type MarginLoss, type ParameterValues, paperOptions } from '../../../lib/losses';
import { targetSlope, targetValue } from '../../../lib/losses/read';

/** One target-logit curve ψ(θ): a loss at fixed parameters. */
export interface Curve {
  readonly id: string;
  readonly loss: MarginLoss;
  readonly values: ParameterValues;
  readonly options: LossOptions;
  /** Written at the end of the line; a proper name, the same in every language. Empty: the page's own. */
  readonly label: string;
  /** The same with all parameters, for the table and the data. */
  readonly name: string;
  /** SVG dash pattern: tells the curves apart without colour. */
  readonly dash: string;
  /** CSS colour of the line. */
  readonly colour: string;
}

function fixedCurve(
  id: string,
  loss: LossId,
  values: ParameterValues,
  label: string,
  name: string,
  dash: string,
  colour: string,
): Curve {
  // The paper's scale; it does not enter the logit before the scale, but a loss wants all its parameters.
  return { id, loss: losses[loss], values: { s: 64, ...values }, options: paperOptions, label, name, dash, colour };
}

/** The seven curves of the paper's Fig. 4b (Deng et al., CVPR 2019), in its parametrisation (m₁, m₂, m₃). */
export const paperCurves: readonly Curve[] = [
  fixedCurve('softmax', 'norm-softmax', {}, 'Softmax', 'Softmax', '', 'var(--ink-soft)'),
  fixedCurve(
    'sphereface',
    'sphereface',
    { m: 4, lambda: 5 },
    'SphereFace 4',
    'SphereFace m = 4, λ = 5',
    '9 3 2 3',
    'var(--class-6)',
  ),
  fixedCurve(
    'sphereface135',
    'sphereface-arccos',
    { m: 1.35 },
    'SphereFace 1.35',
    'SphereFace m = 1.35',
    '2 3',
    'var(--class-8)',
  ),
  fixedCurve('arcface', 'arcface', { m: 0.5 }, 'ArcFace 0.5', 'ArcFace m = 0.5', '', 'var(--symbol-m)'),
  fixedCurve('cosface', 'cosface', { m: 0.35 }, 'CosFace 0.35', 'CosFace m = 0.35', '7 4', 'var(--class-0)'),
  fixedCurve('cm1', 'combined', { m1: 1, m2: 0.3, m3: 0.2 }, 'CM1', 'CM1 (1, 0.3, 0.2)', '10 3 2 3 2 3', 'var(--class-2)'),
  fixedCurve('cm2', 'combined', { m1: 0.9, m2: 0.4, m3: 0.15 }, 'CM2', 'CM2 (0.9, 0.4, 0.15)', '4 2', 'var(--class-5)'),
];

/** Id of the curve that follows the page's loss, m and s. */
export const ownId = 'yours';

export function ownCurve(loss: MarginLoss, values: ParameterValues, options: LossOptions): Curve {
  return { id: ownId, loss, values, options, label: '', name: '', dash: '', colour: 'var(--ink)' };
}

export interface Reading {
  /** ψ(θ), before the scale. */
  readonly value: number;
  /** dψ/dθ, per radian. */
  readonly slope: number;
  /** dψ/d cos θ: how much harder than softmax this loss pulls. NaN at θ = 0 and π, where it is 0/0 or unbounded. */
  readonly factor: number;
}

/** All that the figure says about one curve at one angle (radians). */
export function read(curve: Curve, theta: number): Reading {
  const slope = targetSlope(curve.loss, theta, curve.values, curve.options);
  const sine = Math.sin(theta);
  return {
    value: targetValue(curve.loss, theta, curve.values, curve.options),
    slope,
    factor: theta <= 0 || theta >= Math.PI || sine < 1e-9 ? Number.NaN : -slope / sine,
  };
}

export interface CurvePoint extends Reading {
  readonly theta: number;
}

/**
 * The curve as one or more unbroken pieces on [from, to] (radians). It is cut where the value jumps, as `fallback`,
 * `fallback0` and `easy` do, so that no line is drawn across the jump; the two ends at a jump are 1e-7 rad apart.
 */
export function sample(curve: Curve, from: number, to: number, steps = 160): readonly (readonly CurvePoint[])[] {
  // The jump test compares the step in value with the exact slope, whatever gradient path is chosen.
  const exact = { ...curve, options: { ...curve.options, gradient: 'exact' as const } };
  const same = curve.options.gradient === 'exact';
  const at = (theta: number): CurvePoint => ({ theta, ...read(curve, theta) });
  const exactAt = (point: CurvePoint): CurvePoint => (same ? point : { theta: point.theta, ...read(exact, point.theta) });
  const jumps = (p: CurvePoint, q: CurvePoint): boolean =>
    Math.abs(q.value - p.value - ((q.theta - p.theta) * (p.slope + q.slope)) / 2) > 0.004;
  let last = at(from);
  let lastExact = exactAt(last);
  const pieces: CurvePoint[][] = [[last]];
  for (let i = 1; i <= steps; i++) {
    const next = at(i === steps ? to : from + (i / steps) * (to - from));
    const nextExact = exactAt(next);
    if (jumps(lastExact, nextExact)) {
      let [low, high] = [last.theta, next.theta];
      while (high - low > 1e-7) {
        const middle = (low + high) / 2;
        if (jumps(lastExact, exactAt(at(middle)))) high = middle;
        else low = middle;
      }
      pieces.at(-1)?.push(at(low));
      pieces.push([at(high)]);
    }
    pieces.at(-1)?.push(next);
    [last, lastExact] = [next, nextExact];
  }
  return pieces;
}

/** Angles in (from, to) at which two curves have the same value, found by sign change and bisection; radians. */
export function crossings(a: Curve, b: Curve, from = 0, to = Math.PI): readonly number[] {
  const difference = (theta: number): number => read(a, theta).value - read(b, theta).value;
  const found: number[] = [];
  const steps = 180;
  for (let i = 0; i < steps; i++) {
    let low = from + (i / steps) * (to - from);
    let high = from + ((i + 1) / steps) * (to - from);
    if (difference(low) * difference(high) >= 0) continue;
    while (high - low > 1e-10) {
      const middle = (low + high) / 2;
      if (difference(low) * difference(middle) <= 0) high = middle;
      else low = middle;
    }
    found.push((low + high) / 2);
  }
  return found;
}
