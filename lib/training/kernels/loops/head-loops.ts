import { atan2, ln } from '../../../pure/math';
import type { HeadAttrs } from '../calls';
import { expOfNegative } from './exp';
import { type HeadArrays, type HeadShape, smallestNorm, smallestSine } from './head';
import { doubles } from './machine';
import { targetTape } from './target';

// Names of other modules are getters in development and tests: too slow for inner loops.
const exp = expOfNegative;

/**
 * The head in loops, in double precision: one pass over samples and classes up to the angles, the loss's tape over the batch, and one pass
 * for everything else. Class directions are kept coordinate by coordinate (d × C), so that the inner loops run over classes.
 */
export function headByLoops(arrays: HeadArrays, shape: HeadShape, { loss, values, options }: HeadAttrs): void {
  const directions = normaliseClasses(arrays.weights, shape);
  const samples = anglesOfBatch(arrays, shape, directions);
  const [psi, slope] = targetTape(loss, options).run(samples.theta, shape.samples, values) as [Float64Array, Float64Array];
  const scale = loss.normalisesFeatures ? values['s']! : null;
  const sums = gradients(arrays, shape, directions, samples, psi, slope, scale, !loss.normalisesWeights, loss.hasBias);
  finishClasses(arrays, shape, directions, sums);
}

interface Directions {
  /** d × C: unit vectors, 0 for a zero vector. */
  readonly units: Float64Array;
  /** C; inverse is 0 for a zero vector. */
  readonly norms: Float64Array;
  readonly inverses: Float64Array;
}

function normaliseClasses(weights: Float32Array, { classes, dimension }: HeadShape): Directions {
  const units = doubles('head class units', dimension * classes);
  const norms = doubles('head class norms', classes);
  const inverses = doubles('head class inverses', classes);
  for (let j = 0, at = 0; j < classes; j++, at += dimension) {
    let square = 0;
    for (let k = 0; k < dimension; k++) square += weights[at + k]! * weights[at + k]!;
    const norm = Math.sqrt(square);
    // Written so that NaN is no zero vector.
    const inverse = norm <= smallestNorm ? 0 : 1 / norm;
    norms[j] = norm;
    inverses[j] = inverse;
    for (let k = 0, to = j; k < dimension; k++, to += classes) units[to] = weights[at + k]! * inverse;
  }
  return { units, norms, inverses };
}

interface Samples {
  /** n × d */
  readonly units: Float64Array;
  readonly norms: Float64Array;
  readonly inverses: Float64Array;
  /** n × C. In the gradients' pass the own one becomes ψ. */
  readonly cosines: Float64Array;
  /** n, of the angle to the own class. */
  readonly sines: Float64Array;
  readonly theta: Float64Array;
}

function anglesOfBatch({ embeddings, labels }: HeadArrays, { samples, classes, dimension }: HeadShape, c: Directions): Samples {
  const units = doubles('head units', samples * dimension);
  const norms = doubles('head norms', samples);
  const inverses = doubles('head inverses', samples);
  const cosines = doubles('head cosines', samples * classes);
  const sines = doubles('head sines', samples);
  const theta = doubles('head theta', samples);
  for (let i = 0, at = 0, row = 0; i < samples; i++, at += dimension, row += classes) {
    let square = 0;
    for (let k = 0; k < dimension; k++) square += embeddings[at + k]! * embeddings[at + k]!;
    const norm = Math.sqrt(square);
    const inverse = norm <= smallestNorm ? 0 : 1 / norm;
    norms[i] = norm;
    inverses[i] = inverse;
    for (let k = 0, unitRow = 0; k < dimension; k++, unitRow += classes) {
      const coordinate = embeddings[at + k]! * inverse;
      units[at + k] = coordinate;
      if (k === 0) for (let j = 0; j < classes; j++) cosines[row + j] = coordinate * c.units[j]!;
      else for (let j = 0; j < classes; j++) cosines[row + j]! += coordinate * c.units[unitRow + j]!;
    }
    // The angle to the own class, through the residual of ŵ beside x̂: its length is sin θ, exact also where cos θ is flat.
    const own = labels[i]!;
    const cosine = cosines[row + own]!;
    let residual = 0;
    for (let k = 0, unit = own; k < dimension; k++, unit += classes) {
      const rest = c.units[unit]! - cosine * units[at + k]!;
      residual += rest * rest;
    }
    // A zero weight is at 90° to everything, as a zero embedding is by the residual.
    const sine = c.inverses[own] === 0 ? 1 : Math.sqrt(residual);
    sines[i] = sine;
    theta[i] = atan2(sine, cosine);
  }
  return { units, norms, inverses, cosines, sines, theta };
}

