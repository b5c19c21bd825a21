import * as tf from '@tensorflow/tfjs-core';
import { dualAlgebra } from '../algebra/dual';
import { type TensorFlow, tensorAlgebra } from '../algebra/tensor';
import { type AnyLoss, type LossOptions, type ParameterValues, targetLogit } from '../losses';

/** A batch in front of the softmax head. Values are raw: the head normalises what the loss normalises. */
export interface HeadInput {
  /** n × d */
  readonly embeddings: tf.Tensor2D;
  /** C × d */
  readonly weights: tf.Tensor2D;
  /** C; used by losses with a bias only. */
  readonly bias: tf.Tensor1D;
  /** n × C, a single 1 in each row. */
  readonly oneHot: tf.Tensor2D;
}

export interface HeadOutput {
  /** Mean cross-entropy of the batch, a scalar. */
  readonly loss: tf.Scalar;
  /** Cross-entropy of each sample, n. */
  readonly perSample: tf.Tensor1D;
  readonly gradEmbeddings: tf.Tensor2D;
  readonly gradWeights: tf.Tensor2D;
  readonly gradBias: tf.Tensor1D;
}

/** Below this sine (single precision) the direction from x to its class is rounding noise and counts as undefined. */
export const smallestSine = 1e-6;
/** Below this length a vector counts as zero. */
export const smallestNorm = 1e-12;

/**
 * Loss and gradients of the softmax head of any margin loss, in tensors. The target logit and its slope are one evaluation of
 * the loss's definition over duals of tensors; everything else of the gradient is written out here.
 *
 * Gradients are taken in θ along the sphere's tangent, where they are bounded. Where the tangent is undefined (θ = 0, θ = π)
 * the target's part is 0; a zero vector has no direction and gets gradient 0. `lib/objectives/softmax-head.ts` is the same in
 * double precision and the reference of the tests.
 *
 * Call inside `tf.tidy`.
 */
export function tensorHead(input: HeadInput, loss: AnyLoss, values: ParameterValues, options: LossOptions): HeadOutput {
  const { embeddings, weights, oneHot } = input;
  const x = normalise(embeddings);
  const w = normalise(weights);
  const cosine = tf.matMul(x.unit, tf.transpose(w.unit));

  // The angle to the own class, through the residual of ŵ beside x̂: its length is sin θ, exact also where cos θ is flat.
  const ownUnit = tf.matMul(oneHot, w.unit);
  const ownCosine = tf.sum(tf.mul(x.unit, ownUnit), 1, true);
  const residual = tf.sqrt(tf.sum(tf.square(tf.sub(ownUnit, tf.mul(ownCosine, x.unit))), 1, true));
  // A zero weight is at 90° to everything, as a zero embedding is by the residual.
  const sine = tf.maximum(residual, tf.sub(1, tf.matMul(oneHot, w.present)));
  const target = targetAndSlope(tf.atan2(sine, ownCosine), loss, values, options);

  // Logits before bias: scale × (cos θ_j, with the target's in place of the own one).
  const own = tf.mul(oneHot, tf.sub(target.value, ownCosine));
  const marked = tf.add(cosine, own);
  const scale = scaleOf(loss, values, x.norm, w.norm);
  const scaled = tf.mul(marked, scale);
  const logits = loss.hasBias ? tf.add(scaled, input.bias) : scaled;

  const highest = tf.max(logits, 1, true);
  const powers = tf.exp(tf.sub(logits, highest));
  const total = tf.sum(powers, 1, true);
  const perSample = tf.sub(tf.add(tf.log(total), highest), tf.sum(tf.mul(oneHot, logits), 1, true));
  const gradLogits = tf.div(tf.sub(tf.div(powers, total), oneHot), oneHot.shape[0]) as tf.Tensor2D;

  // ∂logit/∂x̂ along the tangent is scale × factor × (ŵ − cos θ x̂): factor 1 for the others, −ψ′(θ)/sin θ for the target.
  const defined = tf.step(tf.sub(sine, smallestSine));
  const factor = tf.mul(defined, tf.neg(tf.div(target.slope, tf.maximum(sine, smallestSine))));
  const factors = tf.add(1, tf.mul(oneHot, tf.sub(factor, 1)));
  const pull = tf.mul(tf.mul(gradLogits, scale), factors) as tf.Tensor2D;
  const alongX = tangential(tf.matMul(pull, w.unit), x);
  const alongW = tangential(tf.matMul(tf.transpose(pull), x.unit), w);

  // Where norms are free the logit also grows with them: ∂logit/∂|x| = marked × (|w| or 1).
  const gradEmbeddings = loss.normalisesFeatures
    ? alongX
    : tf.add(
        alongX,
        tf.mul(x.unit, tf.sum(tf.mul(gradLogits, loss.normalisesWeights ? marked : tf.mul(marked, transposed(w.norm))), 1, true)),
      );
  const gradWeights = loss.normalisesWeights
    ? alongW
    : tf.add(
        alongW,
        tf.mul(
          w.unit,
          transposed(tf.sum(tf.mul(gradLogits, loss.normalisesFeatures ? marked : tf.mul(marked, x.norm)), 0, true)),
        ),
      );
  return {
    loss: tf.mean(perSample),
    perSample: tf.reshape(perSample, [oneHot.shape[0]]),
    gradEmbeddings: gradEmbeddings as tf.Tensor2D,
    gradWeights: gradWeights as tf.Tensor2D,
    gradBias: loss.hasBias ? tf.sum(gradLogits, 0) : tf.zerosLike(input.bias),
  };
}

