import type { Algebra } from '../algebra/algebra';
import { norm, type Vector } from '../sphere/angle';
import { differentiate } from './differentiate';
import { meanOf } from './geometry';
import { choiceSetting, numberSetting, type Objective, type Settings, scaleSetting } from './objective';
import { pairHead } from './pair-head';

/** cos(θ − m ẑ) − (m ẑ + m); `low` and `high` bound the angle, as the published code does. */
export function adaptiveTarget<T>(A: Algebra<T>, [theta]: readonly T[], [m, z, low, high]: readonly T[]): T {
  const shift = A.mul(m!, z!);
  const angle = A.sub(theta!, shift);
  const kept = A.select(angle, low!, low!, A.select(high!, angle, high!, angle));
  return A.sub(A.cos(kept), A.add(shift, m!));
}

/**
 * AdaFace: target s [cos(θ_y + g_ang) − g_add] with g_ang = −m ẑ, g_add = m ẑ + m and ẑ = clip(h (‖x‖ − μ)/σ, −1, 1), through which no
 * gradient flows. μ and σ are running: μ ← t_α mean + (1 − t_α) μ, before they are used. Kim, Jain, Liu, CVPR 2022.
 * ẑ = −1 is ArcFace, 0 CosFace, 1 s(cos(θ − m) − 2m). A batch of one has no deviation: σ stays.
 */
export const adaface: Objective = {
  id: 'adaface',
  name: 'AdaFace',
  equation: 'z_y = s (cos(θ_y − m ẑ) − m ẑ − m), ẑ = clip(h (‖x‖ − μ)/σ, −1, 1)',
  source: { reference: 'adaface', where: 'g_angle, g_add' },
  settings: [
    scaleSetting,
    numberSetting('m', 0.4, 0, Math.PI, 'margin: an angle in g_ang, a cosine in g_add'),
    numberSetting('h', 0.333, -100, 100, 'concentration; 0: no adaptation; negative reverses it'),
    numberSetting('tAlpha', 0.01, 0, 1, 'share of the batch in the running mean and deviation'),
    choiceSetting(
      'variant',
      ['paper', 'published'],
      'published: norms kept within [0.001, 100], σ + 0.001, every cosine within ±0.999, θ + g_ang within [0.001, π − 0.001]',
    ),
    choiceSetting('deviation', ['sample', 'population'], 'of the batch: divided by n − 1 (as torch.std), or by n'),
  ],
  weights: 'classes',
  bias: false,
  state: [
    { id: 'mean', shape: 'number', default: '20', about: 'running mean of the norms' },
    { id: 'deviation', shape: 'number', min: 0, default: '100', about: 'running standard deviation of the norms' },
  ],
  stopsGradient: 'the norms, their mean and deviation: ẑ',
  notes: 'The default of the published head is t_α = 1, its configuration 0.01.',
  evaluate(batch, settings) {
    const { z, stateAfter } = adapt(batch.embeddings, batch.state ?? {}, settings);
    const [s, m] = [settings['s'], settings['m']] as [number, number];
    const { low, high, edge } = angleBounds(settings);
    const { gradScalar: _, ...result } = pairHead(batch, {
      logit({ own, theta, i }) {
        // A cosine clamped to ±(1 − ε) is an angle clamped to its arccos, without gradient beyond.
        const kept = Math.min(Math.max(theta, edge), Math.PI - edge);
        const { value, slopes } = differentiate(adaptiveTarget, [kept], own ? [m, z[i]!, low, high] : [0, 0, low, high]);
        return { value: s * value, byTheta: kept === theta ? s * slopes[0]! : 0 };
      },
    });
    return { ...result, stateAfter };
  },
};

/** Bounds of θ + g_ang, and the least angle that the clamped cosine leaves, radians. Without clamps: out of reach. */
export function angleBounds(settings: Settings): { eps: number; low: number; high: number; edge: number } {
  const eps = settings['variant'] === 'published' ? 1e-3 : 0;
  const [low, high] = eps ? [eps, Math.PI - eps] : [-4 * Math.PI, 4 * Math.PI];
  return { eps, low, high, edge: Math.acos(1 - eps) };
}

/** ẑ of every sample, and the running statistics that gave it. */
function adapt(
  embeddings: readonly Vector[],
  state: Readonly<Record<string, unknown>>,
  settings: Settings,
): { z: readonly number[]; stateAfter: { mean: number; deviation: number } } {
  const published = settings['variant'] === 'published';
  const [h, share] = [settings['h'], settings['tAlpha']] as [number, number];
  const norms = embeddings.map((x) => (published ? Math.min(Math.max(norm(x), 1e-3), 100) : norm(x)));
  const n = norms.length;
  const batchMean = meanOf(norms);
  const squares = norms.reduce((sum, value) => sum + (value - batchMean) ** 2, 0);
  const before = { mean: (state['mean'] ?? 20) as number, deviation: (state['deviation'] ?? 100) as number };
  const batchDeviation = n === 1 ? before.deviation : Math.sqrt(squares / (settings['deviation'] === 'sample' ? n - 1 : n));
  const mean = share * batchMean + (1 - share) * before.mean;
  const deviation = share * batchDeviation + (1 - share) * before.deviation;
  const z = norms.map((value) => {
    const away = h * (value - mean);
    // A deviation of 0 sends whatever is off the mean to the end of the range.
    return away === 0 ? 0 : Math.min(1, Math.max(-1, away / (deviation + (published ? 1e-3 : 0))));
  });
  return { z, stateAfter: { mean, deviation } };
}
