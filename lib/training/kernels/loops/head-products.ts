import { atan2, ln } from '../../../pure/math';
import type { HeadAttrs } from '../calls';
import { transpose } from './dense';
import { type HeadArrays, type HeadShape, smallestNorm, smallestSine } from './head';
import { addPowers, normOfRow, projectRow, raiseHighest, scaleRow, sums, turnIntoPulls } from './head-rows';
import { doubles, type Machine } from './machine';
import { targetTape } from './target';

/**
 * The head for many classes and dimensions: the cosines and the two sums of pulls are products of the machine, in single precision. What
 * concerns the own class is left out of the products and computed in double precision: there a factor 1/sin θ would magnify roundings.
 *
 * Matrices of classes and samples are C × n, so that neither the large matrix of class directions nor its gradient is transposed.
 *
 * @param arrays  views, to be taken again after each product: it may make the heap grow
 * @param out     where the products write the gradients of embeddings and weights
 */
export function headByProducts<B>(
  machine: Machine<B>,
  arrays: () => HeadArrays,
  out: { readonly gradEmbeddings: B; readonly gradWeights: B },
  shape: HeadShape,
  { loss, values, options }: HeadAttrs,
): void {
  const { samples, classes, dimension } = shape;
  const blocks = {
    classUnits: machine.scratch('head class units', classes * dimension),
    units: machine.scratch('head units', samples * dimension),
    turned: machine.scratch('head units turned', samples * dimension),
    logits: machine.scratch('head logits', classes * samples),
    pulls: machine.scratch('head pulls', samples * classes),
  };
  const before = arrays();
  const units = machine.floats(blocks.units);
  const c = normalise(before.weights, machine.floats(blocks.classUnits), classes, dimension, 'class');
  const x = normalise(before.embeddings, units, samples, dimension, 'sample');
  transpose(units, machine.floats(blocks.turned), samples, dimension);
  const own = anglesToOwn(before, shape, c.inverses, x.inverses);
  const [psi, slope] = targetTape(loss, options).run(own.theta, samples, values) as [Float64Array, Float64Array];
  machine.multiply({
    a: blocks.classUnits,
    b: blocks.turned,
    out: blocks.logits,
    rows: classes,
    inner: dimension,
    columns: samples,
  });

  const logits = machine.floats(blocks.logits);
  const scales = loss.normalisesFeatures ? doubles('head scales', samples).fill(values['s']!, 0, samples) : x.norms;
  const weightNorms = loss.normalisesWeights ? null : c.norms;
  const radial = pullsOfLogits(arrays(), shape, logits, psi, scales, weightNorms, loss.hasBias);
  transpose(logits, machine.floats(blocks.pulls), classes, samples);
  machine.multiply({
    a: blocks.logits,
    b: blocks.units,
    out: out.gradWeights,
    rows: classes,
    inner: samples,
    columns: dimension,
  });
  machine.multiply({
    a: blocks.pulls,
    b: blocks.classUnits,
    out: out.gradEmbeddings,
    rows: samples,
    inner: classes,
    columns: dimension,
  });

  const after = arrays();
  const radialX = loss.normalisesFeatures ? null : radial.samples;
  const radialW = loss.normalisesWeights ? null : radial.classes;
  project(after.gradEmbeddings, machine.floats(blocks.units), x.inverses, radialX, samples, dimension);
  project(after.gradWeights, machine.floats(blocks.classUnits), c.inverses, radialW, classes, dimension);
  addOwn(after, shape, x.inverses, c.inverses, own, radial.own, slope);
}

interface Lengths {
  readonly norms: Float64Array;
  /** 0 for a zero vector. */
  readonly inverses: Float64Array;
}

function normalise(rows: Float32Array, units: Float32Array, count: number, dimension: number, name: string): Lengths {
  const norms = doubles(`head ${name} norms`, count);
  const inverses = doubles(`head ${name} inverses`, count);
  for (let i = 0; i < count; i++) {
    norms[i] = normOfRow(rows, i * dimension, dimension);
    // Written so that NaN is no zero vector.
    inverses[i] = norms[i]! <= smallestNorm ? 0 : 1 / norms[i]!;
    scaleRow(rows, inverses[i]!, units, i * dimension, dimension);
  }
  return { norms, inverses };
}

interface OwnAngles {
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
  readonly theta: Float64Array;
}

