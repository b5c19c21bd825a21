import { createRng, permutation } from '../pure/random';
import type { Dataset, Part } from './dataset';

export interface IdentitiesSettings {
  readonly classes: number;
  /** Samples a class in the training part; the unseen part has a third of it. */
  readonly samples: number;
  /** Standard deviation of a sample round its identity, in each input; identities are about √2 · 4 apart. */
  readonly spread: number;
  /** Share of the samples that lie between their own identity and another one, 0 … 1. */
  readonly overlap: number;
  readonly seed: number;
}

const inputSize = 16;

/**
 * Invented identities: each is a random point in 16 dimensions, its samples lie round it. A share `overlap` of the samples is
 * moved between 30 and 70 % of the way towards another identity, like a bad picture that could be somebody else.
 */
export function createIdentities(settings: IdentitiesSettings): Dataset {
  const { classes, samples, spread, overlap, seed } = settings;
  const rng = createRng(seed, 'identities');
  const centres = Float64Array.from({ length: classes * inputSize }, () => rng.normal());

  const part = (perClass: number, firstIndex: number): Part => {
    const count = perClass * classes;
    const order = permutation(count, rng);
    const inputs = new Float32Array(count * inputSize);
    const labels = new Uint16Array(count);
    for (let i = 0; i < count; i++) {
      const label = i % classes;
      const other = (label + 1 + rng.integer(Math.max(1, classes - 1))) % classes;
      const way = rng.uniform() < overlap ? 0.3 + 0.4 * rng.uniform() : 0;
      const row = order[i]!;
      labels[row] = label;
      for (let k = 0; k < inputSize; k++) {
        const own = centres[label * inputSize + k]!;
        const away = centres[other * inputSize + k]!;
        inputs[row * inputSize + k] = own + way * (away - own) + spread * rng.normal();
      }
    }
    return { count, inputs, labels, indices: Uint32Array.from({ length: count }, (_, i) => firstIndex + i) };
  };
  const train = part(samples, 0);
  const test = part(Math.ceil(samples / 3), train.count);
  // Letters while they last, then A1, B1, …
  const classNames = Array.from(
    { length: classes },
    (_, k) => `${String.fromCharCode(65 + (k % 26))}${Math.floor(k / 26) || ''}`,
  );
  return { classes, classNames, inputSize, train, test };
}
