import { arcLogit, plainLogit } from './arc-target';
import { anglesOf } from './geometry';
import { angleSetting, choiceSetting, InputError, type Objective } from './objective';
import { pairHead } from './pair-head';

/**
 * AdaCos: logits s̃ cos θ without margin. Fixed: s̃ = √2 ln(C − 1). Dynamic: s̃ = ln B / cos(min(π/4, θ_med)) with B the batch mean of
 * Σ_{k≠y} e^(s̃ cos θ_k) at the scale before, θ_med the median angle to the own class. Zhang et al., CVPR 2019. The new scale is in
 * force in the same step and passes no gradient.
 */
export const adacos: Objective = {
  id: 'adacos',
  name: 'AdaCos',
  equation: 'z_j = s̃ cos θ_j; s̃ = √2 ln(C − 1), or ln B / cos(min(π/4, θ_med))',
  source: { reference: 'adacos', where: 'fixed and dynamic scale' },
  settings: [
    choiceSetting(
      'scale',
      ['dynamic', 'fixed'],
      'dynamic: from the batch, each step; fixed: state.s, which starts at √2 ln(C − 1)',
    ),
    choiceSetting(
      'median',
      ['own', 'own-lower', 'published'],
      'of an even number: own: the mean of the middle two; own-lower: the lower one; published: the lower one of ' +
        'the angles to all classes, as the third-party PyTorch code computes',
    ),
    { ...angleSetting(0), about: 'margin added to the target, which the third-party code does with 0.5; the paper has none' },
  ],
  weights: 'classes',
  bias: false,
  state: [{ id: 's', shape: 'number', min: 1e-9, max: 10_000, default: '√2 ln(C − 1)', about: 'the scale before this step' }],
  stopsGradient: 'the scale s̃',
  evaluate(batch, settings) {
    const angles = anglesOf(batch.embeddings, batch.weights);
    const given = batch.state?.['s'] as number | undefined;
    const s =
      settings['scale'] === 'fixed' ? (given ?? fixedScale(angles[0]!.length)) : dynamicScale(angles, batch, settings, given);
    const m = settings['m'] as number;
    const { gradScalar: _, ...result } = pairHead(batch, {
      angles,
      logit: ({ own, theta }) => (own && m > 0 ? arcLogit(s, m, theta, {}) : plainLogit(s, theta)),
    });
    return { ...result, stateAfter: { s } };
  },
};

/** √2 ln(C − 1). @throws InputError for fewer than 3 classes */
export function fixedScale(classes: number): number {
  if (classes > 2) return Math.SQRT2 * Math.log(classes - 1);
  throw new InputError('weights', `${classes} classes, for which √2 ln(C − 1) is not above 0`, 'at least 3 classes, or state.s');
}

function dynamicScale(
  angles: readonly Float64Array[],
  { labels }: { labels: readonly number[] },
  settings: Readonly<Record<string, number | string>>,
  given: number | undefined,
): number {
  const before = given ?? fixedScale(angles[0]!.length);
  const rivals = angles.map((row, i) =>
    row.reduce((sum, theta, c) => (c === labels[i] ? sum : sum + Math.exp(before * (Math.cos(theta) - 1))), 0),
  );
  // ln B, with e^s̃ taken out so that a large scale does not overflow.
  const logB = before + Math.log(rivals.reduce((sum, value) => sum + value, 0) / angles.length);
  const own = angles.map((row, i) => row[labels[i]!]!);
  const all = settings['median'] === 'published' ? angles.flatMap((row) => Array.from(row)) : own;
  const s = logB / Math.cos(Math.min(Math.PI / 4, median(all, settings['median'] !== 'own')));
  if (s > 0) return s;
  throw new InputError(
    'embeddings, weights',
    `the scale of this batch would be ${s}`,
    'a batch with ln B above 0 (more classes, or params.scale "fixed")',
  );
}

function median(values: readonly number[], lower: boolean): number {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)]!;
  return lower ? low : (low + sorted[Math.floor(sorted.length / 2)]!) / 2;
}
