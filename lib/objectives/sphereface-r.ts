import type { Algebra } from '../algebra/algebra';
import { losses } from '../losses';
import { differentiate } from './differentiate';
import { choiceSetting, numberSetting, type Objective } from './objective';
import { pairHead } from './pair-head';

const psi = <T>(A: Algebra<T>, [theta]: readonly T[], [m]: readonly T[]): T =>
  losses.sphereface.target(A, { theta: theta! }, { m, lambda: A.constant(0) } as never, 'plain');
const capped = <T>(A: Algebra<T>, [theta]: readonly T[], [m]: readonly T[]): T =>
  losses['sphereface-arccos'].target(A, { theta: theta! }, { m } as never, 'clamp');
const divided = <T>(A: Algebra<T>, [theta]: readonly T[], [m]: readonly T[]): T => A.cos(A.div(theta!, m!));
const cosine = <T>(A: Algebra<T>, [theta]: readonly T[]): T => A.cos(theta!);

/** Target and other logits before the scale, by the names of the official code. */
export const forms = { v0: [psi, cosine], v1: [capped, cosine], v2: [cosine, divided] } as const;

/**
 * SphereFace-R with hard feature normalisation: s ψ(θ_y) with a real multiplicative margin, others s cos θ_j. Liu, Wen, Raj, Singh,
 * Weller, TPAMI 2022 ("SphereFace Revived"). The characteristic gradient detachment of the paper takes the value with the margin
 * and the slope of plain cos θ, for every logit, so no annealing is needed.
 */
export const spherefaceR: Objective = {
  id: 'sphereface-r',
  name: 'SphereFace-R',
  equation: 'z_y = s ψ(θ_y), z_j = s cos θ_j; ψ with real m',
  source: { reference: 'sphereface-r', where: 'hard feature normalisation, gradient detachment' },
  settings: [
    numberSetting('s', 30, 0.001, 10_000, 'feature scale'),
    numberSetting('m', 1.7, 1, 20, 'margin that multiplies the angle'),
    choiceSetting('form', ['v0', 'v1', 'v2'], 'v0: ψ as SphereFace; v1: cos(min(m θ, π)); v2: target cos θ, others cos(θ/m)'),
    choiceSetting(
      'gradient',
      ['detached', 'exact'],
      'detached: slope of plain cos θ (the paper); exact: derivative of the value',
    ),
    choiceSetting('weighting', ['none', 'published'], 'published: the loss times 50/s, as OpenSphere'),
  ],
  weights: 'classes',
  bias: false,
  state: [],
  stopsGradient: 'the margin, with gradient detached',
  evaluate(batch, settings) {
    const [s, m] = [settings['s'], settings['m']] as [number, number];
    const [target, other] = forms[settings['form'] as keyof typeof forms];
    const weight = settings['weighting'] === 'published' ? 50 / s : 1;
    const { gradScalar: _, ...result } = pairHead(batch, {
      logit({ own, theta }) {
        const { value, slopes } = differentiate(own ? target : other, [theta], [m]);
        return { value: s * value, byTheta: s * (settings['gradient'] === 'exact' ? slopes[0]! : -Math.sin(theta)) };
      },
    });
    const scaled = (rows: readonly ArrayLike<number>[]): Float64Array[] =>
      rows.map((row) => Float64Array.from(row, (v) => weight * v));
    return {
      ...result,
      loss: weight * result.loss,
      perSample: result.perSample.map((value) => weight * value),
      gradEmbeddings: scaled(result.gradEmbeddings),
      gradWeights: scaled(result.gradWeights),
    };
  },
};
