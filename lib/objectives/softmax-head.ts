import type { AnyLoss, LossOptions, ParameterValues } from '../losses';
import { targetSlope, targetValue } from '../losses/read';
import { angleOfUnits, dot, type Polar, polarOf, tangentOfUnits, type Vector } from '../sphere/angle';
import { crossEntropy } from './cross-entropy';

/** A batch in front of the softmax head: n samples, C classes, d dimensions, all raw. The head normalises what the loss normalises. */
export interface HeadBatch {
  /** n rows of d numbers. */
  readonly embeddings: readonly Vector[];
  /** C rows of d numbers. */
  readonly weights: readonly Vector[];
  /** C numbers, for losses with a bias; default: zeros. */
  readonly bias?: Vector;
  /** n classes, 0 … C − 1. */
  readonly labels: ArrayLike<number>;
}

export interface HeadResult {
  /** Mean cross-entropy of the batch, in nats, with the margin. */
  readonly loss: number;
  /** Cross-entropy of each sample. */
  readonly perSample: readonly number[];
  /** n × C logits with the scale; the target's carries the margin. */
  readonly logits: readonly Float64Array[];
  /** Gradients of `loss` with respect to the raw inputs, in their shapes. */
  readonly gradEmbeddings: readonly Float64Array[];
  readonly gradWeights: readonly Float64Array[];
  readonly gradBias: Float64Array;
  /** Share of samples whose largest logit *without* the margin is their own. */
  readonly accuracy: number;
}

/**
 * The softmax head of any margin loss in double precision: the reference that all faster implementations are tested against.
 *
 * L = mean of log Σ_j exp z_j − z_y, with z_y = S ψ(θ_y) and z_j = S cos θ_j (+ b_j); S is s, or ‖x‖ where features keep their
 * norm, times ‖W_j‖ where weights keep theirs. Gradients are taken in θ along the sphere's tangent, where they are bounded.
 *
 * Conventions: at θ_y = 0 and θ_y = π the direction is undefined and the target's part of the gradient is 0; a zero embedding or
 * weight has no direction, counts as being at 90° to everything, and gets gradient 0 (plain softmax needs no direction: see
 * `softmax.ts`). `detached` takes the slope of plain cos θ.
 *
 * @throws RangeError if shapes do not fit, a label is no class, a value is not finite, or a parameter is missing
 */
export function softmaxHead(batch: HeadBatch, loss: AnyLoss, values: ParameterValues, options: LossOptions): HeadResult {
  checkBatch(batch, loss, values);
  const { embeddings, weights, labels } = batch;
  const bias = loss.hasBias && batch.bias ? batch.bias : new Float64Array(weights.length);
  const samples = embeddings.length;
  const gradEmbeddings = embeddings.map((x) => new Float64Array(x.length));
  const gradWeights = weights.map((w) => new Float64Array(w.length));
  const gradBias = new Float64Array(weights.length);
  const logits: Float64Array[] = [];
  const perSample: number[] = [];
  let right = 0;

  const directions = weights.map(polarOf);
  embeddings.map(polarOf).forEach((x, i) => {
    const label = labels[i]!;
    const pairs = directions.map((w, j) => pairOf(x, w, j === label, loss, values, options));
    const row = Float64Array.from(pairs, ({ scale, value }, j) => scale * value + bias[j]!);
    const { value, slopes } = crossEntropy(row, label);
    logits.push(row);
    perSample.push(value);
    if (largest(pairs.map(({ scale, cosine }, j) => scale * cosine + bias[j]!)) === label) right++;

    pairs.forEach((pair, j) => {
      const pull = slopes[j]! / samples;
      addScaled(gradEmbeddings[i]!, pair.gradX, pull);
      addScaled(gradWeights[j]!, pair.gradW, pull);
      if (loss.hasBias) gradBias[j]! += pull;
    });
  });
  const mean = perSample.reduce((sum, value) => sum + value, 0) / samples;
  return { loss: mean, perSample, logits, gradEmbeddings, gradWeights, gradBias, accuracy: right / samples };
}

