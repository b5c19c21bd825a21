import { createRng } from '../../lib/pure/random';

/** A case as `npm run evaluate` reads it. */
export interface Case {
  readonly loss: string;
  readonly params?: Readonly<Record<string, number | string>>;
  readonly embeddings: readonly (readonly number[])[];
  readonly weights?: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly bias?: readonly number[];
  readonly state?: Readonly<Record<string, unknown>>;
}
type Params = NonNullable<Case['params']>;

const pastPi = ['plain', 'fallback', 'fallback0', 'easy', 'clamp'];
const paths = ['exact', 'detached'];
/** Every combination of the values of each parameter. */
const grid = (values: Readonly<Record<string, readonly (number | string)[]>>): Params[] =>
  Object.entries(values).reduce<Params[]>(
    (all, [id, options]) => all.flatMap((one) => options.map((option) => ({ ...one, [id]: option }))),
    [{}],
  );

/**
 * Settings of every loss: `{}` is the paper's defaults, which the reference has of its own; then every option, and values at which
 * every branch is met by random batches.
 */
export const settingsOf: Readonly<Record<string, readonly Params[]>> = {
  softmax: grid({ gradient: paths }),
  'norm-softmax': [{}, { s: 1 }, { s: 256 }, ...grid({ s: [8], gradient: paths })],
  sphereface: [{}, ...grid({ m: [1, 2, 3, 4, 7], lambda: [0, 5], gradient: paths })],
  'sphereface-arccos': [
    {},
    ...grid({ m: [0, 1, 1.35, 3.7], s: [8], pastPi: ['plain', 'fallback0', 'easy', 'clamp'], gradient: paths }),
  ],
  cosface: [{}, { m: 0, s: 1 }, { m: 2 }, ...grid({ s: [8], m: [0.35], gradient: paths })],
  arcface: [{}, { m: 0 }, { s: 1 }, { s: 256 }, { m: Math.PI }, ...grid({ m: [0.5, 2.2, 3], s: [8], pastPi, gradient: paths })],
  combined: [
    {},
    { m1: 1, m2: 0.3, m3: 0.2 },
    { m1: 0.9, m2: 0.4, m3: 0.15 },
    ...grid({ m1: [1.7], m2: [0.8], m3: [0.3], s: [8], pastPi: ['plain', 'fallback0', 'easy', 'clamp'], gradient: paths }),
  ],
  'l-softmax': [{}, ...grid({ m: [1, 2, 4], lambda: [0, 3], gradient: paths })],
  normface: [{}, { s: 1 }, { s: 64 }],
  center: [
    {},
    { lambda: 0.003 },
    ...grid({ factor: ['half', 'one', 'coordinates'], update: ['count', 'count-and-batch', 'gradient', 'sum'], alpha: [0.3] }),
    ...grid({ factor: ['half', 'one', 'coordinates'], update: ['gradient'], lambda: [0.4] }),
  ],
  triplet: [
    {},
    ...grid({
      distance: ['squared', 'plain', 'angular'],
      mining: ['semi-hard', 'all', 'hard', 'random'],
      average: ['triplets', 'active'],
      margin: [0.6],
    }),
    ...grid({
      distance: ['squared', 'plain', 'angular'],
      semiHard: ['drawn', 'all', 'nearest'],
      features: ['normalised', 'raw'],
      margin: [0.8],
    }),
    { mining: 'all', distance: 'angular', margin: 0.35, base: 'norm-softmax', s: 8 },
    ...grid({ mining: ['all'], base: ['arcface'], s: [8], m: [2], weight: [0.3], pastPi, gradient: paths }),
  ],
  contrastive: [
    {},
    ...grid({
      distance: ['plain', 'angular'],
      power: ['squared', 'linear'],
      pairs: ['all', 'consecutive'],
      features: ['raw', 'normalised'],
      margin: [1.4],
    }),
  ],
  intra: [
    {},
    { intra: 0 },
    ...grid({ base: ['norm-softmax', 'arcface'], s: [8], intra: [0.4], inter: [0, 2], gradient: paths }),
    { form: 'cosine-all', inter: 1, s: 8 },
    ...grid({ base: ['arcface'], s: [8], m: [2], pastPi }),
  ],
  inter: [
    {},
    ...grid({ base: ['norm-softmax', 'arcface'], s: [8], intra: [0, 1.5], form: ['angle', 'cosine-all'], gradient: paths }),
    ...grid({ base: ['arcface'], s: [8], m: [2], pastPi }),
  ],
  'subcenter-arcface': [{}, ...grid({ K: [1, 2, 3], s: [8], m: [0.5, 2.2], pastPi, gradient: paths })],
  adacos: [{}, ...grid({ scale: ['dynamic', 'fixed'], median: ['own', 'own-lower', 'published'], m: [0, 0.5] })],
  curricularface: [{}, ...grid({ s: [8], m: [0.5, 2.2], alpha: [0.3], pastPi, gradient: paths })],
  magface: [
    {},
    { lm: 0.45, um: 0.8, lambdaG: 20 },
    ...grid({ s: [8], la: [0.5], ua: [3], lm: [0.3], um: [2.5], lambdaG: [2], pastPi }),
  ],
  adaface: [
    {},
    ...grid({
      s: [8],
      m: [0.4, 1.2],
      h: [0.333, 2, -1],
      tAlpha: [0.01, 1],
      variant: ['paper', 'published'],
      deviation: ['sample', 'population'],
    }),
  ],
  elasticface: [{}, ...grid({ s: [8], form: ['arc', 'cos'], sigma: [0.4], order: ['drawn', 'sorted'], gradient: paths })],
  'partial-fc': [
    {},
    ...grid({ s: [8], m: [0.5, 2.2], r: [0, 0.6, 1], pastPi, gradient: paths }),
    ...grid({ s: [8], base: ['cosface'], m: [0.35], r: [0.6], gradient: paths }),
  ],
  sphereface2: [
    {},
    ...grid({ r: [8], t: [1, 3, 6], lambda: [0.4, 0.7], weighting: ['over-r', 'none', 'published'], gradient: paths }),
  ],
  'sphereface-r': [
    {},
    ...grid({ s: [8], m: [1, 1.7, 3.2], form: ['v0', 'v1', 'v2'], gradient: paths, weighting: ['none', 'published'] }),
  ],
  uniface: [{}, ...grid({ s: [8, 2], lambda: [1, 0.3], logits: ['plain', 'published'] })],
  custom: [
    { formula: 'cos(theta + m) - 0.1*theta', m: 0.4 },
    ...grid({ formula: ['cos(m1*theta + m2) - m3'], m1: [0.9], m2: [0.4], m3: [0.15], s: [8], gradient: paths }),
    { formula: 'theta < a ? cos(theta) - b*theta^2 : cos(theta) - b*a^2', a: 1.2, b: 0.3, s: 8 },
    { formula: 'min(cos(theta), 1 - theta/2, sin(theta + pi/2) - 0.1) * max(1, abs(cos(theta)) + 0.4)', s: 8 },
    { formula: 'sqrt(4 - theta) - e^-1 * clamp(theta, 0.5, 2) - floor(theta)/10 - ceil(theta)/20', s: 8 },
    { formula: 'cos(theta) - stopGradient(k * tan(theta/4)) - (theta/pi)^3', k: 0.5, s: 8 },
  ],
};

