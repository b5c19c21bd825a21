import { describe, expect, it } from 'vitest';
import { gradientPaths, losses, paperOptions, pastPiModes } from '../../../lib/losses';
import { softmaxHead } from '../../../lib/objectives/softmax-head';
import {
  type AlgorithmInput,
  algorithmCsv,
  algorithmScene,
  classWeights,
  embeddingAt,
  embeddingNorm,
  label,
  softmaxOf,
  stepIds,
  steppable,
} from './scene';

const input: AlgorithmInput = { theta: 35, loss: losses.arcface, values: { m: 0.5, s: 16 }, options: paperOptions };
const valuesAfter = (given: AlgorithmInput, id: number, name: string) =>
  algorithmScene(given)[id - 1]?.after.find((line) => line.name === name)?.values ?? [];

describe('the sample', () => {
  it.each([0, 1, 35, 90, 179, 180])('lies %d° from its class, with its length', (angle) => {
    const x = embeddingAt(angle);
    const w = classWeights[label] ?? [0, 0, 0];
    const cosine = (x[0]! * w[0] + x[1]! * w[1] + x[2]! * w[2]) / (Math.hypot(...x) * Math.hypot(...w));
    expect(Math.hypot(...x)).toBeCloseTo(embeddingNorm, 12);
    expect(cosine).toBeCloseTo(Math.cos((angle * Math.PI) / 180), 12);
  });
});

describe('the steps', () => {
  it('are the nine of Algorithm 1 and the loss', () => {
    expect(algorithmScene(input).map((step) => step.id)).toEqual(stepIds);
  });

  it('make unit vectors of the embedding and the weights', () => {
    expect(Math.hypot(...valuesAfter(input, 1, 'xHat'))).toBeCloseTo(1, 12);
    for (const line of algorithmScene(input)[1]?.after ?? []) expect(Math.hypot(...line.values)).toBeCloseTo(1, 12);
  });

  it('pick cos 35°, find 35°, and put cos(35° + m) in its place', () => {
    const radians = (35 * Math.PI) / 180;
    expect(valuesAfter(input, 4, 'cosTheta')[0]).toBeCloseTo(Math.cos(radians), 12);
    expect(valuesAfter(input, 5, 'theta')[0]).toBeCloseTo(radians, 12);
    expect(valuesAfter(input, 6, 'target')[0]).toBeCloseTo(Math.cos(radians + 0.5), 12);
    expect(valuesAfter(input, 7, 'oneHot')).toEqual([1, 0, 0, 0]);
    const [row, cosines] = [valuesAfter(input, 8, 'row'), valuesAfter(input, 3, 'cosines')];
    expect(row[0]).toBeCloseTo(Math.cos(radians + 0.5), 12);
    expect(row.slice(1)).toEqual(cosines.slice(1));
    expect(valuesAfter(input, 9, 'logits')).toEqual(row.map((value) => 16 * value));
  });

  it('end at the loss of the double-precision reference head, for every loss that normalises, in every option', () => {
    for (const loss of Object.values(losses).filter((l) => l.normalisesFeatures && l.normalisesWeights)) {
      const values = Object.fromEntries(loss.parameters.map((p) => [p.id, p.presets.toy]));
      for (const pastPi of loss.pastPi) {
        for (const gradient of gradientPaths) {
          for (const theta of [10, 60, 120, 170]) {
            const options = { pastPi, gradient };
            const head = softmaxHead(
              { embeddings: [embeddingAt(theta)], weights: classWeights, labels: [label] },
              loss,
              values,
              options,
            );
            expect(valuesAfter({ theta, loss, values, options }, 10, 'loss')[0], `${loss.id} ${pastPi} ${theta}°`).toBeCloseTo(
              head.loss,
              10,
            );
            expect(valuesAfter({ theta, loss, values, options }, 9, 'logits')[2]).toBeCloseTo(
              head.logits[0]?.[2] ?? Number.NaN,
              10,
            );
          }
        }
      }
    }
  });

  it('give probabilities that add up to 1, and a finite loss at the largest scale and the worst angle', () => {
    const worst = { ...input, theta: 180, values: { m: 0.5, s: 128 } };
    expect(valuesAfter(worst, 10, 'probability').reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(valuesAfter(worst, 10, 'loss')[0]).toBeGreaterThan(100);
    expect(softmaxOf([1000, 0])).toEqual([1, 0]);
  });

  it('follow the behaviour past π', () => {
    const targets = pastPiModes.map(
      (pastPi) => valuesAfter({ ...input, theta: 160, options: { pastPi, gradient: 'exact' } }, 6, 'target')[0],
    );
    expect(new Set(targets.map((t) => t?.toFixed(6))).size).toBe(4); // fallback0 and easy are both cos θ there
  });
});

describe('a loss that does not normalise', () => {
  it('is replaced by ArcFace with toy values', () => {
    for (const loss of [losses.softmax, losses.sphereface]) {
      const pinned = steppable(loss, { m: 4, lambda: 5 }, paperOptions);
      expect(pinned).toMatchObject({ pinned: true, values: { m: 0.5, s: 16 } });
      expect(pinned.loss.id).toBe('arcface');
    }
    expect(steppable(losses.cosface, { m: 0.2, s: 30 }, paperOptions)).toMatchObject({
      pinned: false,
      values: { m: 0.2, s: 30 },
    });
  });
});

describe('the data', () => {
  it('has a line for every result', () => {
    const lines = algorithmCsv(algorithmScene(input)).trim().split('\r\n');
    expect(lines).toHaveLength(1 + 1 + 4 + 7 + 2);
    expect(lines).toContain('7,oneHot,,1.000000,0.000000,0.000000,0.000000');
  });
});