/**
 * Logits without the margin, by which accuracy is judged: the cosines where features and weights are normalised; otherwise
 * with their norms and bias. Only their order in a row matters, so s is left out. Call inside `tf.tidy`.
 */
export function plainLogits({ embeddings, weights, bias }: Omit<HeadInput, 'oneHot'>, loss: AnyLoss): tf.Tensor2D {
  const direction: tf.Tensor2D = loss.normalisesWeights ? normalise(weights).unit : weights;
  const products = tf.matMul(embeddings, tf.transpose(direction));
  return loss.hasBias ? (tf.add(products as tf.Tensor, bias) as tf.Tensor2D) : (products as tf.Tensor2D);
}

/** Rows of vectors, their directions and their lengths. */
export interface Normalised {
  readonly unit: tf.Tensor2D;
  /** n × 1 */
  readonly norm: tf.Tensor;
  /** n × 1: 1, and 0 for a zero vector. */
  readonly present: tf.Tensor2D;
  /** 1/norm, and 0 for a zero vector. */
  readonly inverse: tf.Tensor;
}

/** Directions and lengths of the rows of a matrix. Call inside `tf.tidy`. */
export function normalise(rows: tf.Tensor2D): Normalised {
  const norm = tf.sqrt(tf.sum(tf.square(rows), 1, true));
  const present = tf.step(tf.sub(norm, smallestNorm)) as tf.Tensor2D;
  const inverse = tf.div(present, tf.maximum(norm, smallestNorm));
  return { unit: tf.mul(rows, inverse), norm, present, inverse };
}

/** The part of a gradient with respect to unit vectors that is tangential, carried over to the raw vectors. */
export const tangential = (gradient: tf.Tensor2D, { unit, inverse }: Normalised): tf.Tensor2D =>
  tf.mul(tf.sub(gradient, tf.mul(unit, tf.sum(tf.mul(gradient, unit), 1, true))), inverse);

/** n × 1 ↔ 1 × n */
const transposed = (column: tf.Tensor): tf.Tensor => tf.reshape(column, [column.shape[1]!, column.shape[0]!]);

function scaleOf(loss: AnyLoss, values: ParameterValues, xNorm: tf.Tensor, wNorm: tf.Tensor): tf.Tensor {
  if (loss.normalisesFeatures) return tf.scalar(values['s']!);
  return loss.normalisesWeights ? xNorm : tf.mul(xNorm, transposed(wNorm));
}

/** What the tensor reading uses, name by name: handing over the whole namespace would put all of tfjs into the worker's script. */
export const operations = {
  add: tf.add,
  cast: tf.cast,
  clone: tf.clone,
  cos: tf.cos,
  customGrad: tf.customGrad,
  div: tf.div,
  floor: tf.floor,
  maximum: tf.maximum,
  minimum: tf.minimum,
  mul: tf.mul,
  neg: tf.neg,
  scalar: tf.scalar,
  sin: tf.sin,
  sqrt: tf.sqrt,
  step: tf.step,
  sub: tf.sub,
  where: tf.where,
  zerosLike: tf.zerosLike,
} as Partial<TensorFlow> as TensorFlow;

/** ψ(θ) and ψ′(θ) of each sample, n × 1, by the definition read over duals of tensors. */
function targetAndSlope(
  theta: tf.Tensor,
  loss: AnyLoss,
  values: ParameterValues,
  options: LossOptions,
): { value: tf.Tensor; slope: tf.Tensor } {
  const A = dualAlgebra(tensorAlgebra(operations));
  const p = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, A.constant(value)]));
  return targetLogit(A, loss, { theta: { value: theta, slope: tf.onesLike(theta) } }, p, options);
}