/** Samples, dimensions, classes, about how long embeddings are; labels, if they are not drawn. */
type Shape = Readonly<Record<'n' | 'd' | 'classes' | 'length', number> & { labels?: readonly number[] }>;
const shapes: readonly Shape[] = [
  { n: 7, d: 3, classes: 4, length: 1 },
  { n: 5, d: 2, classes: 8, length: 5 },
  { n: 6, d: 24, classes: 5, length: 0.3 },
];
const oneSample: Shape = { n: 1, d: 3, classes: 3, length: 1 };
const line: Shape = { n: 4, d: 1, classes: 3, length: 1 };

/** Random draws of triplets are all listed by the reference, so there are few: 3² of the first labels, 2⁴ of the second. */
const fewTriplets = [
  [0, 0, 1, 2, 3],
  [0, 0, 1, 1],
];

function randomCase(loss: string, params: Params, seed: number, { n, d, classes, length, labels: given }: Shape): Case {
  const rng = createRng(seed, `case ${loss}`);
  const rows = (count: number, scale: number): number[][] =>
    Array.from({ length: count }, () => Array.from({ length: d }, () => scale * rng.normal()));
  const K = loss === 'subcenter-arcface' ? ((params['K'] as number | undefined) ?? 3) : 1;
  const labels = given ?? Array.from({ length: n }, () => rng.integer(classes));
  const made = { loss, params, embeddings: rows(n, length), weights: rows(classes * K, 1), labels };
  const state: Record<string, unknown> = {};
  if (loss === 'normface' && seed % 2) state['s'] = 3 + 9 * rng.uniform();
  if ((loss === 'sphereface2' || loss === 'uniface') && seed % 2) state['b'] = 4 * rng.normal();
  if (loss === 'adacos' && seed % 2) state['s'] = 1 + 5 * rng.uniform();
  if (loss === 'curricularface' && seed % 2) state['t'] = rng.uniform() - 0.3;
  if (loss === 'adaface' && seed % 2) Object.assign(state, { mean: length, deviation: length / 3 });
  if (loss === 'center' && seed % 2) state['classifier'] = rows(classes, 1);
  if (loss === 'center' && seed % 4 === 1) state['classifierBias'] = Array.from({ length: classes }, () => rng.normal());
  return {
    ...without(made, needsWeights(loss, params) ? [] : ['weights']),
    ...(loss === 'softmax' && seed % 2 && { bias: Array.from({ length: classes }, () => rng.normal()) }),
    ...(Object.keys(state).length > 0 && { state }),
  } as Case;
}

