import type { Rng } from '../pure/random';

export interface Triplet {
  readonly anchor: number;
  readonly positive: number;
  readonly negative: number;
}

export interface Mining {
  /**
   * `all` valid triplets; `hard`: each anchor's farthest positive and nearest negative; `semi-hard`: see `semiHard`; `random`: each
   * anchor–positive pair with one random negative.
   */
  readonly mining: 'all' | 'hard' | 'semi-hard' | 'random';
  /**
   * `drawn`: one at random of the negatives with 0 < D_an − D_ap < margin (FaceNet); `all` of those with 0 < D_an − D_ap ≤ margin
   * (pytorch-metric-learning, InsightFace); `nearest` negative with D_an > D_ap at any distance, else the farthest negative
   * (TensorFlow Addons).
   */
  readonly semiHard: 'drawn' | 'all' | 'nearest';
  readonly margin: number;
}

/**
 * The triplets of a batch, in the order of anchor, positive, negative. Ties go to the lower index. None where a class has one
 * sample or the batch one class.
 *
 * @param distances  n × n
 */
export function mine(distances: readonly ArrayLike<number>[], labels: readonly number[], how: Mining, rng: Rng): Triplet[] {
  const found: Triplet[] = [];
  labels.forEach((label, anchor) => {
    const row = distances[anchor]!;
    const positives = indices(labels, (other, i) => other === label && i !== anchor);
    const negatives = indices(labels, (other) => other !== label);
    if (positives.length === 0 || negatives.length === 0) return;
    if (how.mining === 'hard') {
      found.push({ anchor, positive: best(positives, (i) => row[i]!), negative: best(negatives, (i) => -row[i]!) });
      return;
    }
    for (const positive of positives) {
      for (const negative of choose(row, row[positive]!, negatives, how, rng)) found.push({ anchor, positive, negative });
    }
  });
  return found;
}

function choose(row: ArrayLike<number>, near: number, negatives: number[], how: Mining, rng: Rng): number[] {
  if (how.mining === 'all') return negatives;
  if (how.mining === 'random') return [negatives[rng.integer(negatives.length)]!];
  const beyond = negatives.filter((i) => row[i]! > near);
  if (how.semiHard === 'nearest') return [beyond.length ? best(beyond, (i) => -row[i]!) : best(negatives, (i) => row[i]!)];
  if (how.semiHard === 'all') return beyond.filter((i) => row[i]! - near <= how.margin);
  const within = beyond.filter((i) => row[i]! - near < how.margin);
  return within.length ? [within[rng.integer(within.length)]!] : [];
}

/** The candidate with the highest score, the first of equals. */
function best(candidates: readonly number[], score: (i: number) => number): number {
  return candidates.reduce((winner, i) => (score(i) > score(winner) ? i : winner));
}

function indices(labels: readonly number[], test: (label: number, i: number) => boolean): number[] {
  return labels.flatMap((label, i) => (test(label, i) ? [i] : []));
}
