import { describe, expect, it } from 'vitest';
import {
  gradientPaths,
  type LossId,
  type LossOptions,
  losses,
  type MarginLoss,
  type ParameterValues,
  paperOptions,
} from '../losses';
import { targetSlope, targetValue } from '../losses/read';
import { createRng } from '../pure/random';
import { angleBetween, norm, normalise } from '../sphere/angle';
import { type HeadBatch, softmaxHead } from './softmax-head';

const settings: Readonly<Record<LossId, ParameterValues>> = {
  softmax: {},
  'norm-softmax': { s: 16 },
  sphereface: { m: 3, lambda: 1 },
  'sphereface-arccos': { s: 16, m: 1.35 },
  cosface: { s: 16, m: 0.35 },
  arcface: { s: 16, m: 0.5 },
  combined: { s: 16, m1: 0.9, m2: 0.4, m3: 0.15 },
};
const cases = Object.values(losses).flatMap((loss) =>
  loss.pastPi.flatMap((pastPi) =>
    gradientPaths.map((gradient) => [`${loss.id} ${pastPi} ${gradient}`, loss, { pastPi, gradient }] as const),
  ),
);

function randomBatch(seed: number, samples = 7, classes = 5, dimension = 3): HeadBatch {
  const rng = createRng(seed, 'head');
  const rows = (count: number): number[][] =>
    Array.from({ length: count }, () => Array.from({ length: dimension }, () => rng.normal()));
  return { embeddings: rows(samples), weights: rows(classes), labels: Array.from({ length: samples }, (_, i) => i % classes) };
}

const withBias = (batch: HeadBatch, loss: MarginLoss): HeadBatch =>
  loss.hasBias ? { ...batch, bias: batch.weights.map((_, j) => 0.3 * j - 0.5) } : batch;

/** The batch with one coordinate moved. */
function moved(batch: HeadBatch, part: 'embeddings' | 'weights', row: number, column: number, by: number): HeadBatch {
  const rows = batch[part].map((values, i) => Array.from(values, (value, c) => (i === row && c === column ? value + by : value)));
  return { ...batch, [part]: rows };
}

/**
 * What `detached` differentiates: value with the margin, slope of plain cos θ. The target logit is cos θ plus the offset that the
 * margin made at `frozen`, held fixed.
 */
function surrogate(
  loss: MarginLoss,
  frozen: HeadBatch,
  values: ParameterValues,
  options: LossOptions,
): (batch: HeadBatch) => number {
  const offsets = frozen.embeddings.map((x, i) => {
    const theta = angleBetween(x, frozen.weights[frozen.labels[i]!]!);
    return targetValue(loss, theta, values, options) - Math.cos(theta);
  });
  return ({ embeddings, weights, bias, labels }) => {
    const per = embeddings.map((x, i) => {
      const logits = weights.map((w, j) => {
        const scale = (loss.normalisesFeatures ? values['s']! : norm(x)) * (loss.normalisesWeights ? 1 : norm(w));
        return scale * (Math.cos(angleBetween(x, w)) + (j === labels[i] ? offsets[i]! : 0)) + (bias?.[j] ?? 0);
      });
      return Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0)) - logits[labels[i]!]!;
    });
    return per.reduce((sum, value) => sum + value, 0) / per.length;
  };
}

describe('softmaxHead against central differences', () => {
  it.each(cases)('%s', (_, loss, options) => {
    const values = settings[loss.id];
    const h = 1e-6;
    for (const seed of [1, 2, 3]) {
      const batch = withBias(randomBatch(seed), loss);
      const result = softmaxHead(batch, loss, values, options);
      const lossOf =
        options.gradient === 'exact'
          ? (b: HeadBatch) => softmaxHead(b, loss, values, options).loss
          : surrogate(loss, batch, values, options);
      expect(lossOf(batch)).toBeCloseTo(result.loss, 12);
      for (const [part, gradients] of [
        ['embeddings', result.gradEmbeddings],
        ['weights', result.gradWeights],
      ] as const) {
        gradients.forEach((gradient, row) => {
          gradient.forEach((value, column) => {
            const slope = (lossOf(moved(batch, part, row, column, h)) - lossOf(moved(batch, part, row, column, -h))) / (2 * h);
            expect(Math.abs(value - slope), `${part} ${row},${column}`).toBeLessThan(2e-7 * Math.max(1, Math.abs(slope)));
          });
        });
      }
      if (batch.bias) {
        result.gradBias.forEach((value, j) => {
          const at = (by: number): number =>
            lossOf({ ...batch, bias: Array.from(batch.bias!, (b, k) => (k === j ? b + by : b)) });
          expect(value).toBeCloseTo((at(h) - at(-h)) / (2 * h), 7);
        });
      } else expect([...result.gradBias]).toEqual([0, 0, 0, 0, 0]);
    }
  });
});

