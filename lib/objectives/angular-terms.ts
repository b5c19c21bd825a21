import { type LossOptions, losses, type MarginLoss, type ParameterValues } from '../losses';
import { angleBetween, dot, norm, normalise, tangent } from '../sphere/angle';
import { addAngleGradient, addScaled, meanOf, zerosLike } from './geometry';
import {
  angleSetting,
  type Batch,
  choiceSetting,
  gradientSetting,
  numberSetting,
  type Objective,
  pastPiSetting,
  type Result,
  type Setting,
  type Settings,
  scaleSetting,
} from './objective';
import { softmaxHead } from './softmax-head';

/** A term beside a softmax loss. */
export interface Term {
  readonly perSample: readonly number[];
  readonly gradEmbeddings: readonly Float64Array[];
  readonly gradWeights: readonly Float64Array[];
}

/** Settings of the softmax loss that the terms of the ArcFace paper's Table 2 stand beside. */
export const baseSettings: readonly Setting[] = [
  choiceSetting('base', ['norm-softmax', 'arcface'], 'the softmax loss beside it: L_2, or ArcFace'),
  scaleSetting,
  { ...angleSetting(0.5), about: 'margin of the base arcface; norm-softmax has none' },
  { ...pastPiSetting, about: `of the base arcface. ${pastPiSetting.about}` },
  gradientSetting,
];

/** The softmax loss named by the settings. */
export function baseLoss(batch: Batch, settings: Settings): Result & { gradWeights: readonly Float64Array[] } {
  const { loss, values, options } = baseOf(settings);
  const { gradBias: _, ...result } = softmaxHead(batch, loss, values, options);
  return result;
}

/** Definition, parameters and options of that loss. */
export function baseOf(settings: Settings): { loss: MarginLoss; values: ParameterValues; options: LossOptions } {
  const arc = settings['base'] === 'arcface';
  return {
    loss: arc ? losses.arcface : losses['norm-softmax'],
    values: { s: settings['s'] as number, m: settings['m'] as number },
    options: { pastPi: arc ? settings['pastPi'] : 'plain', gradient: settings['gradient'] } as LossOptions,
  };
}

/** Adds weighted terms to a softmax loss. */
function withTerms(base: ReturnType<typeof baseLoss>, terms: readonly (readonly [number, Term])[]): Result {
  const perSample = base.perSample!.map((value, i) => value + terms.reduce((sum, [w, term]) => sum + w * term.perSample[i]!, 0));
  const gradEmbeddings = base.gradEmbeddings.map((row) => Float64Array.from(row));
  const gradWeights = base.gradWeights.map((row) => Float64Array.from(row));
  for (const [weight, term] of terms) {
    for (const [i, row] of gradEmbeddings.entries()) addScaled(row, term.gradEmbeddings[i]!, weight);
    for (const [c, row] of gradWeights.entries()) addScaled(row, term.gradWeights[c]!, weight);
  }
  return { ...base, loss: meanOf(perSample), perSample, gradEmbeddings, gradWeights };
}

/** (1/πN) Σ θ_{y_i}: the second term of eq. (5). */
function intraTerm({ embeddings, weights, labels }: Batch): Term {
  const gradEmbeddings = zerosLike(embeddings);
  const gradWeights = zerosLike(weights);
  const perSample = embeddings.map((x, i) => {
    const w = weights[labels[i]!]!;
    addAngleGradient(gradEmbeddings[i]!, gradWeights[labels[i]!]!, x, w, 1 / (Math.PI * embeddings.length));
    return angleBetween(x, w) / Math.PI;
  });
  return { perSample, gradEmbeddings, gradWeights };
}

/**
 * −(1/πN(n − 1)) Σ_i Σ_{j≠y_i} arccos(W_{y_i}ᵀ W_j): the second term of eq. (6), with a minus sign. One class has no other: 0.
 * `cosine-all` is the published code: the mean cosine over all j, j = y_i among them.
 */
function interTerm({ embeddings, weights, labels }: Batch, form: string): Term {
  const gradWeights = zerosLike(weights);
  const n = weights.length;
  const cosines = form === 'cosine-all';
  const factor = interFactor(n, form);
  const perSample = labels.map((label) => {
    const own = weights[label]!;
    let sum = 0;
    weights.forEach((w, j) => {
      if (j === label) {
        // The cosine of a direction with itself: 1, whatever it is; 0 for a zero vector.
        sum += cosines && norm(own) > 0 ? 1 : 0;
        return;
      }
      const theta = angleBetween(own, w);
      sum += cosines ? dot(normalise(own), normalise(w)) : theta;
      const slope = (factor * (cosines ? -Math.sin(theta) : 1)) / embeddings.length;
      if (norm(own) === 0 || norm(w) === 0) return;
      addScaled(gradWeights[label]!, tangent(own, w), -slope / norm(own));
      addScaled(gradWeights[j]!, tangent(w, own), -slope / norm(w));
    });
    return factor * sum;
  });
  return { perSample, gradEmbeddings: zerosLike(embeddings), gradWeights };
}

/** The factor of the inter term's sum, its sign included. @param n  classes */
export const interFactor = (n: number, form: string): number =>
  form === 'cosine-all' ? 1 / n : n > 1 ? -1 / (Math.PI * (n - 1)) : 0;

const interForm = choiceSetting(
  'form',
  ['angle', 'cosine-all'],
  'inter term: angle: eq. (6); cosine-all: mean cosine over all classes, the own one too, as the 2018 MXNet script computes',
);
const weight = (id: string, value: number): Setting => numberSetting(id, value, 0, 1e6, `weight of the ${id} term`);

const termObjective = (id: 'intra' | 'inter', name: string, equation: string, where: string): Objective => ({
  id,
  name,
  equation,
  source: { reference: 'arcface', where },
  settings: [...baseSettings, weight('intra', id === 'intra' ? 1 : 0), weight('inter', id === 'inter' ? 1 : 0), interForm],
  weights: 'classes',
  bias: false,
  state: [],
  stopsGradient: null,
  notes: 'Both weights 1 give the rows "+Intra+Inter" of Table 2; base arcface gives the rows "ArcFace + …".',
  evaluate: (batch, settings) =>
    withTerms(baseLoss(batch, settings), [
      [settings['intra'] as number, intraTerm(batch)],
      [settings['inter'] as number, interTerm(batch, settings['form'] as string)],
    ]),
});

/** Intra-loss: L_5 = L_2 + (1/πN) Σ θ_{y_i}. Deng et al., CVPR 2019, eq. (5). */
export const intra = termObjective('intra', 'Intra-loss', 'L = L_2 + mean of θ_y/π', 'eq. (5)');
/** Inter-loss: L_6 = L_2 − (1/πN(n−1)) Σ Σ_{j≠y} arccos(W_yᵀ W_j). Deng et al., CVPR 2019, eq. (6). */
export const inter = termObjective('inter', 'Inter-loss', 'L = L_2 − mean of angles between W_y and the others / π', 'eq. (6)');
