import { type GradientPath, type LossOptions, losses, type ParameterValues, type PastPi } from '../../../lib/losses';
import { targetSlope, targetValue } from '../../../lib/losses/read';

/** The figure is about ArcFace, whose margin all five behaviours are defined for. */
const arcface = losses.arcface;

const values = (m: number): ParameterValues => ({ m, s: 1 });

/** ψ(θ) of ArcFace with margin m (radians), before the scale. */
export function logit(theta: number, m: number, pastPi: PastPi): number {
  return targetValue(arcface, theta, values(m), { pastPi, gradient: 'exact' });
}

/**
 * Force along the arc on x per unit of s(1 − p): ψ′(θ), the part of −dℓ/dθ that comes from the target logit, since
 * ∂ℓ/∂ψ = −s(1 − p). Negative: θ shrinks, x moves toward its class. Positive: away.
 */
export function force(theta: number, m: number, options: LossOptions): number {
  return targetSlope(arcface, theta, values(m), options);
}

export interface Jump {
  /** Where the value jumps, radians. */
  readonly theta: number;
  readonly before: number;
  readonly after: number;
  /** after − before, in units of cosine: times s it is a step of the logit. */
  readonly size: number;
}

const beside = 1e-9;

/** The jump of a behaviour, read off its values just before and just after; null when it is continuous. */
export function jumpOf(m: number, pastPi: PastPi): Jump | null {
  const theta = pastPi === 'easy' ? Math.PI / 2 : Math.PI - m;
  const before = logit(theta - beside, m, pastPi);
  const after = logit(Math.min(Math.PI, theta + beside), m, pastPi);
  return Math.abs(after - before) < 1e-6 ? null : { theta, before, after, size: after - before };
}

export type Direction = 'toward' | 'away' | 'none';

/** Which way the force points; below 0.001 it is called none. */
export function directionOf(strength: number): Direction {
  if (Math.abs(strength) < 1e-3) return 'none';
  return strength < 0 ? 'toward' : 'away';
}

/** What happens beyond the joint, in a word. Halfway between π − m and π, where no convention at an end interferes. */
export function beyond(m: number, pastPi: PastPi, gradient: GradientPath): Direction {
  return directionOf(force(Math.PI - m / 2, m, { pastPi, gradient }));
}
