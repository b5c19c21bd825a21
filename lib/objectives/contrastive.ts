import { type DistanceKind, distance } from './distance';
import { zerosLike } from './geometry';
import { choiceSetting, numberSetting, type Objective } from './objective';

/**
 * Contrastive loss: mean over pairs of ½ D² for two samples of one class, ½ [margin − D]₊² for two of different classes, with the
 * Euclidean distance D of the raw embeddings. Hadsell, Chopra, LeCun, CVPR 2006. One sample makes no pair: 0.
 */
export const contrastive: Objective = {
  id: 'contrastive',
  name: 'Contrastive loss',
  equation: 'L = mean over pairs of ½ D² (same class), ½ max(0, margin − D)² (different)',
  source: { reference: 'contrastive', where: 'Hadsell, Chopra, LeCun, CVPR 2006, eq. (4)' },
  settings: [
    numberSetting('margin', 1, 0, 1e6, 'distance beyond which different classes are left alone'),
    choiceSetting('distance', ['plain', 'angular'], 'Euclidean, or the angle in radians'),
    choiceSetting('power', ['squared', 'linear'], 'squared: ½ D² and ½ [·]₊²; linear: D and [·]₊'),
    choiceSetting('pairs', ['all', 'consecutive'], 'all pairs of the batch; consecutive: rows 0 and 1, 2 and 3, …'),
    choiceSetting('features', ['raw', 'normalised'], 'whether embeddings are divided by their length first'),
  ],
  weights: null,
  bias: false,
  state: [],
  stopsGradient: null,
  evaluate({ embeddings, labels }, settings) {
    const margin = settings['margin'] as number;
    const squared = settings['power'] === 'squared';
    const pairs = pairsOf(embeddings.length, settings['pairs'] === 'consecutive');
    const gradEmbeddings = zerosLike(embeddings);
    let sum = 0;
    for (const [a, b] of pairs) {
      const same = labels[a] === labels[b];
      const kind = settings['distance'] as DistanceKind;
      const apart = distance(embeddings[a]!, embeddings[b]!, kind, settings['features'] === 'normalised');
      const excess = same ? apart.value : Math.max(0, margin - apart.value);
      sum += squared ? 0.5 * excess * excess : excess;
      const slope = (squared ? excess : excess > 0 ? 1 : 0) / pairs.length;
      apart.addGradient(gradEmbeddings[a]!, gradEmbeddings[b]!, same ? slope : -slope);
    }
    return { loss: pairs.length ? sum / pairs.length : 0, gradEmbeddings };
  },
};

/** The pairs of a batch of n that are compared, the earlier row first. */
export function pairsOf(n: number, consecutive: boolean): (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  if (consecutive) for (let i = 0; i + 1 < n; i += 2) pairs.push([i, i + 1]);
  else for (let a = 0; a < n; a++) for (let b = a + 1; b < n; b++) pairs.push([a, b]);
  return pairs;
}