describe('softmaxHead at special points', () => {
  const two = {
    weights: [
      [1, 0],
      [0, 1],
    ],
    labels: [0],
  };
  const arcface = losses.arcface;
  const values = { s: 4, m: 0.5 };

  it('gives the numbers of a calculation by hand', () => {
    // x at 60° from W0 and 30° from W1, ‖x‖ = 2: z0 = 4 cos(60° + 28.648°) = 0.094410, z1 = 4 cos 30° = 3.464102.
    const x = [2 * Math.cos(Math.PI / 3), 2 * Math.sin(Math.PI / 3)];
    const result = softmaxHead({ ...two, embeddings: [x] }, arcface, values, paperOptions);
    const z0 = 4 * Math.cos(Math.PI / 3 + 0.5);
    const z1 = 4 * Math.cos(Math.PI / 6);
    expect(z0).toBeCloseTo(0.0944, 4);
    expect([...result.logits[0]!][0]).toBeCloseTo(z0, 12);
    expect([...result.logits[0]!][1]).toBeCloseTo(z1, 12);
    const p1 = 1 / (1 + Math.exp(z0 - z1));
    expect(result.loss).toBeCloseTo(-Math.log(1 - p1), 12);
    expect(result.accuracy).toBe(0);
    // Moving x by δ away from W0 changes θ0 by δ/2 and θ1 by −δ/2; counter-clockwise is (−sin 60°, cos 60°).
    // dL = p1 (dz1 − dz0), dz0 = −4 sin(θ0 + m)/2, dz1 = +4 sin(θ1)/2.
    const along = p1 * ((4 * Math.sin(Math.PI / 6)) / 2 + (4 * Math.sin(Math.PI / 3 + 0.5)) / 2);
    expect(result.gradEmbeddings[0]![0]).toBeCloseTo(-Math.sin(Math.PI / 3) * along, 12);
    expect(result.gradEmbeddings[0]![1]).toBeCloseTo(Math.cos(Math.PI / 3) * along, 12);
  });

  it.each(cases)('is finite for aligned, opposite, duplicated and zero embeddings and weights: %s', (_, loss, options) => {
    const batch: HeadBatch = {
      embeddings: [
        [2, 0, 0],
        [-2, 0, 0],
        [0, 0, 0],
        [1, 1, 1],
        [1, 1, 1],
        [0, 3, 0],
        [1e-9, 1e-9, 0],
        [Math.cos(1e-13), Math.sin(1e-13), 0],
      ],
      weights: [
        [1, 0, 0],
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 0],
      ],
      labels: [0, 0, 0, 1, 1, 3, 0, 0],
    };
    const result = softmaxHead(batch, loss, settings[loss.id], options);
    for (const row of [...result.gradEmbeddings, ...result.gradWeights, result.gradBias, ...result.logits]) {
      for (const value of row) expect(Number.isFinite(value)).toBe(true);
    }
    expect([...result.gradEmbeddings[2]!]).toEqual([0, 0, 0]);
    expect([...result.gradWeights[3]!]).toEqual([0, 0, 0]);
    expect([...result.gradEmbeddings[3]!]).toEqual([...result.gradEmbeddings[4]!]);
  });

  it.each([0, Math.PI])(
    'leaves out the target part at θ = %d, where its direction is undefined, and keeps the pull of the others',
    (theta) => {
      const batch = { ...two, embeddings: [[Math.cos(theta), 0]] };
      const { gradEmbeddings, logits } = softmaxHead(batch, arcface, values, paperOptions);
      // Only the other class, at 90°, pulls: p1 · s · (0, 1).
      const p1 = 1 / (1 + Math.exp(logits[0]![0]! - logits[0]![1]!));
      expect(gradEmbeddings[0]![0]).toBe(0);
      expect(gradEmbeddings[0]![1]).toBeCloseTo(4 * p1, 12);
    },
  );

  it('has bounded one-sided slopes at θ = 0: s sin m along the tangent for ArcFace, where derivatives through arccos are infinite', () => {
    for (const tiny of [1e-4, 1e-7, 1e-10]) {
      expect(targetSlope(arcface, tiny, values, paperOptions)).toBeCloseTo(-Math.sin(0.5), 3);
      const { gradEmbeddings } = softmaxHead(
        { weights: [[1, 0]], labels: [0], embeddings: [[Math.cos(tiny), Math.sin(tiny)]] },
        arcface,
        values,
        paperOptions,
      );
      // A single class is always right: p = 1, no pull.
      expect(norm(gradEmbeddings[0]!)).toBe(0);
      const pulled = softmaxHead({ ...two, embeddings: [[Math.cos(tiny), Math.sin(tiny)]] }, arcface, values, paperOptions);
      const p1 = 1 - Math.exp(-pulled.loss);
      expect(pulled.gradEmbeddings[0]![1]).toBeCloseTo(p1 * 4 * (1 + Math.sin(0.5)), 3);
    }
  });

  it('stays finite where powers of e overflow', () => {
    const { loss, gradEmbeddings } = softmaxHead(
      {
        weights: [
          [1, 0],
          [0, 1],
        ],
        labels: [0],
        embeddings: [[-1, 5]],
      },
      arcface,
      { s: 5000, m: 0.5 },
      paperOptions,
    );
    expect(loss).toBeGreaterThan(1000);
    expect(Number.isFinite(norm(gradEmbeddings[0]!))).toBe(true);
  });
});