/** The angle to the own class, from the raw vectors: cosine, and sine as the length of the residual of ŵ beside x̂. */
function anglesToOwn(
  { embeddings, weights, labels }: HeadArrays,
  { samples, dimension }: HeadShape,
  classInverses: Float64Array,
  inverses: Float64Array,
): OwnAngles {
  const cosines = doubles('head own cosines', samples);
  const sines = doubles('head own sines', samples);
  const theta = doubles('head own theta', samples);
  for (let i = 0, at = 0; i < samples; i++, at += dimension) {
    const to = labels[i]! * dimension;
    const [f, g] = [inverses[i]!, classInverses[labels[i]!]!];
    let cosine = 0;
    for (let k = 0; k < dimension; k++) cosine += embeddings[at + k]! * f * (weights[to + k]! * g);
    let residual = 0;
    for (let k = 0; k < dimension; k++) {
      const rest = weights[to + k]! * g - cosine * (embeddings[at + k]! * f);
      residual += rest * rest;
    }
    cosines[i] = cosine;
    // A zero weight is at 90° to everything, as a zero embedding is by the residual.
    sines[i] = g === 0 ? 1 : Math.sqrt(residual);
    theta[i] = atan2(sines[i]!, cosine);
  }
  return { cosines, sines, theta };
}

interface Radial {
  /** ∂L/∂‖x‖, n, and ∂L/∂‖w‖, C: used where norms are free. */
  readonly samples: Float64Array;
  readonly classes: Float64Array;
  /** n: pull at the own class before the factor −ψ′(θ)/sin θ. */
  readonly own: Float64Array;
}

/** Turns the cosines (C × n) into pulls in place, with the own ones left at 0, and writes `perSample` and `gradBias`. */
function pullsOfLogits(
  { bias, labels, perSample, gradBias }: HeadArrays,
  { samples, classes }: HeadShape,
  logits: Float32Array,
  psi: Float64Array,
  scales: Float64Array,
  weightNorms: Float64Array | null,
  hasBias: boolean,
): Radial {
  const highest = doubles('head highest', samples).fill(Number.NEGATIVE_INFINITY, 0, samples);
  const totals = doubles('head totals', samples).fill(0, 0, samples);
  const own = doubles('head own pulls', samples);
  const alongX = doubles('head along x', samples).fill(0, 0, samples);
  const alongW = doubles('head along w', classes);
  for (let i = 0; i < samples; i++) logits[labels[i]! * samples + i] = psi[i]!;
  for (let j = 0; j < classes; j++) {
    raiseHighest(logits, j * samples, samples, scales, weightNorms ? weightNorms[j]! : 1, hasBias ? bias[j]! : 0, highest);
  }
  for (let j = 0; j < classes; j++) {
    addPowers(logits, j * samples, samples, scales, weightNorms ? weightNorms[j]! : 1, hasBias ? bias[j]! : 0, highest, totals);
  }
  for (let i = 0; i < samples; i++) {
    const y = labels[i]!;
    // ψ as rounded as it is among the logits, so that no loss comes out below 0.
    const logit = scales[i]! * (Math.fround(psi[i]!) * (weightNorms ? weightNorms[y]! : 1)) + (hasBias ? bias[y]! : 0);
    perSample[i] = ln(totals[i]!) + highest[i]! - logit;
  }
  for (let j = 0; j < classes; j++) {
    const weight = weightNorms ? weightNorms[j]! : 1;
    const b = hasBias ? bias[j]! : 0;
    turnIntoPulls(j, logits, j * samples, samples, labels, scales, weight, b, highest, totals, alongX, own);
    gradBias[j] = hasBias ? sums[0]! : 0;
    alongW[j] = sums[1]!;
  }
  return { samples: alongX, classes: alongW, own };
}

/** The tangential part of a gradient by unit vectors, carried over to the raw ones, and the radial part where norms are free. */
function project(
  gradient: Float32Array,
  units: Float32Array,
  inverses: Float64Array,
  radial: Float64Array | null,
  count: number,
  dimension: number,
): void {
  for (let i = 0; i < count; i++) {
    projectRow(gradient, units, i * dimension, dimension, inverses[i]!, radial ? radial[i]! : 0);
  }
}

/** What pulls each sample and its own class together, along the tangents. */
function addOwn(
  { embeddings, weights, labels, gradEmbeddings, gradWeights }: HeadArrays,
  { samples, dimension }: HeadShape,
  inverses: Float64Array,
  classInverses: Float64Array,
  { cosines, sines }: OwnAngles,
  own: Float64Array,
  slope: Float64Array,
): void {
  for (let i = 0, at = 0; i < samples; i++, at += dimension) {
    if (sines[i]! <= smallestSine) continue;
    const to = labels[i]! * dimension;
    const pull = (-own[i]! * slope[i]!) / sines[i]!;
    const [f, g, cosine] = [inverses[i]!, classInverses[labels[i]!]!, cosines[i]!];
    for (let k = 0; k < dimension; k++) {
      const x = embeddings[at + k]! * f;
      const w = weights[to + k]! * g;
      gradEmbeddings[at + k]! += pull * (w - cosine * x) * f;
      gradWeights[to + k]! += pull * (x - cosine * w) * g;
    }
  }
}
