import { describe, expect, it } from 'vitest';
import { createRng } from '../pure/random';
import { mine } from './mining';
import type { Batch } from './objective';
import { initialBias } from './sphereface2';
import { apart, evaluate, randomBatch, withState } from './testing/batches';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const at = (degrees: number, length = 1): [number, number] => [
  length * Math.cos(radians(degrees)),
  length * Math.sin(radians(degrees)),
];
/** One sample at 60° from its own class and 30° from the other. */
const two: Batch = { embeddings: [at(60)], weights: [at(0), at(90)], labels: [0] };
const [theta, rival] = [radians(60), radians(30)];
const entropy = (own: number, ...others: number[]): number =>
  Math.log(Math.exp(own) + others.reduce((sum, z) => sum + Math.exp(z), 0)) - own;
const soft = (z: number): number => Math.log(1 + Math.exp(z));
/** 1,000 classes would be slow to write down; this many directions in d dimensions are all of the axes. */
const axes = (n: number, value = 1): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, k) => (i === k ? value : 0)));

describe('a neutral margin is norm-softmax', () => {
  const batch = randomBatch(21);
  const reference = evaluate('norm-softmax', batch, { s: 8 });
  it.each<[string, Record<string, number | string>]>([
    ['arcface', { s: 8, m: 0 }],
    ['cosface', { s: 8, m: 0 }],
    ['sphereface-arccos', { s: 8, m: 1 }],
    ['combined', { s: 8, m1: 1, m2: 0, m3: 0 }],
    ['normface', { s: 8 }],
    ['subcenter-arcface', { s: 8, m: 0, K: 1 }],
    ['adaface', { s: 8, m: 0 }],
    ['elasticface', { s: 8, m: 0, sigma: 0 }],
    ['elasticface', { s: 8, m: 0, sigma: 0, form: 'cos' }],
    ['partial-fc', { s: 8, m: 0, r: 1 }],
    ['sphereface-r', { s: 8, m: 1 }],
    ['sphereface-r', { s: 8, m: 1, gradient: 'exact', form: 'v1' }],
    ['sphereface-r', { s: 8, m: 1, gradient: 'exact', form: 'v2' }],
    ['magface', { s: 8, lm: 0, um: 0, lambdaG: 0 }],
    ['intra', { s: 8, intra: 0 }],
    ['inter', { s: 8, inter: 0 }],
  ])('%s %o', (id, params) => {
    expect(apart(evaluate(id, batch, params), reference)).toBeLessThan(1e-12);
  });

  it('L-Softmax at m = 1 is softmax without a bias', () => {
    expect(apart(evaluate('l-softmax', batch, { m: 1 }), evaluate('softmax', batch))).toBeLessThan(1e-12);
  });
  it('L-Softmax with unit weights is SphereFace', () => {
    const unit = { ...batch, weights: batch.weights.map((w) => Array.from(w, (v) => v / Math.hypot(...Array.from(w)))) };
    expect(evaluate('l-softmax', unit, { m: 4 }).loss).toBeCloseTo(evaluate('sphereface', unit, { m: 4, lambda: 0 }).loss, 12);
  });
  it('(1, 0.5, 0) is ArcFace, (1, 0, 0.35) CosFace', () => {
    expect(apart(evaluate('combined', batch, { m1: 1, m2: 0.5, m3: 0 }), evaluate('arcface', batch, { m: 0.5 }))).toBeLessThan(
      1e-11,
    );
    expect(apart(evaluate('combined', batch, { m1: 1, m2: 0, m3: 0.35 }), evaluate('cosface', batch, { m: 0.35 }))).toBeLessThan(
      1e-11,
    );
  });
});

