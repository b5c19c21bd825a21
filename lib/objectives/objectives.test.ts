import { describe, expect, it } from 'vitest';
import { norm, normalise } from '../sphere/angle';
import type { Batch, Result } from './objective';
import { objectives } from './registry';
import { apart, evaluate, randomBatch, type Shape, withState, worstDifference } from './testing/batches';

type Params = Readonly<Record<string, number | string>>;

/** Objectives of a batch with class weights, with values under which every branch is met. */
const pairCases: readonly (readonly [string, Params, Shape?])[] = [
  ['l-softmax', { m: 3, lambda: 0 }],
  ['l-softmax', { m: 2, lambda: 5 }],
  ['normface', { s: 10 }],
  ['center', {}],
  ['center', { factor: 'one', lambda: 0.003 }],
  ['center', { factor: 'coordinates' }],
  ['intra', { s: 8 }],
  ['intra', { s: 8, base: 'arcface', m: 0.3, inter: 1 }],
  ['inter', { s: 8 }],
  ['inter', { s: 8, form: 'cosine-all', base: 'arcface' }],
  ['subcenter-arcface', { s: 8, K: 3 }, { rows: 12 }],
  ['subcenter-arcface', { s: 8, K: 2, pastPi: 'fallback' }, { rows: 8 }],
  ['curricularface', { s: 8, alpha: 0 }],
  ['magface', { s: 8, la: 0.5, ua: 3, lambdaG: 2 }, { length: 1 }],
  ['magface', { s: 8, la: 0.5, ua: 3, lambdaG: 2, pastPi: 'easy' }, { length: 1 }],
  ['elasticface', { s: 8 }],
  ['elasticface', { s: 8, form: 'cos', m: 0.35, sigma: 0.3, order: 'sorted' }],
  ['partial-fc', { s: 8, r: 1 }],
  ['partial-fc', { s: 8, r: 0.5, base: 'cosface', m: 0.35 }],
  ['sphereface2', { r: 8 }],
  ['sphereface2', { r: 8, t: 1, weighting: 'none' }],
  ['sphereface2', { r: 8, t: 5, weighting: 'published' }],
  ['sphereface-r', { s: 8, gradient: 'exact' }],
  ['sphereface-r', { s: 8, gradient: 'exact', form: 'v1', weighting: 'published' }],
  ['sphereface-r', { s: 8, gradient: 'exact', form: 'v2' }],
  ['uniface', { s: 8 }],
  ['uniface', { s: 8, lambda: 0.3 }],
  ['triplet', { base: 'arcface', s: 8, mining: 'all', distance: 'angular', margin: 0.35 }],
];

const distanceCases: readonly (readonly [string, Params])[] = [
  ...['squared', 'plain', 'angular'].flatMap((distance) =>
    ['all', 'hard', 'semi-hard', 'random'].map((mining) => ['triplet', { distance, mining, margin: 0.35 }] as const),
  ),
  ['triplet', { semiHard: 'all', average: 'active', features: 'raw', margin: 2 }],
  ['triplet', { semiHard: 'nearest' }],
  ['contrastive', {}],
  ['contrastive', { margin: 3, features: 'normalised' }],
  ['contrastive', { power: 'linear', pairs: 'consecutive', margin: 5 }],
  ['contrastive', { distance: 'angular', margin: 1.5 }],
];