describe('softmaxHead as a function', () => {
  it.each(cases)('does not change when everything is rotated, and gradients turn along: %s', (_, loss, options) => {
    const batch = withBias(randomBatch(5), loss);
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turned = (v: ArrayLike<number>): number[] => [c * v[0]! - s * v[2]!, v[1]!, s * v[0]! + c * v[2]!];
    const before = softmaxHead(batch, loss, settings[loss.id], options);
    const after = softmaxHead(
      { ...batch, embeddings: batch.embeddings.map(turned), weights: batch.weights.map(turned) },
      loss,
      settings[loss.id],
      options,
    );
    expect(after.loss).toBeCloseTo(before.loss, 12);
    after.gradEmbeddings.forEach((gradient, i) => {
      const expected = turned(before.gradEmbeddings[i]!);
      gradient.forEach((value, k) => {
        expect(value).toBeCloseTo(expected[k]!, 11);
      });
    });
  });

  it.each(cases)('does not depend on the order of the classes: %s', (_, loss, options) => {
    const batch = withBias(randomBatch(6), loss);
    const order = [3, 0, 4, 1, 2];
    const permuted: HeadBatch = {
      ...batch,
      weights: order.map((j) => batch.weights[j]!),
      ...(batch.bias ? { bias: order.map((j) => batch.bias![j]!) } : {}),
      labels: Array.from(batch.labels, (label) => order.indexOf(label)),
    };
    const before = softmaxHead(batch, loss, settings[loss.id], options);
    const after = softmaxHead(permuted, loss, settings[loss.id], options);
    expect(after.loss).toBeCloseTo(before.loss, 12);
    expect(after.accuracy).toBe(before.accuracy);
    order.forEach((j, k) => {
      after.gradWeights[k]!.forEach((value, c) => {
        expect(value).toBeCloseTo(before.gradWeights[j]![c]!, 12);
      });
    });
  });

  it('pulls normalised embeddings along the sphere only', () => {
    const batch = randomBatch(7);
    const { gradEmbeddings } = softmaxHead(batch, losses.arcface, settings.arcface, paperOptions);
    gradEmbeddings.forEach((gradient, i) => {
      const radial = gradient.reduce((sum, value, c) => sum + value * normalise(batch.embeddings[i]!)[c]!, 0);
      expect(radial).toBeCloseTo(0, 12);
    });
  });

  it('of plain softmax is the textbook gradient W(p − y) and (p − y) xᵀ', () => {
    const batch = withBias(randomBatch(8, 1), losses.softmax);
    const { gradEmbeddings, gradWeights, logits } = softmaxHead(batch, losses.softmax, {}, paperOptions);
    const x = batch.embeddings[0]!;
    const z = batch.weights.map((w, j) => w[0]! * x[0]! + w[1]! * x[1]! + w[2]! * x[2]! + batch.bias![j]!);
    const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
    const pulls = z.map((value, j) => Math.exp(value) / total - (j === 0 ? 1 : 0));
    z.forEach((value, j) => {
      expect(logits[0]![j]).toBeCloseTo(value, 12);
      for (let c = 0; c < 3; c++) expect(gradWeights[j]![c]).toBeCloseTo(pulls[j]! * x[c]!, 12);
    });
    for (let c = 0; c < 3; c++)
      expect(gradEmbeddings[0]![c]).toBeCloseTo(
        pulls.reduce((sum, pull, j) => sum + pull * batch.weights[j]![c]!, 0),
        12,
      );
  });

  it.each([
    ['arcface', { s: 16, m: 0 }, 'norm-softmax', { s: 16 }],
    ['cosface', { s: 16, m: 0 }, 'norm-softmax', { s: 16 }],
    ['sphereface-arccos', { s: 16, m: 1 }, 'norm-softmax', { s: 16 }],
    ['combined', { s: 16, m1: 1, m2: 0.5, m3: 0 }, 'arcface', { s: 16, m: 0.5 }],
    ['combined', { s: 16, m1: 1, m2: 0, m3: 0.35 }, 'cosface', { s: 16, m: 0.35 }],
    ['combined', { s: 16, m1: 1.35, m2: 0, m3: 0 }, 'sphereface-arccos', { s: 16, m: 1.35 }],
    ['sphereface', { m: 1, lambda: 0 }, 'sphereface', { m: 4, lambda: 1e12 }],
  ] as const)('%s %o is %s %o', (a, aValues, b, bValues) => {
    const one = softmaxHead(randomBatch(9), losses[a], aValues, paperOptions);
    const other = softmaxHead(randomBatch(9), losses[b], bValues, paperOptions);
    expect(one.loss).toBeCloseTo(other.loss, 9);
    one.gradEmbeddings.forEach((row, i) => {
      row.forEach((value, c) => {
        expect(value).toBeCloseTo(other.gradEmbeddings[i]![c]!, 9);
      });
    });
  });

  it('judges accuracy without the margin', () => {
    // 40° from W0, 50° from W1: right in the test, though cos(40° + 28.6°) < cos 50°.
    const x = [Math.cos((40 * Math.PI) / 180), Math.sin((40 * Math.PI) / 180)];
    const result = softmaxHead(
      {
        embeddings: [x],
        weights: [
          [1, 0],
          [0, 1],
        ],
        labels: [0],
      },
      losses.arcface,
      { s: 16, m: 0.5 },
      paperOptions,
    );
    expect(result.accuracy).toBe(1);
    expect(result.logits[0]![0]).toBeLessThan(result.logits[0]![1]!);
  });
});

