import type { Algebra } from '../algebra/algebra';
import { arcLogit, plainLogit } from './arc-target';
import { differentiate } from './differentiate';
import { anglesOf, meanOf } from './geometry';
import { angleSetting, gradientSetting, numberSetting, type Objective, pastPiSetting, scaleSetting } from './objective';
import { pairHead } from './pair-head';

/** A hard negative's logit before the scale, cos θ_j (t + cos θ_j), by its cosine. */
export function hardNegative<T>(A: Algebra<T>, [cosine]: readonly T[], [t]: readonly T[]): T {
  return A.mul(cosine!, A.add(t!, cosine!));
}
const hardNegativeByTheta = <T>(A: Algebra<T>, [theta]: readonly T[], constants: readonly T[]): T =>
  hardNegative(A, [A.cos(theta!)], constants);

/**
 * CurricularFace: target s cos(θ_y + m); a negative with cos θ_j > cos(θ_y + m) is hard and becomes s cos θ_j (t + cos θ_j), others
 * s cos θ_j; t ← α · mean cos θ_y + (1 − α) t, α = 0.01, t₀ = 0, before it is used. Huang et al., CVPR 2020. "Hard" is judged
 * against the plain cos(θ_y + m), whatever `pastPi` says.
 */
export const curricularface: Objective = {
  id: 'curricularface',
  name: 'CurricularFace',
  equation: 'z_y = s cos(θ_y + m); z_j = s cos θ_j (t + cos θ_j) where cos θ_j > cos(θ_y + m), else s cos θ_j',
  source: { reference: 'curricularface', where: 'T and N, update of t' },
  settings: [
    scaleSetting,
    angleSetting(0.5),
    numberSetting('alpha', 0.01, 0, 1, 'share of the batch in the running t'),
    pastPiSetting,
    gradientSetting,
  ],
  weights: 'classes',
  bias: false,
  state: [{ id: 't', shape: 'number', min: -1, max: 1, default: '0', about: 'running mean of the target cosine' }],
  stopsGradient: 't, and the choice of the hard negatives',
  notes: 'The official code uses pastPi fallback.',
  evaluate(batch, settings) {
    const [s, m, alpha] = [settings['s'], settings['m'], settings['alpha']] as [number, number, number];
    const angles = anglesOf(batch.embeddings, batch.weights);
    const own = angles.map((row, i) => row[batch.labels[i]!]!);
    const t = alpha * meanOf(own.map(Math.cos)) + (1 - alpha) * ((batch.state?.['t'] ?? 0) as number);
    const { gradScalar: _, ...result } = pairHead(batch, {
      angles,
      logit(pair) {
        if (pair.own) return arcLogit(s, m, pair.theta, settings);
        if (Math.cos(pair.theta) <= Math.cos(own[pair.i]! + m)) return plainLogit(s, pair.theta);
        const { value, slopes } = differentiate(hardNegativeByTheta, [pair.theta], [t]);
        return { value: s * value, byTheta: s * slopes[0]! };
      },
    });
    return { ...result, stateAfter: { t } };
  },
};