describe('what equals ArcFace', () => {
  const batch = randomBatch(22);
  it('sub-centres with K = 1', () => {
    for (const pastPi of ['plain', 'fallback', 'clamp']) {
      const params = { s: 8, pastPi };
      expect(apart(evaluate('subcenter-arcface', batch, { ...params, K: 1 }), evaluate('arcface', batch, params))).toBeLessThan(
        1e-12,
      );
    }
  });
  it('ElasticFace without deviation, Partial FC with all classes', () => {
    const arcface = evaluate('arcface', batch, { s: 8 });
    expect(apart(evaluate('elasticface', batch, { s: 8, sigma: 0 }), arcface)).toBeLessThan(1e-12);
    expect(apart(evaluate('partial-fc', batch, { s: 8, r: 1 }), arcface)).toBeLessThan(1e-12);
  });
  it('MagFace with one margin for all norms', () => {
    const magface = evaluate('magface', batch, { s: 8, lm: 0.5, um: 0.5, lambdaG: 0 });
    expect(apart(magface, evaluate('arcface', batch, { s: 8, m: 0.5 }))).toBeLessThan(1e-12);
  });
  it('intra and inter with weight 0 and base arcface; they add θ_y/π and −(mean angle)/π', () => {
    const arcface = evaluate('arcface', two, { s: 8 }).loss;
    expect(evaluate('intra', two, { s: 8, base: 'arcface' }).loss).toBeCloseTo(arcface + 1 / 3, 13);
    expect(evaluate('inter', two, { s: 8, base: 'arcface' }).loss).toBeCloseTo(arcface - 1 / 2, 13);
    expect(evaluate('intra', two, { s: 8, base: 'arcface', inter: 1 }).loss).toBeCloseTo(arcface + 1 / 3 - 1 / 2, 13);
    // The published code: the mean cosine over both classes, (1 + 0)/2.
    expect(evaluate('inter', two, { s: 8, base: 'arcface', form: 'cosine-all' }).loss).toBeCloseTo(arcface + 1 / 2, 13);
  });
});

