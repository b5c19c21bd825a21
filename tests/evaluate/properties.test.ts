import { describe, expect, it } from 'vitest';
import { evaluateCase } from '../../lib/evaluate/case';
import { objectives } from '../../lib/objectives/registry';
import { allCases, type Case } from './cases';
import { differences, type Values } from './compare';

type Rows = readonly (readonly number[])[];
type Change = (rows: Rows) => Rows;

/** As JSON would hold it: plain arrays. */
const evaluate = (given: Case): Values =>
  JSON.parse(JSON.stringify(evaluateCase(given), (_, value) => (value instanceof Float64Array ? Array.from(value) : value)));

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
/** A rotation in any dimension above 1: two reflections, each along one fixed vector. */
const rotate: Change = (rows) =>
  [0.3, 1.1].reduce<Rows>((turned, phase) => {
    const axis = (rows[0] ?? []).map((_, k) => Math.sin(3 * k + phase) + 0.1);
    return turned.map((row) => row.map((value, k) => value - (2 * dot(row, axis) * axis[k]!) / dot(axis, axis)));
  }, rows);
const times =
  (factor: number): Change =>
  (rows) =>
    rows.map((row) => row.map((value) => factor * value));

const vectors = ['embeddings', 'weights', 'gradEmbeddings', 'gradWeights', 'classifier', 'centres'];
/** The vectors of a case or of a result, in its state too, changed. */
function changed<T extends object>(given: T, change: Change, names = vectors): T {
  const entries = Object.entries(given).map(([key, value]) => {
    if (names.includes(key)) return [key, change(value as Rows)];
    return [key, value && typeof value === 'object' && !Array.isArray(value) ? changed(value, change, names) : value];
  });
  return Object.fromEntries(entries) as T;
}

/** Random cases in two dimensions and more; of each loss, all its settings. */
const cases = allCases().filter(({ embeddings }) => embeddings[0]!.length > 1 && embeddings[0]!.join() !== '2,0,0');
const ids = [...objectives.keys()];
const worst = (loss: string, check: (given: Case) => string[]): unknown[] =>
  cases.filter((one) => one.loss === loss).flatMap((one) => check(one).map((text) => ({ params: one.params, text })));

describe('for every setting of a loss', () => {
  it.each(ids)('%s: turning all vectors turns the gradients along and changes nothing else', (loss) => {
    const check = (given: Case): string[] => differences(evaluate(changed(given, rotate)), changed(evaluate(given), rotate));
    expect(worst(loss, check)).toEqual([]);
  });

  // Softmax and L-Softmax keep the length of a weight; the weights of the centre loss are points.
  const scaled = ids.filter((id) => !['softmax', 'l-softmax', 'center'].includes(id) && objectives.get(id)!.weights);
  it.each(scaled)('%s: a class weight four times as long changes nothing, and its gradient is a quarter', (loss) => {
    const check = (given: Case): string[] => {
      if (!given.weights) return [];
      const expected = changed(evaluate(given), times(1 / 4), ['gradWeights']);
      return differences(evaluate(changed(given, times(4), ['weights'])), expected);
    };
    expect(worst(loss, check)).toEqual([]);
  });

  it.each(ids)('%s: the gradient by an embedding whose length does not enter is along the sphere', (loss) => {
    // Lengths enter these, and triplets and pairs of features that are left raw.
    if (['softmax', 'sphereface', 'l-softmax', 'center', 'magface'].includes(loss)) return;
    const check = (given: Case): string[] => {
      const { features = loss === 'contrastive' ? 'raw' : 'normalised', distance } = given.params ?? {};
      if (features === 'raw' && distance !== 'angular') return [];
      const gradients = evaluate(given)['gradEmbeddings'] as Rows;
      return gradients.flatMap((row, i) => {
        const x = given.embeddings[i]!;
        const radial = Math.abs(dot(row, x)) / Math.sqrt(dot(x, x));
        return radial <= 1e-12 * Math.max(1, ...gradients.flat().map(Math.abs)) ? [] : [`sample ${i}: ${radial}`];
      });
    };
    expect(worst(loss, check)).toEqual([]);
  });
});

describe('margins that do nothing', () => {
  const batch = cases.find(({ loss, embeddings }) => loss === 'norm-softmax' && embeddings[0]!.length === 3)!;
  const { embeddings, weights, labels } = batch as Required<Case>;
  const unit = weights.map((row) => row.map((value) => value / Math.sqrt(dot(row, row))));
  it.each<[string, Case, Case]>([
    [
      'custom cos θ is norm-softmax',
      { ...batch, loss: 'custom', params: { formula: 'cos(theta)', s: 8 } },
      { ...batch, params: { s: 8 } },
    ],
    [
      'a triplet loss of weight 0 is its base',
      { ...batch, loss: 'triplet', params: { base: 'norm-softmax', weight: 0, s: 8 } },
      { ...batch, params: { s: 8 } },
    ],
    [
      'SphereFace with m = 1 is softmax with unit weights',
      { ...batch, weights: unit, loss: 'sphereface', params: { m: 1 } },
      // The gradient by unit weights has a radial part in softmax, which SphereFace divides out.
      { ...batch, weights: unit, loss: 'softmax', params: {} },
    ],
    [
      'centre loss of weight 0 beside softmax is softmax',
      { ...batch, loss: 'center', params: { lambda: 0 }, state: { classifier: weights } },
      { ...batch, loss: 'softmax', params: {} },
    ],
  ])('%s', (_, given, other) => {
    const shared = ['loss', 'logits', 'gradEmbeddings', 'accuracy'];
    const reference = Object.fromEntries(Object.entries(evaluate(other)).filter(([key]) => shared.includes(key)));
    expect(differences(evaluate(given), reference)).toEqual([]);
  });

  it('CurricularFace without margin and without hard negatives is norm-softmax', () => {
    // Each sample a tenth of the way from its own direction: no other class is nearer.
    const near = labels.map((label, i) => weights[label]!.map((value, k) => value + 0.001 * embeddings[i]![k]!));
    const easy = { ...batch, embeddings: near };
    const found = evaluate({ ...easy, loss: 'curricularface', params: { m: 0, s: 8 } });
    expect(found['accuracy']).toBe(1);
    expect(differences(found, evaluate({ ...easy, params: { s: 8 } }))).toEqual([]);
  });
});

