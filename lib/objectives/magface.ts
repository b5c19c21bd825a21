import type { Algebra } from '../algebra/algebra';
import { losses, type PastPi } from '../losses';
import { norm } from '../sphere/angle';
import { plainLogit } from './arc-target';
import { differentiate } from './differentiate';
import { addNormGradient, meanOf } from './geometry';
import { InputError, numberSetting, type Objective, pastPiSetting, scaleSetting } from './objective';
import { pairHead } from './pair-head';

/** cos(θ + m(a)), m(a) = (u_m − l_m)/(u_a − l_a) (a − l_a) + l_m, with a = ‖x‖ kept within [l_a, u_a]. */
export const magTarget =
  (pastPi: PastPi) =>
  <T>(A: Algebra<T>, [theta, a]: readonly T[], [la, ua, lm, um]: readonly T[]): T => {
    const share = A.div(A.sub(within(A, a!, la!, ua!), la!), A.sub(ua!, la!));
    const m = A.add(A.mul(A.sub(um!, lm!), share), lm!);
    // ArcFace's own definition, with a margin that depends on the norm.
    return losses.arcface.target(A, { theta: theta! }, { m } as never, pastPi);
  };

/** g(a) = a/u_a² + 1/a, with a kept within [l_a, u_a]. */
export function regulariser<T>(A: Algebra<T>, [a]: readonly T[], [la, ua]: readonly T[]): T {
  const kept = within(A, a!, la!, ua!);
  return A.add(A.div(kept, A.mul(ua!, ua!)), A.div(A.constant(1), kept));
}

/** @throws InputError unless la < ua */
export function assertBounds(la: number, ua: number): void {
  if (la >= ua) throw new InputError('params.la', `${la}`, `a number below params.ua = ${ua}`);
}

const within = <T>(A: Algebra<T>, a: T, low: T, high: T): T => A.min(A.max(a, low), high);

/**
 * MagFace: target s cos(θ_y + m(a)) with a margin that grows with the norm a = ‖x‖, and λ_g g(a) added, g(a) = a/u_a² + 1/a. Meng
 * et al., CVPR 2021. Beyond [l_a, u_a] neither margin nor g follows the norm.
 */
export const magface: Objective = {
  id: 'magface',
  name: 'MagFace',
  equation: 'z_y = s cos(θ_y + m(‖x‖)); L = cross-entropy + λ_g mean of g(‖x‖), g(a) = a/u_a² + 1/a',
  source: { reference: 'magface', where: 'm(a) and g(a)' },
  settings: [
    scaleSetting,
    numberSetting('la', 10, 1e-3, 1e6, 'lower bound of the norm'),
    numberSetting('ua', 110, 1e-3, 1e6, 'upper bound of the norm'),
    { ...numberSetting('lm', 0.45, 0, Math.PI, 'margin at la'), unit: 'rad' },
    { ...numberSetting('um', 0.8, 0, Math.PI, 'margin at ua'), unit: 'rad' },
    numberSetting('lambdaG', 35, 0, 1e6, 'weight of g'),
    pastPiSetting,
  ],
  weights: 'classes',
  bias: false,
  state: [],
  stopsGradient: null,
  notes: 'The official code uses pastPi easy; its script has lambdaG 20, below its own bound for a g that is decreasing at la.',
  evaluate(batch, settings) {
    const { s, la, ua, lm, um, lambdaG } = settings as Record<string, number>;
    assertBounds(la!, ua!);
    const definition = magTarget(settings['pastPi'] as PastPi);
    const head = pairHead(batch, {
      logit({ own, theta, norm: a }) {
        if (!own) return plainLogit(s!, theta);
        const { value, slopes } = differentiate(definition, [theta, a], [la!, ua!, lm!, um!]);
        return { value: s! * value, byTheta: s! * slopes[0]!, byNorm: s! * slopes[1]! };
      },
    });
    const { gradScalar: _, ...result } = head;
    const perSample = batch.embeddings.map((x, i) => {
      const { value, slopes } = differentiate(regulariser, [norm(x)], [la!, ua!]);
      addNormGradient(head.gradEmbeddings[i] as Float64Array, x, (lambdaG! * slopes[0]!) / batch.embeddings.length);
      return head.perSample[i]! + lambdaG! * value;
    });
    return { ...result, perSample, loss: meanOf(perSample) };
  },
};