describe('softmaxHead refuses', () => {
  const good: HeadBatch = {
    embeddings: [[1, 0]],
    weights: [
      [1, 0],
      [0, 1],
    ],
    labels: [0],
  };
  it.each<[string, HeadBatch, RegExp]>([
    ['an empty batch', { ...good, embeddings: [], labels: [] }, /batch is empty/],
    ['no classes', { ...good, weights: [] }, /no classes/],
    ['an embedding of another dimension', { ...good, embeddings: [[1, 0, 0]] }, /embedding 0 has 3 coordinates instead of 2/],
    [
      'a value that is not finite',
      {
        ...good,
        weights: [
          [1, 0],
          [0, Number.NaN],
        ],
      },
      /class weight 1 is not finite: coordinate 1 is NaN/,
    ],
    ['a missing label', { ...good, labels: [] }, /1 embeddings but 0 labels/],
    ['a label that is no class', { ...good, labels: [2] }, /label 0 is 2, but classes run from 0 to 1/],
    ['a bias that the loss has not', { ...good, bias: [0, 0] }, /ArcFace has no bias/],
  ])('%s', (_, batch, message) => {
    expect(() => softmaxHead(batch, losses.arcface, { s: 16, m: 0.5 }, paperOptions)).toThrow(message);
  });

  it('a missing parameter', () => {
    expect(() => softmaxHead(good, losses.arcface, { s: 16 }, paperOptions)).toThrow(/needs a finite value of m/);
  });
});
