import type { MarginLoss } from './loss';
import { scaleParameter } from './parameter';

/** CosFace: ψ(θ) = cos θ − m. Wang et al., CVPR 2018, eq. (4). */
export const cosface: MarginLoss = {
  id: 'cosface',
  name: 'CosFace',
  parameters: [
    scaleParameter,
    { id: 'm', symbol: 'm', unit: '', min: 0, max: 1, step: 0.01, default: 0.35, key: 'm', presets: { paper: 0.35, toy: 0.15 } },
  ],
  normalisesWeights: true,
  normalisesFeatures: true,
  hasBias: false,
  pastPi: ['plain'],
  pastPiRefusal: 'no-angle-added',
  source: { reference: 'cosface', where: 'eq. (4)' },
  target: (A, { theta }, { m }) => A.sub(A.cos(theta), m),
};
