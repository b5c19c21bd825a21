import { angleBetween, dot, norm, normalise, type Vector } from '../sphere/angle';

/**
 * Angle statistics of a trained embedding, radians: the rows of Table 3 of the ArcFace paper (CVPR 2019). Null where there is
 * nothing to average (fewer than two classes with samples).
 */
export interface AngleStatistics {
  /** W-EC: mean angle between W_j and the centre of the embeddings of class j. */
  readonly weightToCentre: number | null;
  /** W-Inter: mean of each W_j's smallest angle to another W. */
  readonly betweenWeights: number | null;
  /** Intra: mean angle of an embedding to the centre of its class. */
  readonly withinClass: number | null;
  /** Inter: mean of each centre's smallest angle to another centre. */
  readonly betweenCentres: number | null;
}

/**
 * The centre of a class is the mean of its normalised embeddings. Classes without samples, zero embeddings, and classes whose
 * embeddings cancel out have no centre and are left out.
 *
 * @param embeddings  n vectors, raw
 * @param labels      n classes, 0 … C − 1
 * @param weights     C vectors, raw
 */
export function angleStatistics(
  embeddings: readonly Vector[],
  labels: ArrayLike<number>,
  weights: readonly Vector[],
): AngleStatistics {
  const centres = classCentres(embeddings, labels, weights.length);
  const weightToCentre = centres.flatMap((centre, k) => (centre ? [angleBetween(weights[k]!, centre)] : []));
  const withinClass = embeddings.flatMap((x, i) => {
    const centre = centres[labels[i]!];
    return centre && norm(x) > 0 ? [angleBetween(x, centre)] : [];
  });
  return {
    weightToCentre: mean(weightToCentre),
    betweenWeights: mean(nearestAngles(weights.filter((w) => norm(w) > 0))),
    withinClass: mean(withinClass),
    betweenCentres: mean(nearestAngles(centres.filter((centre) => centre !== null))),
  };
}

/** Unit vectors; null: the class has no centre. */
export function classCentres(embeddings: readonly Vector[], labels: ArrayLike<number>, classes: number): (Float64Array | null)[] {
  const dimension = embeddings[0]?.length ?? 0;
  const sums = Array.from({ length: classes }, () => new Float64Array(dimension));
  embeddings.forEach((x, i) => {
    const sum = sums[labels[i]!];
    if (!sum) throw new RangeError(`label ${i} is ${labels[i]}, but classes run from 0 to ${classes - 1}`);
    normalise(x).forEach((value, c) => {
      sum[c]! += value;
    });
  });
  // Opposite embeddings cancel to rounding noise, which has no direction.
  return sums.map((sum) => (norm(sum) > 1e-9 ? normalise(sum) : null));
}

/** For each vector the angle to the nearest other one; none for fewer than two. */
function nearestAngles(vectors: readonly Vector[]): number[] {
  if (vectors.length < 2) return [];
  const units = vectors.map(normalise);
  return units.map((own, k) => {
    let nearest = -1;
    let highest = Number.NEGATIVE_INFINITY;
    units.forEach((other, j) => {
      const cosine = dot(own, other);
      if (j === k || cosine <= highest) return;
      highest = cosine;
      nearest = j;
    });
    return angleBetween(own, units[nearest]!);
  });
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