describe('gradients are those of the value, by central differences', () => {
  it.each(pairCases.map(([id, params, shape = {}]) => [id, params, shape] as const))('%s %o', (id, params, shape) => {
    for (const seed of [1, 2, 3]) {
      const batch = randomBatch(seed, shape);
      const result = evaluate(id, batch, params);
      expect(worstDifference(batch, result, (b) => evaluate(id, b, params).loss)).toBeLessThan(2e-7);
    }
  });

  it.each(distanceCases)('%s %o', (id, params) => {
    for (const seed of [1, 2, 3]) {
      const batch = { ...randomBatch(seed, { samples: 9, classes: 3 }), weights: [] };
      const result = evaluate(id, batch, params);
      expect(norm(result.gradEmbeddings.flatMap((row) => Array.from(row)))).toBeGreaterThan(0);
      expect(worstDifference(batch, result, (b) => evaluate(id, b, params).loss)).toBeLessThan(2e-7);
    }
  });

  it.each([
    ['normface', 's', 10],
    ['sphereface2', 'b', -3],
    ['uniface', 'b', 2],
  ] as const)('%s by its learned %s', (id, name, value) => {
    const batch = randomBatch(4);
    const params: Params = id === 'normface' ? {} : id === 'uniface' ? { s: 8 } : { r: 8 };
    const at = (v: number): Result => evaluate(id, withState(batch, { [name]: v }), params);
    const slope = (at(value + 1e-6).loss - at(value - 1e-6).loss) / 2e-6;
    expect(at(value).gradState![name]).toBeCloseTo(slope, 7);
  });

  it('center beside softmax, by embeddings, centres and classifier', () => {
    const batch = withState(randomBatch(5), {
      classifier: randomBatch(6).weights as number[][],
      classifierBias: [0.1, 0, -0.2, 0.3],
    });
    const result = evaluate('center', batch, { lambda: 0.5 });
    const lossOf = (b: Batch): number => evaluate('center', b, { lambda: 0.5 }).loss;
    expect(worstDifference(batch, result, lossOf)).toBeLessThan(2e-7);
    const classifier = batch.state!['classifier'] as number[][];
    const gradient = result.gradState!['classifier'] as number[][];
    classifier.forEach((row, c) => {
      row.forEach((_, k) => {
        const at = (by: number): number =>
          lossOf(withState(batch, { classifier: classifier.map((r, j) => r.map((v, q) => (j === c && q === k ? v + by : v))) }));
        expect(gradient[c]![k]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 7);
      });
    });
  });
});

describe('what passes no gradient', () => {
  it('AdaCos: the scale; it is norm-softmax at that scale', () => {
    const batch = randomBatch(7);
    const result = evaluate('adacos', batch);
    const s = result.stateAfter!['s'] as number;
    expect(apart(result, evaluate('norm-softmax', batch, { s }))).toBeLessThan(1e-12);
  });

  it('CurricularFace: t; held fixed, the gradient is that of the value', () => {
    const batch = withState(randomBatch(8), { t: 0.4 });
    const result = evaluate('curricularface', batch, { s: 8, alpha: 0.3 });
    const frozen = withState(batch, result.stateAfter!);
    expect(apart(result, evaluate('curricularface', frozen, { s: 8, alpha: 0 }))).toBeLessThan(1e-13);
    expect(worstDifference(frozen, result, (b) => evaluate('curricularface', b, { s: 8, alpha: 0 }).loss)).toBeLessThan(2e-7);
  });

  it.each(['paper', 'published'])(
    'AdaFace (%s): the norms; the gradient lies across the embedding and is the slope along the sphere',
    (variant) => {
      const params = { s: 8, h: 1, variant };
      const batch = withState(randomBatch(9), { mean: 1.5, deviation: 0.8 });
      const result = evaluate('adaface', batch, params);
      batch.embeddings.forEach((x, i) => {
        const radial = Array.from(normalise(x)).reduce((sum, value, k) => sum + value * result.gradEmbeddings[i]![k]!, 0);
        expect(radial).toBeCloseTo(0, 12);
        // A step of fixed length changes no norm, so ẑ stays.
        for (const axis of [0, 1, 2]) {
          const at = (by: number): number => {
            const shifted = Array.from(x, (value, k) => value + (k === axis ? by : 0));
            const same = norm(x) / norm(shifted);
            const embeddings = batch.embeddings.map((row, j) => (j === i ? shifted.map((value) => value * same) : row));
            return evaluate('adaface', { ...batch, embeddings }, params).loss;
          };
          expect(result.gradEmbeddings[i]![axis]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 6);
        }
      });
    },
  );

  it.each([
    ['sphereface-r', { s: 8 }],
    ['sphereface2', { r: 8, gradient: 'detached' }],
  ] as const)('%s: the margin, when detached; the value stays', (id, params) => {
    const batch = randomBatch(10);
    const detached = evaluate(id, batch, params);
    const exact = evaluate(id, batch, { ...params, gradient: 'exact' });
    expect(detached.loss).toBe(exact.loss);
    // The surrogate: plain cosines plus offsets held fixed, so that the logits are the same here.
    const plain = (b: Batch): number[][] =>
      b.embeddings.map((x) =>
        b.weights.map((w) => {
          const [p, q] = [normalise(x), normalise(w)];
          return 8 * p.reduce((sum, value, k) => sum + value * q[k]!, 0);
        }),
      );
    const at = plain(batch);
    const offsets = detached.logits!.map((row, i) => Array.from(row, (z, j) => z - at[i]![j]!));
    const surrogate = (b: Batch): number => {
      const per = plain(b).map((row, i) => {
        const z = row.map((value, j) => value + offsets[i]![j]!);
        const y = b.labels[i]!;
        if (id === 'sphereface-r') return Math.log(z.reduce((sum, value) => sum + Math.exp(value), 0)) - z[y]!;
        return z.reduce(
          (sum, v, j) => sum + (j === y ? (0.7 / 8) * Math.log(1 + Math.exp(-v)) : (0.3 / 8) * Math.log(1 + Math.exp(v))),
          0,
        );
      });
      return per.reduce((sum, value) => sum + value, 0) / per.length;
    };
    expect(surrogate(batch)).toBeCloseTo(detached.loss, 12);
    expect(worstDifference(batch, detached, surrogate)).toBeLessThan(2e-7);
  });
});

