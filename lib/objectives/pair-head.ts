import { polarOf } from '../sphere/angle';
import { type Criterion, crossEntropy, softplus } from './cross-entropy';
import { addNormGradient, addPolarAngleGradient, anglesOf, meanOf, nearest, zerosLike } from './geometry';
import type { Batch, Result } from './objective';

/** One logit and its derivatives. */
export interface PairLogit {
  readonly value: number;
  readonly byTheta: number;
  /** By the embedding's norm; default 0. */
  readonly byNorm?: number;
  /** By the objective's one learned scalar (a scale or a bias); default 0. */
  readonly byState?: number;
}

/** What a logit may depend on: sample i, class c, whether it is the sample's own, the angle in radians, the embedding's norm. */
export interface Pair {
  readonly i: number;
  readonly c: number;
  readonly own: boolean;
  readonly theta: number;
  readonly norm: number;
}

/** One binary task a class: `positive` softplus(−z_y) + `negative` Σ softplus(z_j). */
export const binary =
  (positive: number, negative: number): Criterion =>
  (logits, own) => {
    let value = 0;
    const slopes = logits.map((z, j) => {
      const sign = j === own ? -1 : 1;
      const weight = j === own ? positive : negative;
      value += weight * softplus(sign * z);
      return (weight * sign) / (1 + Math.exp(-sign * z));
    });
    return { value, slopes };
  };

export interface PairHead {
  readonly logit: (pair: Pair) => PairLogit;
  /** Default: `crossEntropy`. */
  readonly criterion?: Criterion;
  /** The classes that take part, in the order of the columns; default: all. The own class of every sample is among them. */
  readonly columns?: readonly number[];
  /** The row of `weights` that stands for class c with sample i; default: row c. */
  readonly rowOf?: (i: number, c: number) => number;
  /** Angles to every row of `weights`, if they are known already. */
  readonly angles?: readonly Float64Array[];
}

/**
 * The head of losses whose weights are normalised and whose logits each depend on one angle, the embedding's norm and a learned
 * scalar. Conventions are those of `softmaxHead`. `gradScalar` is the derivative by the learned scalar.
 */
export function pairHead(
  batch: Batch,
  head: PairHead,
): Required<Omit<Result, 'gradBias' | 'gradState' | 'stateAfter' | 'warnings'>> & {
  gradScalar: number;
} {
  const { embeddings, weights, labels } = batch;
  const { logit, criterion = crossEntropy, rowOf = (_, c) => c } = head;
  const columns = head.columns ?? weights.map((_, c) => c);
  const angles = head.angles ?? anglesOf(embeddings, weights);
  const gradEmbeddings = zerosLike(embeddings);
  const gradWeights = zerosLike(weights);
  const logits: Float64Array[] = [];
  const perSample: number[] = [];
  let gradScalar = 0;
  const directions = weights.map(polarOf);
  embeddings.forEach((x, i) => {
    const polar = polarOf(x);
    const pairs = columns.map((c) => {
      const row = rowOf(i, c);
      return { row, ...logit({ i, c, own: c === labels[i], theta: angles[i]![row]!, norm: polar.length }) };
    });
    const values = Float64Array.from(pairs, ({ value }) => value);
    const { value, slopes } = criterion(values, columns.indexOf(labels[i]!));
    logits.push(values);
    perSample.push(value);
    pairs.forEach(({ row, byTheta, byNorm = 0, byState = 0 }, k) => {
      const pull = slopes[k]! / embeddings.length;
      addPolarAngleGradient(gradEmbeddings[i]!, gradWeights[row]!, polar, directions[row]!, pull * byTheta);
      addNormGradient(gradEmbeddings[i]!, x, pull * byNorm);
      gradScalar += pull * byState;
    });
  });
  const right = embeddings.map((_, i) => (nearestClass(angles[i]!, columns, rowOf, i) === labels[i] ? 1 : 0));
  const accuracy = meanOf(right);
  return { loss: meanOf(perSample), perSample, logits, gradEmbeddings, gradWeights, accuracy, gradScalar };
}

/** The class whose direction is nearest, without a margin. */
function nearestClass(
  angles: Float64Array,
  columns: readonly number[],
  rowOf: (i: number, c: number) => number,
  i: number,
): number {
  return columns[nearest(Float64Array.from(columns, (c) => angles[rowOf(i, c)]!))]!;
}