describe('published numbers, through evaluate', () => {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const at = (degrees: number): number[] => [Math.cos(radians(degrees)), Math.sin(radians(degrees)), 0];
  /** One sample at an angle to its own class; the other class at 90° to both. */
  const one = (loss: string, params: NonNullable<Case['params']>, degrees: number): Case => ({
    loss,
    params,
    embeddings: [at(degrees)],
    weights: [at(0), [0, 0, 1]],
    labels: [0],
  });
  const target = (given: Case): number => (evaluate(given)['logits'] as number[][])[0]![0]!;

  it.each<[string, string, NonNullable<Case['params']>, readonly number[]]>([
    ['norm-softmax', 'norm-softmax', {}, [1, 0.9397, 0.866, Math.SQRT1_2, 0.5, 0.1736, 0, -0.1736]],
    ['SphereFace m = 4, λ = 0', 'sphereface', { m: 4, lambda: 0 }, [1, 0.1736, -0.5, -1, -1.5, -2.766, -3, -3.234]],
    ['SphereFace m = 4, λ = 5', 'sphereface', {}, [1, 0.812, 0.6384, 0.4226, 0.1667, -0.3163, -0.5, -0.6837]],
    ['SphereFace 1.35', 'sphereface-arccos', {}, [1, 0.891, 0.7604, 0.4886, 0.1564, -0.309, -0.5225, -Math.SQRT1_2]],
    ['ArcFace', 'arcface', {}, [0.8776, 0.6607, 0.5203, 0.2815, 0.0236, -0.3198, -0.4794, -0.6245]],
    ['CosFace', 'cosface', {}, [0.65, 0.5897, 0.516, 0.3571, 0.15, -0.1764, -0.35, -0.5236]],
    ['CM1', 'combined', {}, [0.7553, 0.5966, 0.4796, 0.2666, 0.0217, -0.3251, -0.4955, -0.6569]],
    ['CM2', 'combined', { m1: 0.9, m2: 0.4, m3: 0.15 }, [0.7711, 0.6056, 0.4939, 0.2975, 0.0763, -0.2357, -0.3905, -0.5394]],
  ])('target logits of %s, the curves of Fig. 4b', (_, loss, params, expected) => {
    const s = loss === 'sphereface' ? 1 : 64;
    [0, 20, 30, 45, 60, 80, 90, 100].forEach((degrees, k) => {
      expect(target(one(loss, params, degrees)) / s).toBeCloseTo(expected[k]!, 4);
    });
  });

  it.each([
    [10, 3.6],
    [30, 1.71],
    [45, 1.36],
    [60, 1.15],
    [90, 0.88],
    [120, 0.6],
  ])('ArcFace at %d° pulls %d times as hard as its detached form', (degrees, factor) => {
    // The other class pulls along the third axis alone.
    const [exact, detached] = ['exact', 'detached'].map(
      (gradient) => (evaluate(one('arcface', { s: 4, gradient }, degrees))['gradEmbeddings'] as number[][])[0]!,
    );
    expect(exact![0]! / detached![0]!).toBeCloseTo(factor, 2);
    expect(exact![1]! / detached![1]!).toBeCloseTo(factor, 2);
  });

  it('past π − m the fallback is cos θ − 0.2397, and jumps down by 7.5 logits at s = 64', () => {
    const fallback = { pastPi: 'fallback' };
    expect(target(one('arcface', fallback, 170)) / 64).toBeCloseTo(Math.cos(radians(170)) - 0.2397, 4);
    const joint = 180 - (0.5 * 180) / Math.PI;
    const jump = target(one('arcface', fallback, joint + 1e-9)) - target(one('arcface', fallback, joint - 1e-9));
    expect(jump).toBeCloseTo(-7.5, 1);
  });

  /** A sample on its class; n − 1 others as far away as they can all be, arccos(−1/(n − 1)). */
  const simplex = (n: number, s: number): number => {
    const cosine = -1 / (n - 1);
    const other = [cosine, Math.sqrt(1 - cosine * cosine)];
    const weights = [[1, 0], ...Array.from({ length: n - 1 }, () => other)];
    return evaluate({ loss: 'normface', params: { s }, embeddings: [[1, 0]], weights, labels: [0] })['loss'] as number;
  };
  it.each([
    [1, 8.27, 2],
    [4, 5.27, 2],
    [10, 0.39, 2],
    [16, 0.0012, 4],
  ])('the least loss of 10,575 classes at s = %d is %d', (s, floor, digits) => {
    expect(simplex(10_575, s)).toBeCloseTo(floor, digits);
  });
  it('with 1,000 classes at 180° and s = 1 the probability stays at 0.007', () => {
    const weights = [[1, 0], ...Array.from({ length: 999 }, () => [-1, 0])];
    const { loss } = evaluateCase({ loss: 'normface', params: { s: 1 }, embeddings: [[1, 0]], weights, labels: [0] });
    expect(Math.exp(-loss)).toBeCloseTo(0.007, 3);
  });
});