interface Pair {
  /** The logit is scale × value; without the margin it is scale × cosine. */
  readonly scale: number;
  readonly value: number;
  readonly cosine: number;
  /** Gradients of scale × value with respect to the raw x and W. */
  readonly gradX: Float64Array;
  readonly gradW: Float64Array;
}

/** One embedding against one class. */
function pairOf(x: Polar, w: Polar, own: boolean, loss: AnyLoss, values: ParameterValues, options: LossOptions): Pair {
  const theta = angleOfUnits(x.unit, w.unit);
  const cosine = dot(x.unit, w.unit);
  const value = own ? targetValue(loss, theta, values, options) : cosine;
  const slope = own ? targetSlope(loss, theta, values, options) : -Math.sin(theta);
  const weightScale = loss.normalisesWeights ? 1 : w.length;
  const featureScale = loss.normalisesFeatures ? values['s']! : x.length;
  const scale = weightScale * featureScale;

  // dθ/dx = −tangent / ‖x‖, so the tangential part is −scale · ψ′ · tangent / ‖x‖. Free norms add the radial part: the logit is
  // proportional to them.
  const gradX = new Float64Array(x.unit.length);
  const gradW = new Float64Array(w.unit.length);
  if (x.length > 0) {
    addScaled(gradX, tangentOfUnits(x.unit, w.unit), (-scale * slope) / x.length);
    if (!loss.normalisesFeatures) addScaled(gradX, x.unit, weightScale * value);
  }
  if (w.length > 0) {
    addScaled(gradW, tangentOfUnits(w.unit, x.unit), (-scale * slope) / w.length);
    if (!loss.normalisesWeights) addScaled(gradW, w.unit, featureScale * value);
  }
  return { scale, value, cosine, gradX, gradW };
}

/** Index of the largest number, the first of equals. */
const largest = (row: readonly number[]): number => row.indexOf(Math.max(...row));

/** A coordinate that is 0 adds nothing, whatever the factor: a slope may be infinite where the direction is undefined. */
function addScaled(sum: Float64Array, vector: Vector, factor: number): void {
  for (let c = 0; c < sum.length; c++) if (vector[c] !== 0) sum[c]! += factor * vector[c]!;
}

function checkBatch({ embeddings, weights, bias, labels }: HeadBatch, loss: AnyLoss, values: ParameterValues): void {
  if (embeddings.length === 0) throw new RangeError('the batch is empty');
  if (weights.length === 0) throw new RangeError('there are no classes');
  const dimension = weights[0]!.length;
  if (dimension === 0) throw new RangeError('class weight 0 has no coordinates');
  checkRows('embedding', embeddings, dimension);
  checkRows('class weight', weights, dimension);
  if (labels.length !== embeddings.length) throw new RangeError(`${embeddings.length} embeddings but ${labels.length} labels`);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= weights.length) {
      throw new RangeError(`label ${i} is ${label}, but classes run from 0 to ${weights.length - 1}`);
    }
  }
  if (bias) {
    if (!loss.hasBias) throw new RangeError(`${loss.name} has no bias`);
    if (bias.length !== weights.length) throw new RangeError(`${weights.length} classes but ${bias.length} biases`);
    checkRows('bias', [bias], weights.length);
  }
  for (const { id } of loss.parameters) {
    if (!Number.isFinite(values[id])) throw new RangeError(`${loss.name} needs a finite value of ${id}, not ${values[id]}`);
  }
}

function checkRows(name: string, rows: readonly Vector[], length: number): void {
  rows.forEach((row, i) => {
    if (row.length !== length) throw new RangeError(`${name} ${i} has ${row.length} coordinates instead of ${length}`);
    for (let c = 0; c < length; c++) {
      if (!Number.isFinite(row[c]!)) throw new RangeError(`${name} ${i} is not finite: coordinate ${c} is ${row[c]}`);
    }
  });
}
