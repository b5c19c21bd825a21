import type { Algebra } from '../algebra/algebra';
import { differentiate } from './differentiate';
import { choiceSetting, gradientSetting, InputError, numberSetting, type Objective, type Settings } from './objective';
import { binary, pairHead } from './pair-head';

/** g(cos θ) = 2 ((cos θ + 1)/2)^t − 1 for a whole t, by the cosine. */
export const similarity =
  (t: number) =>
  <T>(A: Algebra<T>, [cosine]: readonly T[]): T => {
    const half = A.div(A.add(cosine!, A.constant(1)), A.constant(2));
    let power = half;
    for (let k = 1; k < t; k++) power = A.mul(power, half);
    return A.sub(A.mul(A.constant(2), power), A.constant(1));
  };
/** The same by θ. */
export const similarityByTheta =
  (t: number) =>
  <T>(A: Algebra<T>, [theta]: readonly T[]): T =>
    similarity(t)(A, [A.cos(theta!)]);

/**
 * SphereFace2: one binary task a class, no softmax. z_y = r (g(cos θ_y) − m) + b, z_j = r (g(cos θ_j) + m) + b, and
 * L = (λ/r) log(1 + e^(−z_y)) + ((1 − λ)/r) Σ_{j≠y} log(1 + e^(z_j)), b shared and learned. Wen et al., ICLR 2022.
 */
export const sphereface2: Objective = {
  id: 'sphereface2',
  name: 'SphereFace2',
  equation: 'L = λ/r softplus(−r(g(cos θ_y) − m) − b) + (1 − λ)/r Σ softplus(r(g(cos θ_j) + m) + b)',
  source: { reference: 'sphereface2', where: 'eq. (5), additive cosine margin' },
  settings: [
    numberSetting('r', 40, 0.001, 10_000, 'scale'),
    numberSetting('m', 0.4, 0, 2, 'margin'),
    { ...numberSetting('t', 3, 1, 20, 'exponent of the similarity adjustment'), integer: true },
    numberSetting('lambda', 0.7, 0, 1, 'weight of the positive task'),
    choiceSetting('weighting', ['over-r', 'none', 'published'], 'over-r: λ/r; none: λ; published: 50 λ/r, as OpenSphere'),
    gradientSetting,
  ],
  weights: 'classes',
  bias: false,
  state: [
    { id: 'b', shape: 'number', default: 'balances the tasks at cos θ = 0', about: 'the learned bias, one for all classes' },
  ],
  stopsGradient: 'with gradient detached, which the published code uses: margin and similarity adjustment',
  evaluate(batch, settings) {
    const { r, m, t, lambda } = settings as Record<string, number>;
    const b = (batch.state?.['b'] as number | undefined) ?? initialBias(batch.weights.length, r!, m!, t!, lambda!);
    const weight = taskWeight(settings, r!);
    const definition = similarityByTheta(t!);
    const { gradScalar, ...result } = pairHead(batch, {
      criterion: binary(lambda! * weight, (1 - lambda!) * weight),
      logit({ own, theta }) {
        const { value, slopes } = differentiate(definition, [theta]);
        const slope = settings['gradient'] === 'exact' ? slopes[0]! : -Math.sin(theta);
        return { value: r! * (value + (own ? -m! : m!)) + b, byTheta: r! * slope, byState: 1 };
      },
    });
    return { ...result, gradState: { b: gradScalar } };
  },
};

/** The factor of both tasks' weights. */
export const taskWeight = (settings: Settings, r: number): number =>
  ({ 'over-r': 1 / r, none: 1, published: 50 / r })[settings['weighting'] as string]!;

/**
 * The b at which, with every cosine 0, the pulls of the positive and the C − 1 negative tasks on b cancel:
 * λ σ(−a_y − b) = (1 − λ)(C − 1) σ(a_j + b). A quadratic equation in e^b.
 */
export function initialBias(classes: number, r: number, m: number, t: number, lambda: number): number {
  if (classes < 2 || lambda === 0 || lambda === 1) {
    const why = classes < 2 ? 'one class has no negative task to balance' : `λ = ${lambda} leaves one task`;
    throw new InputError('state.b', `it is missing, and ${why}`, 'a finite number');
  }
  const ratio = lambda / ((1 - lambda) * (classes - 1));
  const level = 2 * 0.5 ** t - 1;
  const [positive, negative] = [r * (level - m), r * (level + m)];
  const root = Math.sqrt((1 - ratio) ** 2 + 4 * ratio * Math.exp(positive - negative));
  // Where ratio > 1 the sum 1 − ratio + root cancels; its conjugate does not.
  const lower = ratio <= 1 ? 1 - ratio + root : (4 * ratio * Math.exp(positive - negative)) / (root + ratio - 1);
  return Math.log(2 * ratio) - negative - Math.log(lower);
}
