import { choiceSetting, numberSetting, type Objective, scaleSetting } from './objective';
import { binary, pairHead } from './pair-head';

/**
 * UniFace, unified cross-entropy: one threshold b for all. L = log(1 + e^(−s(cos θ_y − m) + b)) + Σ_{j≠y} log(1 + e^(s cos θ_j − b)),
 * b learned, b₀ = ln(10 C). Zhou et al., ICCV 2023.
 */
export const uniface: Objective = {
  id: 'uniface',
  name: 'UniFace',
  equation: 'L = softplus(−s(cos θ_y − m) + b) + Σ softplus(s cos θ_j − b)',
  source: { reference: 'uniface', where: 'unified cross-entropy' },
  settings: [
    scaleSetting,
    numberSetting('m', 0.4, 0, 2, 'margin'),
    numberSetting('lambda', 1, 0, 1e6, 'weight of the negative terms (l in the published code)'),
    choiceSetting('logits', ['plain', 'published'], 'published: kept within [−s, s], without gradient beyond'),
  ],
  weights: 'classes',
  bias: false,
  state: [{ id: 'b', shape: 'number', default: 'ln(10 C)', about: 'the learned threshold' }],
  stopsGradient: null,
  evaluate(batch, settings) {
    const { s, m, lambda } = settings as Record<string, number>;
    const b = (batch.state?.['b'] as number | undefined) ?? Math.log(10 * batch.weights.length);
    const { gradScalar, ...result } = pairHead(batch, {
      criterion: binary(1, lambda!),
      logit({ own, theta }) {
        const value = s! * (Math.cos(theta) - (own ? m! : 0)) - b;
        const kept = settings['logits'] === 'published' ? Math.min(s!, Math.max(-s!, value)) : value;
        return kept === value ? { value, byTheta: -s! * Math.sin(theta), byState: -1 } : { value: kept, byTheta: 0 };
      },
    });
    return { ...result, gradState: { b: gradScalar } };
  },
};