describe('by hand', () => {
  it('sub-centres: the nearest of each class counts, and it alone gets a gradient', () => {
    const batch = { ...two, weights: [at(0), at(50), at(90), at(200)] };
    const result = evaluate('subcenter-arcface', batch, { s: 4, m: 0.5, K: 2 });
    expect(result.loss).toBeCloseTo(entropy(4 * Math.cos(radians(10) + 0.5), 4 * Math.cos(radians(30))), 13);
    expect(Array.from(result.gradWeights![0]!)).toEqual([0, 0]);
    expect(Array.from(result.gradWeights![3]!)).toEqual([0, 0]);
    expect(() => evaluate('subcenter-arcface', { ...two, weights: [at(0), at(1), at(2)] }, { K: 2 })).toThrow(
      /multiple of K = 2/,
    );
  });

  it('centre loss: ½ d², and every published update of the centres', () => {
    const batch: Batch = {
      embeddings: [
        [1, 2],
        [3, 2],
        [0, 0],
      ],
      weights: [
        [1, 1],
        [0, 1],
      ],
      labels: [0, 0, 1],
    };
    const result = evaluate('center', batch);
    expect(result.loss).toBeCloseTo((0.5 * 1 + 0.5 * 5 + 0.5 * 1) / 3, 14);
    expect(Array.from(result.gradEmbeddings[1]!)).toEqual([2 / 3, 1 / 3]);
    // Class 0: Σ(c − x) = (0,−1) + (−2,−1) = (−2,−2) over two samples; class 1: (0, 1) over one. α = ½.
    const centresAfter = (update: string): unknown => evaluate('center', batch, { update }).stateAfter!['centres'];
    expect(centresAfter('count')).toEqual([
      [1 + 1 / 3, 1 + 1 / 3],
      [0, 0.75],
    ]);
    expect(centresAfter('count-and-batch')).toEqual([
      [1 + 1 / 9, 1 + 1 / 9],
      [0, 1 - 1 / 12],
    ]);
    expect(centresAfter('sum')).toEqual([
      [2, 2],
      [0, 0.5],
    ]);
    expect((centresAfter('gradient') as number[][])[0]![0]).toBeCloseTo(1 + 1 / 3, 14);
    expect(evaluate('center', batch, { factor: 'coordinates', lambda: 2 }).loss).toBeCloseTo((2 * 7) / 2 / 3, 14);
  });

  it('contrastive: same class pulls, different classes push up to the margin', () => {
    const batch: Batch = {
      embeddings: [
        [0, 0],
        [0.6, 0.8],
        [0, 0.5],
      ],
      weights: [],
      labels: [0, 0, 1],
    };
    // Pairs: (0,1) same, D = 1; (0,2) different, D = ½; (1,2) different, D = √(0.36 + 0.09).
    const d = Math.sqrt(0.45);
    expect(evaluate('contrastive', batch).loss).toBeCloseTo((0.5 + 0.5 * 0.25 + 0.5 * (1 - d) ** 2) / 3, 14);
    expect(evaluate('contrastive', batch, { power: 'linear', pairs: 'consecutive' }).loss).toBeCloseTo(1, 14);
  });

  it('CurricularFace: t moves before it is used; a hard negative becomes cos (t + cos)', () => {
    const result = evaluate('curricularface', withState(two, { t: 0.2 }), { s: 4 });
    const t = 0.01 * Math.cos(theta) + 0.99 * 0.2;
    expect(result.stateAfter).toEqual({ t: expect.closeTo(t, 14) });
    const hard = 4 * Math.cos(rival) * (t + Math.cos(rival));
    expect(result.loss).toBeCloseTo(entropy(4 * Math.cos(theta + 0.5), hard), 13);
    // 100° from the other class is not hard: −0.17 < cos(10° + 28.6°).
    const easy = evaluate('curricularface', { ...two, embeddings: [at(-10)] }, { s: 4 });
    expect(easy.logits![0]![1]).toBeCloseTo(4 * Math.cos(radians(100)), 13);
  });

  it('MagFace: margin and regulariser at norm 60, half-way; neither beyond the bounds', () => {
    const result = evaluate('magface', { ...two, embeddings: [at(60, 60)] }, { s: 4 });
    const own = 4 * Math.cos(theta + 0.625);
    expect(result.loss).toBeCloseTo(entropy(own, 4 * Math.cos(rival)) + 35 * (60 / 110 ** 2 + 1 / 60), 12);
    const short = evaluate('magface', { ...two, embeddings: [at(60, 2)] }, { s: 4 });
    expect(short.logits![0]![0]).toBeCloseTo(4 * Math.cos(theta + 0.45), 13);
    expect(() => evaluate('magface', two, { la: 5, ua: 5 })).toThrow(/params.la: 5; accepted: a number below params.ua = 5/);
  });

  it.each([
    [-1, Math.cos(theta + 0.4)],
    [0, Math.cos(theta) - 0.4],
    [1, Math.cos(theta - 0.4) - 0.8],
  ])('AdaFace at ẑ = %d: ArcFace, CosFace, and the third', (z, target) => {
    const batch = withState({ ...two, embeddings: [at(60, 5)] }, { mean: 5 - 100 * z, deviation: 1 });
    const result = evaluate('adaface', batch, { s: 4, tAlpha: 0 });
    expect(result.logits![0]![0]).toBeCloseTo(4 * target, 13);
    expect(result.stateAfter).toEqual({ mean: 5 - 100 * z, deviation: 1 });
  });
  it('AdaFace: running mean and sample deviation; one sample leaves the deviation', () => {
    const batch: Batch = { embeddings: [at(60, 1), at(60, 3)], weights: two.weights, labels: [0, 0] };
    const { mean, deviation } = evaluate('adaface', batch, { tAlpha: 0.5 }).stateAfter! as Record<string, number>;
    expect(mean).toBe(11);
    expect(deviation).toBeCloseTo(50 + Math.SQRT2 / 2, 13);
    expect(evaluate('adaface', two, { tAlpha: 1 }).stateAfter).toEqual({ mean: 1, deviation: 100 });
  });

  it('ElasticFace: draws from the seed, given draws, and the sorted version', () => {
    const batch: Batch = { embeddings: [at(50), at(10), at(30)], weights: two.weights, labels: [0, 0, 0] };
    const margins = evaluate('elasticface', batch, { seed: 3 }).stateAfter!['margins'] as number[];
    expect(margins).toEqual(evaluate('elasticface', batch, { seed: 3 }).stateAfter!['margins']);
    expect(margins).not.toEqual(evaluate('elasticface', batch, { seed: 4 }).stateAfter!['margins']);
    const given = withState(batch, { margins: [0.4, 0.6, 0.5] });
    expect(evaluate('elasticface', given, { s: 4 }).logits![1]![0]).toBeCloseTo(4 * Math.cos(radians(10) + 0.6), 13);
    // Farthest from the centre: the first sample, then the third.
    expect(evaluate('elasticface', given, { order: 'sorted' }).stateAfter).toEqual({ margins: [0.6, 0.4, 0.5] });
  });
  it('ElasticFace draws have the mean and the deviation of the settings', () => {
    const n = 4000;
    const batch: Batch = { embeddings: Array.from({ length: n }, () => at(20)), weights: [at(0)], labels: new Array(n).fill(0) };
    const margins = evaluate('elasticface', batch).stateAfter!['margins'] as number[];
    const mean = margins.reduce((sum, v) => sum + v, 0) / n;
    const deviation = Math.sqrt(margins.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n);
    // Four standard errors: 0.05/√4000 and 0.05/√8000.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.0032);
    expect(Math.abs(deviation - 0.05)).toBeLessThan(0.0023);
  });

  it('Partial FC: r·C classes, those of the batch among them; others get no gradient', () => {
    const batch: Batch = { embeddings: [axes(20)[7]!.map((v, k) => v + 0.1 * k)], weights: axes(20), labels: [7] };
    const result = evaluate('partial-fc', batch, { r: 0.25, s: 8 });
    const classes = result.stateAfter!['classes'] as number[];
    expect(classes).toHaveLength(5);
    expect(classes).toContain(7);
    expect(result.logits![0]).toHaveLength(5);
    result.gradWeights!.forEach((row, c) => {
      expect(Array.from(row).some((v) => v !== 0)).toBe(classes.includes(c));
    });
    const again = evaluate('partial-fc', withState(batch, { classes }), { s: 8 });
    expect(apart(again, result)).toBe(0);
    expect(() => evaluate('partial-fc', withState(batch, { classes: [0, 1] }))).toThrow(/lacks 7/);
  });

  it('SphereFace2: two binary tasks, and a first bias that balances them', () => {
    const g = (z: number): number => 2 * ((z + 1) / 2) ** 3 - 1;
    const result = evaluate('sphereface2', withState(two, { b: -1 }), { r: 4 });
    const own = 4 * (g(0.5) - 0.4) - 1;
    const other = 4 * (g(Math.cos(rival)) + 0.4) - 1;
    expect(result.loss).toBeCloseTo((0.7 * soft(-own) + 0.3 * soft(other)) / 4, 13);
    for (const [C, lambda] of [
      [10, 0.7],
      [2, 0.9],
      [85742, 0.7],
    ] as const) {
      const b = initialBias(C, 40, 0.4, 3, lambda);
      const [positive, negative] = [40 * (-0.75 - 0.4) + b, 40 * (-0.75 + 0.4) + b];
      const [up, down] = [lambda / (1 + Math.exp(positive)), ((1 - lambda) * (C - 1)) / (1 + Math.exp(-negative))];
      expect(down / up).toBeCloseTo(1, 9);
    }
  });

  it('SphereFace-R: ψ with a real m, continuous, and its variants', () => {
    const target = (degrees: number, form: string): number =>
      evaluate('sphereface-r', { ...two, embeddings: [at(degrees)] }, { s: 1, form }).logits![0]![0]!;
    expect(target(60, 'v0')).toBeCloseTo(Math.cos(radians(102)), 13);
    // 1.7 · 120° = 204°: the second piece, −cos 204° − 2.
    expect(target(120, 'v0')).toBeCloseTo(-Math.cos(radians(204)) - 2, 13);
    expect(target(120, 'v1')).toBeCloseTo(-1, 13);
    expect(target(120, 'v2')).toBeCloseTo(-0.5, 13);
  });

  it('UniFace: one threshold, ln(10 C) at first', () => {
    const b = Math.log(20);
    const own = 4 * (0.5 - 0.4) - b;
    const result = evaluate('uniface', two, { s: 4 });
    expect(result.loss).toBeCloseTo(soft(-own) + soft(4 * Math.cos(rival) - b), 13);
    const published = evaluate('uniface', withState(two, { b: 9 }), { s: 4, logits: 'published' });
    expect(Array.from(published.logits![0]!)).toEqual([-4, -4]);
    expect(published.gradState).toEqual({ b: 0 });
  });
});

