import { createRng } from '../pure/random';
import { baseLoss, baseSettings } from './angular-terms';
import { type DistanceKind, distance } from './distance';
import { addScaled, zerosLike } from './geometry';
import { type Mining, mine, type Triplet } from './mining';
import { type Batch, choiceSetting, InputError, numberSetting, type Objective, type Result, type Settings } from './objective';

/**
 * Triplet loss: mean over the triplets of [D(a, p) − D(a, n) + α]₊. Schroff et al., CVPR 2015 (FaceNet): unit embeddings, squared
 * distance, α = 0.2, semi-hard negatives. The ArcFace paper's angular form is arccos(x_pᵀx) + m ≤ arccos(x_nᵀx), with 0.35.
 * A batch without a triplet gives 0.
 */
export const triplet: Objective = {
  id: 'triplet',
  name: 'Triplet loss',
  equation: 'L = mean over triplets of max(0, D(a, p) − D(a, n) + margin)',
  source: { reference: 'facenet', where: 'eq. (1), (3), (4)' },
  settings: [
    numberSetting('margin', 0.2, 0, 1e6, 'α; FaceNet 0.2 (squared); the ArcFace repository 0.3 (squared), 0.35 (angular)'),
    choiceSetting('distance', ['squared', 'plain', 'angular'], 'squared Euclidean, Euclidean, or the angle in radians'),
    choiceSetting('mining', ['semi-hard', 'all', 'hard', 'random'], 'which triplets; hard: one per anchor; random: one per pair'),
    choiceSetting(
      'semiHard',
      ['drawn', 'all', 'nearest'],
      'drawn: one at random with 0 < D_an − D_ap < margin (FaceNet); all of those, the margin itself included ' +
        '(pytorch-metric-learning, InsightFace); nearest with D_an > D_ap, else the farthest (TensorFlow Addons)',
    ),
    choiceSetting('average', ['triplets', 'active'], 'over the chosen triplets, or over those with a loss above 0'),
    choiceSetting('features', ['normalised', 'raw'], 'whether embeddings are divided by their length first'),
    { ...numberSetting('seed', 0, 0, 4294967295, 'of random choices'), integer: true },
    numberSetting('weight', 1, 0, 1e6, 'weight of the triplet loss beside a base'),
    { ...choiceSetting('base', ['none', 'norm-softmax', 'arcface'], 'a softmax loss beside it; it needs weights') },
    ...baseSettings.filter(({ id }) => id !== 'base'),
  ],
  weights: 'optional',
  bias: false,
  state: [],
  stopsGradient: 'the choice of triplets',
  notes:
    'Averages: TensorFlow Addons divides by positive pairs (mining semi-hard, semiHard nearest), batch-hard by anchors (hard).',
  evaluate(batch, settings) {
    const own = tripletLoss(batch, settings);
    if (settings['base'] === 'none') {
      if (batch.weights.length)
        throw new InputError('weights', 'the triplet loss alone has none', 'params.base, or no such field');
      return own;
    }
    if (!batch.weights.length)
      throw new InputError('weights', 'there are none', `class weights for params.base "${settings['base']}"`);
    // One number: the triplets are not the samples, so there is no loss of a sample.
    const { perSample: _, ...base } = baseLoss(batch, settings);
    const gradEmbeddings = base.gradEmbeddings.map((row) => Float64Array.from(row));
    for (const [i, row] of gradEmbeddings.entries()) addScaled(row, own.gradEmbeddings[i]!, 1);
    return { ...base, loss: base.loss + own.loss, gradEmbeddings };
  },
};

function tripletLoss({ embeddings, labels }: Batch, settings: Settings): Result {
  const kind = settings['distance'] as DistanceKind;
  const between = embeddings.map((a) => embeddings.map((b) => distance(a, b, kind, settings['features'] === 'normalised')));
  const table = between.map((row) => row.map(({ value }) => value));
  const { active, slope } = activeTriplets(table, labels, settings);
  const gradEmbeddings = zerosLike(embeddings);
  for (const { anchor, positive, negative } of active) {
    between[anchor]![positive]!.addGradient(gradEmbeddings[anchor]!, gradEmbeddings[positive]!, slope);
    between[anchor]![negative]!.addGradient(gradEmbeddings[anchor]!, gradEmbeddings[negative]!, -slope);
  }
  return { loss: slope * active.reduce((sum, { loss }) => sum + loss, 0), gradEmbeddings };
}

/**
 * The chosen triplets with a loss above 0, and the slope of the objective by each such loss: the weight over what is averaged.
 *
 * @param table  distances, n × n
 */
export function activeTriplets(
  table: readonly ArrayLike<number>[],
  labels: readonly number[],
  settings: Settings,
): { active: readonly (Triplet & { readonly loss: number })[]; slope: number } {
  const margin = settings['margin'] as number;
  const how = { mining: settings['mining'], semiHard: settings['semiHard'], margin } as Mining;
  const triplets = mine(table, labels, how, createRng(settings['seed'] as number, 'triplets'));
  const active: (Triplet & { readonly loss: number })[] = [];
  for (const { anchor, positive, negative } of triplets) {
    const loss = table[anchor]![positive]! - table[anchor]![negative]! + margin;
    if (loss > 0) active.push({ anchor, positive, negative, loss });
  }
  const count = settings['average'] === 'active' ? active.length : triplets.length;
  return { active, slope: count === 0 ? 0 : (settings['weight'] as number) / count };
}