interface ClassSums {
  /** d × C: gradient by the class directions, not yet tangential. */
  readonly pulls: Float64Array;
  /** C: gradient by the classes' norms, 0 unless they are free. */
  readonly radial: Float64Array;
  readonly bias: Float64Array;
}

/**
 * Cross-entropy, the embeddings' gradients, and what comes together at each class.
 *
 * @param fixedScale  s, or null where features keep their norm
 */
function gradients(
  { labels, bias, gradEmbeddings, perSample }: HeadArrays,
  { samples, classes, dimension }: HeadShape,
  c: Directions,
  x: Samples,
  psi: Float64Array,
  slope: Float64Array,
  fixedScale: number | null,
  freeWeights: boolean,
  hasBias: boolean,
): ClassSums {
  const pulls = doubles('head pulls', dimension * classes).fill(0, 0, dimension * classes);
  const radial = doubles('head radial', classes).fill(0, 0, classes);
  const biasSums = doubles('head bias sums', classes).fill(0, 0, classes);
  const lengths = doubles('head lengths', classes);
  const biases = doubles('head biases', classes);
  for (let j = 0; j < classes; j++) {
    lengths[j] = freeWeights ? c.norms[j]! : 1;
    biases[j] = hasBias ? bias[j]! : 0;
  }
  const powers = doubles('head powers', classes);
  const toProject = doubles('head to project', dimension);
  const { units, cosines: marked } = x;
  for (let i = 0, at = 0, row = 0; i < samples; i++, at += dimension, row += classes) {
    const own = labels[i]!;
    const scale = fixedScale ?? x.norms[i]!;
    marked[row + own] = psi[i]!;
    let highest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < classes; j++) {
      const logit = scale * (marked[row + j]! * lengths[j]!) + biases[j]!;
      powers[j] = logit;
      if (logit > highest) highest = logit;
    }
    const ownLogit = powers[own]!;
    let total = 0;
    for (let j = 0; j < classes; j++) {
      const power = exp(powers[j]! - highest);
      powers[j] = power;
      total += power;
    }
    perSample[i] = ln(total) + highest - ownLogit;

    // Powers become gradients by the logits: (p − y) / n.
    powers[own]! -= total;
    const share = 1 / (total * samples);
    let alongNorm = 0;
    for (let j = 0; j < classes; j++) {
      const gradLogit = powers[j]! * share;
      powers[j] = gradLogit * lengths[j]! * scale;
      if (hasBias) biasSums[j]! += gradLogit;
      if (freeWeights) radial[j]! += gradLogit * marked[row + j]! * scale;
      if (fixedScale === null) alongNorm += gradLogit * marked[row + j]! * lengths[j]!;
    }
    // Now they are pulls: ∂logit/∂x̂ along the tangent is scale × factor × (ŵ − cos θ x̂), factor 1 for the others, −ψ′(θ)/sin θ for
    // the target.
    powers[own]! *= x.sines[i]! > smallestSine ? -slope[i]! / x.sines[i]! : 0;
    let alongUnit = 0;
    for (let k = 0, unitRow = 0; k < dimension; k++, unitRow += classes) {
      const coordinate = units[at + k]!;
      let sum = 0;
      for (let j = 0; j < classes; j++) {
        const pull = powers[j]!;
        sum += pull * c.units[unitRow + j]!;
        pulls[unitRow + j]! += pull * coordinate;
      }
      alongUnit += sum * coordinate;
      toProject[k] = sum;
    }
    const inverse = x.inverses[i]!;
    const onUnit = alongNorm - alongUnit * inverse;
    for (let k = 0; k < dimension; k++) gradEmbeddings[at + k] = toProject[k]! * inverse + onUnit * units[at + k]!;
  }
  return { pulls, radial, bias: biasSums };
}

/** The tangential part of the classes' gradients, carried over to the raw weights, and the radial one. */
function finishClasses(
  { gradWeights, gradBias }: HeadArrays,
  { classes, dimension }: HeadShape,
  c: Directions,
  { pulls, radial, bias }: ClassSums,
): void {
  for (let j = 0, to = 0; j < classes; j++, to += dimension) {
    let alongUnit = 0;
    for (let k = 0, unit = j; k < dimension; k++, unit += classes) alongUnit += pulls[unit]! * c.units[unit]!;
    const inverse = c.inverses[j]!;
    const onUnit = radial[j]! - alongUnit * inverse;
    for (let k = 0, unit = j; k < dimension; k++, unit += classes) {
      gradWeights[to + k] = pulls[unit]! * inverse + onUnit * c.units[unit]!;
    }
    gradBias[j] = bias[j]!;
  }
}
