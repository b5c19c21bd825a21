import type { MarginLoss } from './loss';

/**
 * SphereFace (A-Softmax): (λ cos θ + ψ(θ)) / (1 + λ) with ψ(θ) = (−1)^k cos(mθ) − 2k on [kπ/m, (k+1)π/m], integer m.
 * ψ falls from 1 to 1 − 2m. Liu et al., CVPR 2017; the blend with λ is that of the official code, whose floor is λ = 5.
 * Features keep their norm.
 */
export const sphereface: MarginLoss = {
  id: 'sphereface',
  name: 'SphereFace',
  parameters: [
    {
      id: 'm',
      symbol: 'm',
      unit: '',
      min: 1,
      max: 8,
      step: 1,
      integer: true,
      default: 4,
      key: 'm',
      presets: { paper: 4, toy: 3 },
    },
    {
      id: 'lambda',
      symbol: '\\lambda',
      unit: '',
      min: 0,
      max: 1000,
      step: 0.5,
      default: 5,
      key: 'lambda',
      presets: { paper: 5, toy: 0 },
    },
  ],
  normalisesWeights: true,
  normalisesFeatures: false,
  hasBias: false,
  pastPi: ['plain'],
  pastPiRefusal: 'monotone',
  source: { reference: 'sphereface', where: 'A-Softmax, ψ(θ)' },
  target: (A, { theta }, { m, lambda }) => {
    const one = A.constant(1);
    const two = A.constant(2);
    const angle = A.mul(m, theta);
    const k = A.floor(A.div(angle, A.constant(Math.PI)));
    // (−1)^k = 1 − 2 (k mod 2). At θ = π, k = m gives the same value as k = m − 1, so k needs no cap.
    const parity = A.sub(k, A.mul(two, A.floor(A.div(k, two))));
    const sign = A.sub(one, A.mul(two, parity));
    const psi = A.sub(A.mul(sign, A.cos(angle)), A.mul(two, k));
    return A.div(A.add(A.mul(lambda, A.cos(theta)), psi), A.add(one, lambda));
  },
};
