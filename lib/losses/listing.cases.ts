import { type LossOptions, losses, type MarginLoss, type ParameterValues } from './index';
import { classNameOf, type ListingLanguage, listingOf } from './listing';
import { everyCase } from './read.cases';

export interface ListingCase {
  readonly name: string;
  readonly loss: MarginLoss;
  readonly values: ParameterValues;
  readonly options: LossOptions;
}

/** Every loss, behaviour past π and gradient path once, at the paper's margins and s = 16 (with 64 most probabilities are 0 or 1). */
export const listingCases: readonly ListingCase[] = Object.values(losses).flatMap((loss) => {
  const values = Object.fromEntries(loss.parameters.map((p) => [p.id, p.id === 's' ? 16 : p.default]));
  const seen = new Set<string>();
  return everyCase()
    .filter((c) => c.loss === loss)
    .flatMap(({ options }) => {
      const name = `${loss.id} ${options.pastPi} ${options.gradient}`;
      if (seen.has(name)) return [];
      seen.add(name);
      return [{ name, loss, values, options }];
    });
});

/**
 * A small batch: samples on every side of π − m, one exactly on its class direction (row 4), one exactly opposite (row 5), and
 * two of one class.
 */
export const batch = {
  embeddings: [
    [1.2, 0.4, -0.3],
    [-0.5, 0.9, 0.1],
    [-1.1, -0.2, 0.5],
    [0.3, -0.8, 1.4],
    [0, 0, 1.5],
    [0, 0, -0.5],
    [0.2, -1.3, -0.4],
  ],
  weights: [
    [0.9, 0.5, 0.2],
    [-0.3, 1.1, -0.6],
    [0, 0, 2],
    [0.7, -0.4, -0.9],
  ],
  bias: [0.1, -0.2, 0.3, 0.05],
  labels: [0, 1, 0, 3, 2, 2, 1],
} as const;

export interface HeadNumbers {
  readonly loss: number;
  readonly gradEmbeddings: readonly (readonly number[])[];
  readonly gradWeights: readonly (readonly number[])[];
  readonly gradBias: readonly number[];
}

/** Values that a framework gave, with a digest of the source it ran. */
export interface Recorded {
  readonly version: string;
  readonly results: Readonly<Record<string, HeadNumbers & { readonly digest: string }>>;
}

export const sourceOf = (language: ListingLanguage, { loss, values, options }: ListingCase): string =>
  listingOf(language, loss, values, options).text;

export const jobFor = (framework: 'torch' | 'tensorflow') => ({
  framework,
  cases: listingCases.map((c) => ({
    name: c.name,
    source: sourceOf(framework === 'torch' ? 'pytorch' : 'tensorflow', c),
    class_name: classNameOf(c.loss),
  })),
  ...batch,
});
