import { losses } from '../losses';
import { createRng } from '../pure/random';
import { marginLogit, plainLogit } from './arc-target';
import { anglesOf } from './geometry';
import {
  type Batch,
  choiceSetting,
  gradientSetting,
  numberSetting,
  type Objective,
  type Settings,
  scaleSetting,
} from './objective';
import { pairHead } from './pair-head';

/**
 * ElasticFace: ArcFace or CosFace with a margin drawn for every sample, E ~ N(m, σ). The "+" version sorts the draws so that samples
 * farther from their class centre get the larger margins. Boutros et al., CVPRW 2022. Draws come from the seed, or are given as
 * `state.margins`, so that another implementation can use the same.
 */
export const elasticface: Objective = {
  id: 'elasticface',
  name: 'ElasticFace',
  equation: 'z_y = s cos(θ_y + E) or s (cos θ_y − E), E ~ N(m, σ) for every sample',
  source: { reference: 'elasticface', where: 'ElasticFace-Arc, -Cos and +' },
  settings: [
    scaleSetting,
    choiceSetting('form', ['arc', 'cos'], 'margin added to the angle, or subtracted from the cosine'),
    numberSetting('m', 0.5, 0, Math.PI, 'mean margin; 0.5 for arc, 0.35 for cos in the paper'),
    numberSetting('sigma', 0.05, 0, 10, 'deviation of the margin; "+": 0.0175 for arc, 0.02 for cos'),
    choiceSetting('order', ['drawn', 'sorted'], 'sorted: the "+" version'),
    { ...numberSetting('seed', 0, 0, 4294967295, 'of the draws'), integer: true },
    gradientSetting,
  ],
  weights: 'classes',
  bias: false,
  state: [
    { id: 'margins', shape: 'n', default: 'drawn from the seed', about: 'the draws, one a sample, before they are sorted' },
  ],
  stopsGradient: 'the margins, also their order',
  notes: 'The same seed draws the same margins in every step; a training run passes another seed each step.',
  evaluate(batch, settings) {
    const s = settings['s'] as number;
    const angles = anglesOf(batch.embeddings, batch.weights);
    const margins = marginsOf(batch, angles, settings);
    const loss = settings['form'] === 'arc' ? losses.arcface : losses.cosface;
    const { gradScalar: _, ...result } = pairHead(batch, {
      angles,
      logit: ({ own, theta, i }) => (own ? marginLogit(loss, s, margins[i]!, theta, settings) : plainLogit(s, theta)),
    });
    return { ...result, stateAfter: { margins } };
  },
};

/** One margin a sample, E ~ N(m, σ), from the seed. */
export function drawMargins(samples: number, settings: Settings): number[] {
  const rng = createRng(settings['seed'] as number, 'margins');
  const [m, sigma] = [settings['m'], settings['sigma']] as [number, number];
  return Array.from({ length: samples }, () => m + sigma * rng.normal());
}

function marginsOf({ labels, state }: Batch, angles: readonly Float64Array[], settings: Settings): number[] {
  const draws = (state?.['margins'] as readonly number[] | undefined) ?? drawMargins(labels.length, settings);
  if (settings['order'] === 'drawn') return [...draws];
  const sorted = [...draws].sort((a, b) => a - b);
  const own = labels.map((label, i) => angles[i]![label]!);
  const byAngle = labels.map((_, i) => i).sort((a, b) => own[a]! - own[b]! || a - b);
  const margins: number[] = [];
  for (const [rank, i] of byAngle.entries()) margins[i] = sorted[rank]!;
  return margins;
}