/** Batch and parameters under which an objective can be asked anything. */
function typical(id: string, seed: number): readonly [Batch, Params] {
  const objective = objectives.get(id)!;
  const batch = randomBatch(seed, id === 'subcenter-arcface' ? { rows: 12 } : {});
  const bare = objective.weights === null || objective.weights === 'optional' ? { ...batch, weights: [] } : batch;
  return [bare, id === 'custom' ? { formula: 'cos(theta + m) - 0.1*theta', m: 0.5 } : {}];
}
const ids = [...objectives.keys()];

describe('every objective', () => {
  it.each(ids)('%s does not change when everything is rotated, and its gradients turn along', (id) => {
    const [batch, params] = typical(id, 11);
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turned = (v: ArrayLike<number>): number[] => [c * v[0]! - s * v[2]!, v[1]!, s * v[0]! + c * v[2]!];
    const before = evaluate(id, batch, params);
    const rotated = { ...batch, embeddings: batch.embeddings.map(turned), weights: batch.weights.map(turned) };
    const after = evaluate(id, rotated, params);
    const expected = {
      ...before,
      gradEmbeddings: before.gradEmbeddings.map(turned),
      ...(before.gradWeights && { gradWeights: before.gradWeights.map(turned) }),
    };
    // At s = 64 the loss and gradients reach about 100, with rounding in proportion.
    expect(apart(after, expected)).toBeLessThan(1e-10);
  });

  // Partial FC draws its sample by class number; with all classes taking part the order does not matter.
  it.each(ids)('%s does not depend on the order of the classes', (id) => {
    const [batch, given] = typical(id, 12);
    const params = id === 'partial-fc' ? { r: 1 } : given;
    const order = [2, 0, 3, 1];
    const K = batch.weights.length / 4;
    const rows = order.flatMap((c) => Array.from({ length: K }, (_, k) => c * K + k));
    const labels = batch.labels.map((label) => order.indexOf(label));
    const after = evaluate(id, { ...batch, weights: rows.map((row) => batch.weights[row]!), labels }, params);
    const before = evaluate(id, batch, params);
    const gradWeights = before.gradWeights && { gradWeights: rows.map((row) => before.gradWeights![row]!) };
    expect(apart(after, { ...before, ...gradWeights })).toBeLessThan(1e-10);
    expect(after.accuracy).toBe(before.accuracy);
  });

  // Where features are normalised and the norm does not enter: not softmax, sphereface, l-softmax, center, contrastive, magface, adaface.
  const free = ['softmax', 'sphereface', 'l-softmax', 'center', 'contrastive', 'magface', 'adaface'];
  it.each(ids.filter((id) => !free.includes(id)))(
    '%s does not change with the length of an embedding; its gradient falls with it',
    (id) => {
      const [batch, params] = typical(id, 13);
      const longer = { ...batch, embeddings: batch.embeddings.map((x) => Array.from(x, (value) => 4 * value)) };
      const before = evaluate(id, batch, params);
      const after = evaluate(id, longer, params);
      const quarter = before.gradEmbeddings.map((row) => Array.from(row, (value) => value / 4));
      expect(apart(after, { ...before, gradEmbeddings: quarter })).toBeLessThan(1e-11);
    },
  );
  it.each(free)('%s does change with it', (id) => {
    const [batch, params] = typical(id, 13);
    const longer = { ...batch, embeddings: batch.embeddings.map((x, i) => Array.from(x, (value) => (i % 2 ? 40 : 4) * value)) };
    expect(Math.abs(evaluate(id, longer, params).loss - evaluate(id, batch, params).loss)).toBeGreaterThan(1e-6);
  });

  it.each(ids)('%s is finite for aligned, opposite, duplicated and zero vectors, and gives a zero embedding gradient 0', (id) => {
    const [batch, params] = typical(id, 14);
    const K = batch.weights.length / 4;
    const embeddings = [
      [2, 0, 0],
      [-2, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
      [0, 3, 0],
      [1e-9, 1e-9, 0],
    ];
    const weights = [
      [1, 0, 0],
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 0],
    ].flatMap((row) => Array.from({ length: K }, () => row));
    const result = evaluate(id, { embeddings, weights, labels: [0, 0, 0, 1, 1, 3, 2] }, params);
    const numbers = [...result.gradEmbeddings, ...(result.gradWeights ?? []), ...(result.logits ?? [])].flatMap((row) =>
      Array.from(row),
    );
    for (const value of [result.loss, ...numbers]) expect(Number.isFinite(value)).toBe(true);
    // Plain softmax and losses of distances between raw vectors pull the origin too: it is a point, not a direction without length.
    if (!['softmax', 'center', 'contrastive'].includes(id))
      expect(Math.max(...Array.from(result.gradEmbeddings[2]!, Math.abs))).toBe(0);
  });

  it.each(ids.filter((id) => id !== 'adacos' && id !== 'sphereface2'))('%s takes one sample of one class', (id) => {
    const [batch, params] = typical(id, 15);
    const weights = batch.weights.slice(0, batch.weights.length / 4);
    const result = evaluate(id, { embeddings: [[0.3, 0.4, 0.5]], weights, labels: [0] }, params);
    expect(Number.isFinite(result.loss)).toBe(true);
    expect(result.gradEmbeddings).toHaveLength(1);
  });
  it.each(['adacos', 'sphereface2'])('%s refuses one class and says why', (id) => {
    expect(() => evaluate(id, { embeddings: [[0.3, 0.4]], weights: [[1, 0]], labels: [0] })).toThrow(/class/);
  });
  it.each(['triplet', 'contrastive'])('%s is 0 where no triplet or pair can be made', (id) => {
    const result = evaluate(id, { embeddings: [[1, 2]], weights: [], labels: [0] });
    expect(result.loss).toBe(0);
    expect(Array.from(result.gradEmbeddings[0]!)).toEqual([0, 0]);
  });
});