const needsWeights = (loss: string, params: Params): boolean =>
  loss === 'triplet' ? (params['base'] ?? 'none') !== 'none' : loss !== 'contrastive';
const without = <T extends object>(object: T, keys: readonly string[]): Partial<T> =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))) as Partial<T>;
const isDrawn = (loss: string, { mining = 'semi-hard', semiHard = 'drawn' }: Params): boolean =>
  loss === 'triplet' && (mining === 'random' || (mining === 'semi-hard' && semiHard === 'drawn'));

/** Aligned, opposite, duplicated, zero and tiny vectors: where angles are 0, π or undefined. Repeated axes keep every cosine exact. */
function edgeCase(loss: string, params: Params): Case {
  const K = loss === 'subcenter-arcface' ? ((params['K'] as number | undefined) ?? 3) : 1;
  const weights = [
    [1, 0, 0],
    [0, 2, 0],
    [0, 0, 1],
    [0, 0, 0],
  ].flatMap((row) => Array.from({ length: K }, () => row));
  return {
    loss,
    params,
    embeddings: [
      [2, 0, 0],
      [-2, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
      [0, 2.5, 0],
      [0, 1e-9, 0],
    ],
    ...(needsWeights(loss, params) && { weights }),
    labels: [0, 0, 0, 1, 1, 3, 2],
  };
}

/** All cases of all losses, in the order of `settingsOf`. */
export function allCases(): Case[] {
  return Object.entries(settingsOf).flatMap(([loss, settings]) =>
    settings.flatMap((params, k) => {
      if (isDrawn(loss, params))
        return fewTriplets.map((labels, seed) =>
          randomCase(loss, { ...params, seed }, seed + 10 * k, { n: labels.length, d: 3, classes: 4, length: 1, labels }),
        );
      // The first settings meet every shape and the edges; the many combinations after them one shape each, in turn.
      const full = k < 3;
      const random = (full ? shapes : [shapes[k % shapes.length]!]).map((shape, i) =>
        randomCase(loss, params, 10 * k + i, shape),
      );
      if (!full) return random;
      const special = [oneSample, line].map((shape, i) => randomCase(loss, params, 10 * k + 5 + i, shape));
      return [...random, ...special, edgeCase(loss, params)];
    }),
  );
}
