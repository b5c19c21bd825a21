/** Cases to begin with, as the command reads them. */
export interface Example {
  readonly id: 'arcface' | 'pastPi' | 'detached' | 'custom' | 'triplet';
  readonly input: unknown;
}

/** 60° from its own class and 30° from the other: every number of the result can be checked by hand. */
const plain = {
  loss: 'arcface',
  params: { s: 4, m: 0.5 },
  embeddings: [[1, Math.sqrt(3)]],
  weights: [
    [1, 0],
    [0, 1],
  ],
  labels: [0],
};

/** 160° from its own class: beyond π − m. */
const beyond = {
  ...plain,
  params: { s: 64, m: 0.5 },
  embeddings: [[Math.cos((160 * Math.PI) / 180), Math.sin((160 * Math.PI) / 180)].map((value) => Number(value.toFixed(6)))],
};

export const examples: readonly [Example, ...Example[]] = [
  { id: 'arcface', input: plain },
  {
    id: 'pastPi',
    input: ['plain', 'fallback', 'clamp'].map((pastPi) => ({ ...beyond, params: { ...beyond.params, pastPi } })),
  },
  {
    id: 'detached',
    input: ['exact', 'detached'].map((gradient) => ({ ...plain, params: { ...plain.params, gradient } })),
  },
  { id: 'custom', input: { ...plain, loss: 'custom', params: { formula: 'cos(theta + m) - 0.1*theta', m: 0.4, s: 30 } } },
  {
    id: 'triplet',
    input: {
      loss: 'triplet',
      params: { margin: 0.3, distance: 'squared', mining: 'semi-hard', semiHard: 'all' },
      embeddings: [
        [1, 0],
        [0.9, 0.3],
        [0.8, -0.5],
        [0, 1],
      ],
      labels: [0, 0, 1, 1],
    },
  },
];