describe('triplets', () => {
  // On the circle: anchor and positive of class 0 at 0° and 40°; class 1 at 55°, 90°, 30°.
  const batch: Batch = { embeddings: [at(0), at(40), at(55), at(90), at(30)], weights: [], labels: [0, 0, 1, 1, 1] };
  const angular = (params: Record<string, number | string>, b = batch): number =>
    evaluate('triplet', b, { distance: 'angular', ...params }).loss;
  const sum = (values: number[]): number => values.reduce((total, v) => total + Math.max(0, radians(v)), 0);

  it('all, in angles, by hand', () => {
    const [near, far] = [40, 20.0536];
    const margin = radians(far);
    // Anchor 0 (positive at 40°): negatives at 55°, 90°, 30°. Anchor 40° (positive at 40°): 15°, 50°, 10°.
    const first = [55, 90, 30, 15, 50, 10].map((d) => near - d + far);
    // Class 1 anchors: 55° (positives at 35°, 25°), 90° (35°, 60°), 30° (25°, 60°), negatives 0° and 40°.
    const second = [
      [35, 55],
      [35, 15],
      [25, 55],
      [25, 15],
      [35, 90],
      [35, 50],
      [60, 90],
      [60, 50],
      [25, 30],
      [25, 10],
      [60, 30],
      [60, 10],
    ].map(([p, n]) => p! - n! + far);
    expect(angular({ margin, mining: 'all' })).toBeCloseTo(sum([...first, ...second]) / 18, 12);
    const active = [...first, ...second].filter((v) => v > 0);
    expect(angular({ margin, mining: 'all', average: 'active' })).toBeCloseTo(sum(active) / active.length, 12);
  });
  it('hard: farthest positive, nearest negative, one an anchor', () => {
    const margin = radians(20);
    expect(angular({ margin, mining: 'hard' })).toBeCloseTo(
      sum([40 - 30 + 20, 40 - 10 + 20, 35 - 15 + 20, 60 - 50 + 20, 60 - 10 + 20]) / 5,
      12,
    );
  });
  it('semi-hard has three meanings', () => {
    // Two samples of class 0, 40° apart, and negatives that lie beyond: for anchor 0° at 50°, 55°, 90°; for anchor 40° all are nearer.
    const far: Batch = { embeddings: [at(0), at(40), at(50), at(55), at(90)], weights: [], labels: [0, 0, 1, 2, 3] };
    const margin = radians(20);
    const one = [40 - 50 + 20, 40 - 55 + 20];
    // From 40°: 10°, 15° are nearer than 40°; 50° (at 90°) is 10° beyond.
    expect(angular({ margin, semiHard: 'all' }, far)).toBeCloseTo(sum([...one, 40 - 50 + 20]) / 3, 12);
    expect(angular({ margin, semiHard: 'nearest' }, far)).toBeCloseTo(sum([one[0]!, 40 - 50 + 20]) / 2, 12);
    const drawn = [0, 1, 2, 3, 4, 5, 6, 7].map((seed) => angular({ margin, semiHard: 'drawn', seed }, far));
    const [a, b] = [sum([one[0]!, 10]) / 2, sum([one[1]!, 10]) / 2];
    for (const value of drawn) expect(Math.min(Math.abs(value - a), Math.abs(value - b))).toBeLessThan(1e-12);
    expect(new Set(drawn.map((v) => v.toFixed(9))).size).toBe(2);
  });
  it('nearest falls back to the farthest negative where none lies beyond the positive', () => {
    const close: Batch = { embeddings: [at(0), at(90), at(20), at(30)], weights: [], labels: [0, 0, 1, 2] };
    // Anchor 0: negatives at 20°, 30°, none beyond 90°: the farthest, 30°. Anchor 90°: 70°, 60°: 70°.
    expect(angular({ margin: 0.1, semiHard: 'nearest' }, close)).toBeCloseTo((radians(60) + radians(20)) / 2 + 0.1, 12);
    expect(angular({ margin: 0.1, semiHard: 'all' }, close)).toBe(0);
  });
  it('on the unit sphere a squared margin α is a cosine margin α/2', () => {
    const alpha = 1.2;
    const cosines = (i: number, j: number): number => {
      const [a, b] = [batch.embeddings[i]!, batch.embeddings[j]!];
      return a[0]! * b[0]! + a[1]! * b[1]!;
    };
    let [total, count] = [0, 0];
    for (let a = 0; a < 5; a++)
      for (let p = 0; p < 5; p++)
        for (let n = 0; n < 5; n++) {
          if (a === p || batch.labels[a] !== batch.labels[p] || batch.labels[a] === batch.labels[n]) continue;
          total += 2 * Math.max(0, cosines(a, n) - cosines(a, p) + alpha / 2);
          count++;
        }
    expect(evaluate('triplet', batch, { margin: alpha, mining: 'all' }).loss).toBeCloseTo(total / count, 12);
  });
  it('collapsed embeddings lose exactly the margin', () => {
    const collapsed = { ...batch, embeddings: batch.embeddings.map(() => [1, 1]) };
    expect(evaluate('triplet', collapsed, { mining: 'all' }).loss).toBeCloseTo(0.2, 14);
  });
  it('there are Σ k(k − 1)(N − k) ordered triplets, and one a pair at random', () => {
    const labels = [0, 1, 0, 2, 1, 0];
    const distances = labels.map(() => labels.map(() => 1));
    const count = (mining: 'all' | 'random'): number =>
      mine(distances, labels, { mining, semiHard: 'drawn', margin: 1 }, createRng(1, 'test')).length;
    expect(count('all')).toBe(3 * 2 * 3 + 2 * 1 * 4);
    expect(count('random')).toBe(3 * 2 + 2 * 1);
  });
  it('beside ArcFace it adds to it, and then takes class weights', () => {
    const withWeights = { ...batch, weights: [at(20), at(60)] };
    const sumOf = evaluate('triplet', withWeights, { base: 'arcface', s: 8 }).loss;
    expect(sumOf).toBeCloseTo(evaluate('arcface', withWeights, { s: 8 }).loss + evaluate('triplet', batch).loss, 12);
    expect(() => evaluate('triplet', withWeights)).toThrow(/weights/);
    expect(() => evaluate('triplet', batch, { base: 'arcface' })).toThrow(/weights: there are none/);
  });
});

