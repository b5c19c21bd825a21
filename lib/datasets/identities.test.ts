import { describe, expect, it } from 'vitest';
import type { Part } from './dataset';
import { createIdentities } from './identities';

const settings = { classes: 8, samples: 60, spread: 0.3, overlap: 0, seed: 1 };

/** Mean of each class, and the root mean square distance of samples from it, in each input. */
function statistics({ inputs, labels, count }: Part, classes: number): { means: number[][]; deviation: number } {
  const size = inputs.length / count;
  const members = Array.from(labels).reduce<number[]>(
    (counts, label) => counts.with(label, counts[label]! + 1),
    new Array<number>(classes).fill(0),
  );
  const means = members.map(() => new Array<number>(size).fill(0));
  for (let i = 0; i < count; i++)
    for (let k = 0; k < size; k++) means[labels[i]!]![k]! += inputs[i * size + k]! / members[labels[i]!]!;
  let sum = 0;
  for (let i = 0; i < count; i++) for (let k = 0; k < size; k++) sum += (inputs[i * size + k]! - means[labels[i]!]![k]!) ** 2;
  return { means, deviation: Math.sqrt(sum / (size * (count - classes))) };
}

describe('createIdentities', () => {
  it('makes the same people from the same seed, and others from another', () => {
    expect(createIdentities(settings)).toEqual(createIdentities(settings));
    expect(createIdentities({ ...settings, seed: 2 }).train.inputs).not.toEqual(createIdentities(settings).train.inputs);
  });

  it('makes as many classes and samples as asked for, and a third as many unseen ones', () => {
    const { train, test, classNames } = createIdentities({ ...settings, classes: 5, samples: 31 });
    expect([train.count, test.count, classNames.join('')]).toEqual([155, 55, 'ABCDE']);
    for (let k = 0; k < 5; k++) expect(train.labels.filter((label) => label === k).length).toBe(31);
    expect(new Set([...train.indices, ...test.indices]).size).toBe(210);
  });

  it.each([0.1, 0.3, 1])('spreads samples by %d round their person, and unseen ones round the same', (spread) => {
    const { train, test } = createIdentities({ ...settings, spread });
    const seen = statistics(train, 8);
    // 8 × 59 × 16 degrees of freedom: 1.2 % standard error; three of them.
    expect(Math.abs(seen.deviation / spread - 1)).toBeLessThan(0.036);
    const unseen = statistics(test, 8);
    // Means of 60 and of 20 samples: distance in each input about spread·√(1/60 + 1/20).
    const distance =
      Math.hypot(...seen.means.flatMap((mean, k) => mean.map((value, i) => value - unseen.means[k]![i]!))) / Math.sqrt(128);
    expect(distance).toBeLessThan(2 * spread * Math.sqrt(1 / 60 + 1 / 20));
  });

  it('moves the asked share of samples towards somebody else', () => {
    const { train } = createIdentities({ ...settings, spread: 0, overlap: 0.25, samples: 400 });
    const own = createIdentities({ ...settings, spread: 0, overlap: 0, samples: 1 });
    const size = own.inputSize;
    const centreOf = (label: number) => {
      const row = own.train.labels.indexOf(label);
      return own.train.inputs.subarray(row * size, row * size + size);
    };
    let moved = 0;
    for (let i = 0; i < train.count; i++) {
      const sample = train.inputs.subarray(i * size, i * size + size);
      if (Math.hypot(...sample.map((value, k) => value - centreOf(train.labels[i]!)[k]!)) > 1e-6) moved++;
    }
    // 3,200 samples: standard error √(0.25·0.75/3200) = 0.0077; three of them.
    expect(Math.abs(moved / train.count - 0.25)).toBeLessThan(0.023);
  });
});
