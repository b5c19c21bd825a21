import type { MarginLoss } from './loss';
import { scaleParameter } from './parameter';
import { cosPastPi } from './past-pi';

/**
 * The SphereFace of the ArcFace paper: ψ(θ) = cos(mθ) with real m (1.35) and a fixed scale, through arccos instead of a
 * multiple-angle formula. Deng et al., CVPR 2019, section 3.2. Past θ = π/m the cosine rises again.
 */
export const spherefaceArccos: MarginLoss = {
  id: 'sphereface-arccos',
  name: 'SphereFace (arccos)',
  parameters: [
    scaleParameter,
    { id: 'm', symbol: 'm', unit: '', min: 1, max: 4, step: 0.01, default: 1.35, key: 'm', presets: { paper: 1.35, toy: 1.35 } },
  ],
  normalisesWeights: true,
  normalisesFeatures: true,
  hasBias: false,
  pastPi: ['plain', 'fallback0', 'easy', 'clamp'],
  pastPiRefusal: 'multiplied-angle',
  source: { reference: 'arcface', where: 'section 3.2, m = 1.35' },
  target: (A, { theta }, { m }, pastPi) => cosPastPi(A, theta, A.mul(m, theta), A.constant(0), pastPi),
};
