import { type LossOptions, losses, type MarginLoss, targetSlope, targetValue } from '../losses';
import type { Settings } from './objective';
import type { PairLogit } from './pair-head';

/** s cos θ. */
export const plainLogit = (s: number, theta: number): PairLogit => ({
  value: s * Math.cos(theta),
  byTheta: -s * Math.sin(theta),
});

/** s ψ(θ) of a margin loss with one margin m: by its own definition, with the past-π and gradient options of the settings. */
export function marginLogit(loss: MarginLoss, s: number, m: number, theta: number, settings: Settings): PairLogit {
  const options = { pastPi: settings['pastPi'] ?? 'plain', gradient: settings['gradient'] ?? 'exact' } as LossOptions;
  return { value: s * targetValue(loss, theta, { s, m }, options), byTheta: s * targetSlope(loss, theta, { s, m }, options) };
}

/** s cos(θ + m). */
export const arcLogit = (s: number, m: number, theta: number, settings: Settings): PairLogit =>
  marginLogit(losses.arcface, s, m, theta, settings);
