/** A criterion: the value of one sample and its derivatives by the logits; `own` is the column of the true class. */
export type Criterion = (logits: Float64Array, own: number) => { value: number; slopes: Float64Array };

/** log(1 + e^z), without overflow and without losing small values. */
export const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/**
 * Softmax cross-entropy of one sample, −log p, in nats, with its derivatives: softmax minus one-hot.
 *
 * Written as log(1 + Σ_{j≠y} e^{z_j − z_y}): a sample that is all but certain keeps its tiny loss and its tiny pull, where
 * log Σ e^z − z_y and p_y − 1 round to 0.
 */
export const crossEntropy: Criterion = (logits, own) => {
  const behind = logSumExp(logits, own) - logits[own]!;
  const value = softplus(behind);
  const slopes = logits.map((z) => Math.exp(z - logits[own]! - value));
  slopes[own] = -1 / (1 + Math.exp(-behind));
  return { value, slopes };
};

/** log Σ e^z over all entries but `without`, without overflow; −∞ if nothing is left. */
function logSumExp(row: Float64Array, without: number): number {
  let highest = -Infinity;
  for (let j = 0; j < row.length; j++) if (j !== without) highest = Math.max(highest, row[j]!);
  if (highest === -Infinity) return highest;
  let sum = 0;
  for (let j = 0; j < row.length; j++) if (j !== without) sum += Math.exp(row[j]! - highest);
  return highest + Math.log(sum);
}
