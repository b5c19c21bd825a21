import { losses, type MarginLoss } from '../losses';
import { marginObjective } from './margin';
import type { Objective } from './objective';

const { sphereface } = losses;

/**
 * L-Softmax: the target logit is ‖W_y‖ ‖x‖ ψ(θ_y) with ψ as in SphereFace, the others ‖W_j‖ ‖x‖ cos θ_j. Liu, Wen, Yu, Yang,
 * ICML 2016. The blend with plain cos θ (λ) is optional in the official code; the paper's ψ alone is the default.
 */
export const lSoftmaxLoss: MarginLoss = {
  ...sphereface,
  name: 'L-Softmax',
  parameters: sphereface.parameters.map((parameter) => ({ ...parameter, default: parameter.id === 'm' ? 4 : 0 })),
  normalisesWeights: false,
  source: { reference: 'l-softmax', where: 'ψ(θ)' },
};

export const lSoftmax: Objective = marginObjective(lSoftmaxLoss, 'z_y = ‖W_y‖ ‖x‖ (λ cos θ_y + ψ(θ_y))/(1 + λ)', 'l-softmax');
