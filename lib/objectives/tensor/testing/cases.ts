import { createRng } from '../../../pure/random';
import type { Batch, State } from '../../objective';
import { randomBatch, type Shape } from '../../testing/batches';

export type Params = Readonly<Record<string, number | string>>;
/** Objective, settings, shape of a random batch. */
export type Case = readonly [id: string, params: Params, shape?: Shape];

/** Every objective with its defaults, and with values under which its branches are met. */
export const cases: readonly Case[] = [
  ...['softmax', 'norm-softmax', 'sphereface', 'sphereface-arccos', 'cosface', 'arcface', 'combined'].map(
    (id) => [id, {}] as Case,
  ),
  ['l-softmax', {}],
  ['l-softmax', { m: 2, lambda: 5, gradient: 'detached' }],
  ['normface', {}],
  ['normface', { s: 30 }],
  ['subcenter-arcface', {}, { rows: 12 }],
  ['subcenter-arcface', { s: 16, K: 2, pastPi: 'fallback', gradient: 'detached' }, { rows: 8 }],
  ['subcenter-arcface', { s: 16, K: 1 }],
  ['adacos', {}],
  ['adacos', { scale: 'fixed' }],
  ['adacos', { median: 'own-lower' }, { samples: 8 }],
  ['adacos', { median: 'published', m: 0.5 }, { samples: 8 }],
  ['adacos', {}, { samples: 8 }],
  ['curricularface', {}],
  ['curricularface', { s: 16, alpha: 0.5, pastPi: 'fallback' }],
  ['curricularface', { s: 16, gradient: 'detached' }],
  ['magface', {}, { length: 20 }],
  ['magface', { s: 16, la: 0.5, ua: 3, lambdaG: 2 }],
  ['magface', { s: 16, la: 0.5, ua: 3, lambdaG: 2, pastPi: 'easy' }],
  ['adaface', {}],
  ['adaface', { s: 16, h: 1, tAlpha: 1 }],
  ['adaface', { s: 16, h: 1, tAlpha: 0.5, variant: 'published' }, { length: 20 }],
  ['adaface', { s: 16, h: -1, tAlpha: 1, deviation: 'population' }],
  ['elasticface', {}],
  ['elasticface', { s: 16, order: 'sorted', sigma: 0.3 }],
  ['elasticface', { s: 16, form: 'cos', m: 0.35, order: 'sorted', gradient: 'detached' }],
  ['partial-fc', {}],
  ['partial-fc', { s: 16, r: 0.6 }, { classes: 12 }],
  ['partial-fc', { s: 16, r: 0.8, base: 'cosface', m: 0.35, seed: 5 }, { classes: 12 }],
  ['partial-fc', { s: 16, r: 0.8, pastPi: 'clamp', gradient: 'detached' }, { classes: 12 }],
  ['sphereface2', {}],
  ['sphereface2', { r: 16, t: 1, weighting: 'none' }],
  ['sphereface2', { r: 16, weighting: 'published', gradient: 'detached' }],
  ['sphereface-r', {}],
  ...['v0', 'v1', 'v2'].map((form) => ['sphereface-r', { s: 16, form, gradient: 'exact' }] as Case),
  ['sphereface-r', { s: 16, form: 'v2', weighting: 'published' }],
  ['uniface', {}],
  ['uniface', { s: 16, lambda: 0.3, logits: 'published' }],
  ['center', {}],
  ...['center', 'center-alone'].flatMap((id) => [
    [id, { lambda: 0.3, alpha: 0.7, factor: 'one', update: 'gradient' }] as Case,
    [id, { factor: 'coordinates', update: 'sum', alpha: 0.05 }] as Case,
    [id, { lambda: 0.003, update: 'count-and-batch' }] as Case,
  ]),
  ['intra', {}],
  ['intra', { s: 16, base: 'arcface', m: 0.3, inter: 2, pastPi: 'easy' }],
  ['inter', {}],
  ['inter', { s: 16, form: 'cosine-all', base: 'arcface', gradient: 'detached' }],
  ['contrastive', {}],
  ['contrastive', { margin: 3, features: 'normalised' }],
  ['contrastive', { power: 'linear', pairs: 'consecutive', margin: 5 }],
  ['contrastive', { distance: 'angular', margin: 1.5 }],
  ...['squared', 'plain', 'angular'].flatMap((distance) =>
    ['semi-hard', 'all'].map((mining) => ['triplet', { distance, mining, margin: 0.35 }] as Case),
  ),
  ['triplet', { semiHard: 'all', average: 'active', features: 'raw', margin: 2 }],
  ['triplet', { semiHard: 'nearest', seed: 3 }],
  ['triplet', { base: 'arcface', s: 16, mining: 'all', distance: 'angular', weight: 0.5 }],
  ['triplet', { base: 'norm-softmax', s: 16, distance: 'plain', features: 'raw' }],
];

/** Batches at the edges: what must be defined there is said in `lib/objectives`. */
export const edges: Readonly<Record<string, Batch>> = {
  'aligned, opposite, zero and doubled vectors, two equal classes and a zero class': {
    embeddings: [
      [2, 0, 0],
      [-2, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
      [0, 3, 0],
      [0.5, -0.25, 1],
    ],
    weights: [
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 0],
    ],
    labels: [0, 0, 0, 1, 1, 3, 2],
  },
  'one sample': { ...randomBatch(31), embeddings: [[0.3, 0.4, 0.5]], labels: [2] },
  'one sample of one class': { embeddings: [[0.3, 0.4, 0.5]], weights: [[1, -0.5, 0.2]], labels: [0] },
};

/** A state in the midst of training, where it is not the first that shows a mistake. */
export const midway = (id: string, { weights }: Batch): State => {
  const states: Readonly<Record<string, State>> = {
    curricularface: { t: 0.3 },
    adaface: { mean: 1.5, deviation: 0.8 },
    adacos: { s: 5 },
    normface: { s: 12 },
    sphereface2: { b: -3 },
    uniface: { b: 2 },
  };
  if (!id.startsWith('center')) return states[id] ?? {};
  return { centres: randomBatch(41, { classes: weights.length, dimension: weights[0]!.length }).weights as number[][] };
};

/** A random batch of a case. */
export function batchOf([, , shape = {}]: Case, seed: number): Batch {
  const { classes = 4 } = shape;
  const batch = randomBatch(seed, { samples: 7, ...shape });
  const rng = createRng(seed, 'labels');
  // Labels in disorder, so that a mistaken order shows.
  return { ...batch, labels: batch.labels.map(() => rng.integer(classes)) };
}

/** Objectives that have no start for one class: they say so. */
export const needMoreClasses: readonly string[] = ['adacos', 'sphereface2'];

/** An edge as an objective takes it: K equal sub-centres a class. */
export function edgeFor(id: string, edge: Batch, params: Params): Batch {
  if (id !== 'subcenter-arcface') return edge;
  return { ...edge, weights: edge.weights.flatMap((row) => Array.from({ length: (params['K'] as number) ?? 3 }, () => row)) };
}
