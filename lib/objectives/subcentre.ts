import { arcLogit, plainLogit } from './arc-target';
import { anglesOf, nearest } from './geometry';
import { angleSetting, gradientSetting, numberSetting, type Objective, pastPiSetting, scaleSetting } from './objective';
import { pairHead } from './pair-head';

/**
 * Sub-centre ArcFace: ArcFace with θ_j = arccos(max_k W_{jk}ᵀ x), K centres a class. Deng et al., arXiv v4 of ArcFace (TPAMI 2022),
 * eq. (7); first at ECCV 2020. Only the winning sub-centre of a class gets a gradient; of equals, the first.
 */
export const subcentreArcface: Objective = {
  id: 'subcenter-arcface',
  name: 'Sub-centre ArcFace',
  equation: 'z_y = s cos(θ_y + m), θ_j = the smallest angle to the K sub-centres of class j',
  source: { reference: 'arcface-v4', where: 'eq. (7)' },
  settings: [
    scaleSetting,
    angleSetting(0.5),
    { ...numberSetting('K', 3, 1, 1000, 'sub-centres a class; class c has rows c·K … c·K + K − 1 of weights'), integer: true },
    pastPiSetting,
    gradientSetting,
  ],
  weights: 'sub-centres',
  bias: false,
  state: [],
  stopsGradient: 'the choice of the sub-centre',
  evaluate(batch, settings) {
    const [s, m, K] = [settings['s'], settings['m'], settings['K']] as [number, number, number];
    const angles = anglesOf(batch.embeddings, batch.weights);
    const { gradScalar: _, ...result } = pairHead(batch, {
      angles,
      columns: Array.from({ length: batch.weights.length / K }, (_, c) => c),
      rowOf: (i, c) => c * K + nearest(angles[i]!.subarray(c * K, (c + 1) * K)),
      logit: ({ own, theta }) => (own ? arcLogit(s, m, theta, settings) : plainLogit(s, theta)),
    });
    return result;
  },
};
