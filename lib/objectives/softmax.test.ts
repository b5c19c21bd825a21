import { expect, it } from 'vitest';
import { apart, evaluate, randomBatch, withState, worstDifference } from './testing/batches';

it('softmax regression that starts at W = 0 gets its textbook gradient: (1/C − y) xᵀ, and bias 1/C − y', () => {
  const batch = {
    embeddings: [
      [1, 2],
      [3, -1],
    ],
    weights: [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    labels: [0, 2],
  };
  const { loss, gradWeights, gradBias, gradEmbeddings } = evaluate('softmax', batch);
  expect(loss).toBeCloseTo(Math.log(4), 14);
  const expected = [
    [-0.75 * 1 + 0.25 * 3, -0.75 * 2 - 0.25 * 1],
    [0.25 * 1 + 0.25 * 3, 0.25 * 2 - 0.25 * 1],
    [0.25 * 1 - 0.75 * 3, 0.25 * 2 + 0.75 * 1],
    [0.25 * 1 + 0.25 * 3, 0.25 * 2 - 0.25 * 1],
  ];
  gradWeights!.forEach((row, c) => {
    Array.from(row).forEach((value, k) => {
      expect(value).toBeCloseTo(expected[c]![k]! / 2, 14);
    });
  });
  for (const [c, value] of [-0.25, 0.25, -0.25, 0.25].entries()) expect(gradBias![c]).toBeCloseTo(value, 14);
  expect(Array.from(gradEmbeddings[0]!)).toEqual([0, 0]);
});

it('a zero embedding and a zero weight are pulled as any others, also beside the centre loss', () => {
  const random = randomBatch(3);
  const zeros = [0, 0, 0];
  const batch = {
    ...random,
    embeddings: [zeros, ...random.embeddings.slice(1)],
    weights: [zeros, ...random.weights.slice(1)],
  };
  const result = evaluate('softmax', batch);
  expect(worstDifference(batch, result, (b) => evaluate('softmax', b).loss)).toBeLessThan(2e-7);
  const joint = evaluate('center', withState(batch, { classifier: batch.weights as number[][] }), { lambda: 0 });
  expect(apart({ ...result, gradWeights: [] }, { ...joint, gradWeights: [] })).toBeLessThan(1e-15);
  expect(joint.gradState!['classifier']).toEqual(result.gradWeights!.map((row) => Array.from(row)));
});
