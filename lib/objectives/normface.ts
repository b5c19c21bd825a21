import { numberSetting, type Objective } from './objective';
import { pairHead } from './pair-head';

/**
 * NormFace: L = mean of −log softmax(s cos θ)_y with a learned scale s. F. Wang, Xiang, Cheng, Yuille, ACM MM 2017. Norms one
 * give logits in [−1, 1], with which the loss cannot fall below log(1 + (n − 1) e^(−n/(n−1))); hence s.
 */
export const normface: Objective = {
  id: 'normface',
  name: 'NormFace',
  equation: 'z_j = s cos θ_j, s learned',
  source: { reference: 'normface', where: 'scale layer after the cosine' },
  settings: [numberSetting('s', 10, 0.001, 10_000, 'scale at the start; 10 in the published prototxt')],
  weights: 'classes',
  bias: false,
  state: [{ id: 's', shape: 'number', min: 0.001, max: 10_000, default: 'params.s', about: 'the learned scale' }],
  stopsGradient: null,
  evaluate(batch, settings) {
    const s = (batch.state?.['s'] ?? settings['s']) as number;
    const { gradScalar, ...result } = pairHead(batch, {
      logit: ({ theta }) => ({ value: s * Math.cos(theta), byTheta: -s * Math.sin(theta), byState: Math.cos(theta) }),
    });
    return { ...result, gradState: { s: gradScalar } };
  },
};
