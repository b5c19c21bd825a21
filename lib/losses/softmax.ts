import type { MarginLoss } from './loss';

/** Softmax: the logit is ‖W‖‖x‖ cos θ + b; no scale, no margin. Deng et al., CVPR 2019, eq. (1). */
export const softmax: MarginLoss = {
  id: 'softmax',
  name: 'Softmax',
  parameters: [],
  normalisesWeights: false,
  normalisesFeatures: false,
  hasBias: true,
  pastPi: ['plain'],
  pastPiRefusal: 'no-angle-added',
  source: { reference: 'arcface', where: 'eq. (1)' },
  target: (A, { theta }) => A.cos(theta),
};
