import type { MarginLoss } from './loss';
import { scaleParameter } from './parameter';
import { cosPastPi } from './past-pi';

/** Combined margin: ψ(θ) = cos(m₁θ + m₂) − m₃. Deng et al., CVPR 2019, eq. (4). */
export const combined: MarginLoss = {
  id: 'combined',
  name: 'Combined margin',
  parameters: [
    scaleParameter,
    { id: 'm1', symbol: 'm_1', unit: '', min: 0.5, max: 4, step: 0.01, default: 1, key: 'm1', presets: { paper: 1, toy: 1 } },
    {
      id: 'm2',
      symbol: 'm_2',
      unit: 'rad',
      min: 0,
      max: 1.5,
      step: 0.01,
      default: 0.3,
      key: 'm2',
      presets: { paper: 0.3, toy: 0.3 },
    },
    { id: 'm3', symbol: 'm_3', unit: '', min: 0, max: 1, step: 0.01, default: 0.2, key: 'm3', presets: { paper: 0.2, toy: 0.1 } },
  ],
  normalisesWeights: true,
  normalisesFeatures: true,
  hasBias: false,
  // `fallback` expands cos(θ + m) in m; with a factor on θ there is nothing to expand around, so it is refused.
  pastPi: ['plain', 'fallback0', 'easy', 'clamp'],
  pastPiRefusal: 'multiplied-angle',
  source: { reference: 'arcface', where: 'eq. (4)' },
  target: (A, { theta }, { m1, m2, m3 }, pastPi) => A.sub(cosPastPi(A, theta, A.add(A.mul(m1, theta), m2), m2, pastPi), m3),
};
