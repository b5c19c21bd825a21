import type { MarginLoss } from './loss';
import { scaleParameter } from './parameter';

/** Normalised softmax: ψ(θ) = cos θ, no margin. Deng et al., CVPR 2019, eq. (2). */
export const normSoftmax: MarginLoss = {
  id: 'norm-softmax',
  name: 'Norm-Softmax',
  parameters: [scaleParameter],
  normalisesWeights: true,
  normalisesFeatures: true,
  hasBias: false,
  pastPi: ['plain'],
  pastPiRefusal: 'no-angle-added',
  source: { reference: 'arcface', where: 'eq. (2)' },
  target: (A, { theta }) => A.cos(theta),
};