describe('published numbers', () => {
  it.each([
    [8, 2.75],
    [10, 3.11],
    [10575, 13.1],
    [85742, 16.06],
  ])('AdaCos: √2 ln(C − 1) for %d classes is %d', (classes, scale) => {
    const batch: Batch = { embeddings: [[1, 0]], weights: Array.from({ length: classes }, () => [0, 1]), labels: [0] };
    expect(evaluate('adacos', batch, { scale: 'fixed' }).stateAfter!['s']).toBeCloseTo(scale, 2);
  });
  it('AdaCos by hand: ln B over cos(min(π/4, median))', () => {
    const batch = withState({ ...two, embeddings: [at(60), at(20), at(40)], labels: [0, 0, 0] }, { s: 4 });
    const B = [30, 70, 50].reduce((total, d) => total + Math.exp(4 * Math.cos(radians(d))), 0) / 3;
    expect(evaluate('adacos', batch).stateAfter!['s']).toBeCloseTo(Math.log(B) / Math.cos(radians(40)), 12);
  });
  it('NormFace: logits within [−1, 1] leave p = 0.45 for 10 classes, and the floor holds', () => {
    const n = 10;
    const opposite: Batch = {
      embeddings: [[1, 0]],
      weights: [[1, 0], ...Array.from({ length: n - 1 }, () => [-1, 0])],
      labels: [0],
    };
    expect(Math.exp(-evaluate('normface', opposite, { s: 1 }).loss)).toBeCloseTo(0.45, 2);
    // A regular simplex, with each sample on its own direction, attains log(1 + (n − 1) exp(−n s/(n − 1))).
    const simplex = axes(n).map((row) => row.map((value) => value - 1 / n));
    const best: Batch = { embeddings: simplex, weights: simplex, labels: simplex.map((_, i) => i) };
    for (const s of [1, 4, 10]) {
      const floor = Math.log(1 + (n - 1) * Math.exp((-n * s) / (n - 1)));
      expect(evaluate('normface', best, { s }).loss).toBeCloseTo(floor, 12);
      expect(evaluate('normface', randomBatch(23, { classes: n, samples: 20 }), { s }).loss).toBeGreaterThan(floor);
    }
  });
  it('CosFace: the bound on s gives the wished probability at the simplex', () => {
    // C = 10: P = 0.9 needs s = 3.96, 0.99 6.11, 0.999 8.19.
    const simplex = axes(10).map((row) => row.map((value) => value - 0.1));
    const best: Batch = { embeddings: simplex, weights: simplex, labels: simplex.map((_, i) => i) };
    for (const [s, P] of [
      [3.96, 0.9],
      [6.11, 0.99],
      [8.19, 0.999],
    ] as const)
      expect(Math.exp(-evaluate('cosface', best, { s, m: 0 }).loss)).toBeCloseTo(P, 3);
  });
  it('L-Softmax: ψ at 60° is −1.5 for m = 4, times both norms', () => {
    const batch: Batch = { embeddings: [at(60, 2)], weights: [at(0, 3), at(90, 1)], labels: [0] };
    expect(evaluate('l-softmax', batch).logits![0]![0]).toBeCloseTo(-9, 12);
  });
});
