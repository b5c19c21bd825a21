import type { MarginLoss } from './loss';
import { scaleParameter } from './parameter';
import { cosPastPi } from './past-pi';

/** ArcFace: ψ(θ) = cos(θ + m). Deng et al., CVPR 2019, eq. (3). */
export const arcface: MarginLoss = {
  id: 'arcface',
  name: 'ArcFace',
  parameters: [
    scaleParameter,
    {
      id: 'm',
      symbol: 'm',
      unit: 'rad',
      min: 0,
      max: 1.5,
      step: 0.01,
      default: 0.5,
      key: 'm',
      presets: { paper: 0.5, toy: 0.5 },
    },
  ],
  normalisesWeights: true,
  normalisesFeatures: true,
  hasBias: false,
  pastPi: ['plain', 'fallback', 'fallback0', 'easy', 'clamp'],
  pastPiRefusal: null,
  source: { reference: 'arcface', where: 'eq. (3)' },
  target: (A, { theta }, { m }, pastPi) => cosPastPi(A, theta, A.add(theta, m), m, pastPi),
};
