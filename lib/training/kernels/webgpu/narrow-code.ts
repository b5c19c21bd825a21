import type { AnyLoss } from '../../../losses';
import { smallestNorm } from '../../../objectives/tensor-head';
import { gathering, type Lanes, pairCode, statisticsCode } from './head-code';

/** The softmax head for d ≤ 8, where a vector is one or two registers: every kernel computes the cosines anew. */

/** `rows`: `statistics` of each sample. `embeddings`, `classes`: the gradients. */
export type NarrowPart = 'rows' | 'embeddings' | 'classes';

/** A vector of d ≤ 8 numbers as one vecN, or as the two columns of a matrix; what is left over is 0. */
function vectorCode(dimension: number): string {
  const columns = dimension <= 4 ? 1 : 2;
  const height = Math.max(2, Math.ceil(dimension / columns));
  const gather = (buffer: string): string =>
    Array.from({ length: columns * height }, (_, k) => (k < dimension ? `${buffer}[at + ${k}]` : '0.0')).join(', ');
  const product = columns === 1 ? 'dot(a, b)' : 'dot(a[0], b[0]) + dot(a[1], b[1])';
  return `
alias Vector = ${columns === 1 ? `vec${height}<f32>` : `mat2x${height}<f32>`};
const dimension = ${dimension};
fn inner(a: Vector, b: Vector) -> f32 { return ${product}; }
fn embeddingAt(at: i32) -> Vector { return Vector(${gather('embeddings')}); }
fn weightAt(at: i32) -> Vector { return Vector(${gather('parameters')}); }`;
}

/** Writes the first d numbers of a vector to `result`. */
function store(vector: string, at: string, dimension: number): string {
  const height = Math.max(2, Math.ceil(dimension / 2));
  const entry = (k: number): string => (dimension <= 4 ? `[${k}]` : `[${Math.floor(k / height)}][${k % height}]`);
  return Array.from({ length: dimension }, (_, k) => `result[${at} + ${k}] = ${vector}${entry(k)};`).join(' ');
}

/** Directions and logits. */
const directionCode = (loss: AnyLoss): string => `
struct Direction { unit: Vector, norm: f32, inverse: f32, present: f32 };

fn directionOf(v: Vector) -> Direction {
  let norm = sqrt(inner(v, v));
  let present = select(0.0, 1.0, norm > ${smallestNorm});
  let inverse = present / max(norm, ${smallestNorm});
  return Direction(v * inverse, norm, inverse, present);
}
fn sampleOf(i: i32) -> Direction { return directionOf(embeddingAt(i * dimension)); }
fn classOf(j: i32) -> Direction { return directionOf(weightAt(uniforms.offset + j * dimension)); }
fn biasOf(j: i32) -> f32 { return ${loss.hasBias ? 'parameters[uniforms.offset + uniforms.classes * dimension + j]' : '0.0'}; }

/** The logit is featureScale × weightScale × (cos θ, or ψ for the own class) + bias. */
fn featureScale(x: Direction) -> f32 { return ${loss.normalisesFeatures ? 'uniforms.scale' : 'x.norm'}; }
fn weightScale(w: Direction) -> f32 { return ${loss.normalisesWeights ? '1.0' : 'w.norm'}; }`;

/** What adds up for a vector: along the tangent, along itself (used where its norm is free), and for its bias. */
const pullCode = (lanes: Lanes): string => `
${pairCode}
fn pairOf(i: i32, j: i32, x: Direction, w: Direction, cosine: f32) -> Pair {
  return pairAt(i, labels[i] == j, cosine, featureScale(x) * weightScale(w), biasOf(j));
}

struct Pull { along: Vector, outward: f32, bias: f32 };
${gathering(lanes, 'Pull', 'Pull(a.along + b.along, a.outward + b.outward, a.bias + b.bias)')}`;

const parts: Readonly<Record<NarrowPart, (dimension: number, lanes: Lanes) => string>> = {
  rows: (_, lanes) => `
fn ownTarget(x: Direction, w: Direction) -> Target {
  let cosine = inner(x.unit, w.unit);
  let residual = w.unit - x.unit * cosine;
  return targetAt(cosine, max(sqrt(inner(residual, residual)), 1.0 - w.present));
}
${statisticsCode}
${gathering(lanes, 'Others', 'joined(a, b)')}

fn main(index: i32) {
  let i = index / ${lanes};
  let lane = index - i * ${lanes};
  let valid = i < uniforms.samples;
  var others = noOthers;
  var own = Target();
  var ownLogit = 0.0;
  if (valid) {
    let x = sampleOf(i);
    let label = labels[i];
    let ownClass = classOf(label);
    own = ownTarget(x, ownClass);
    ownLogit = own.value * featureScale(x) * weightScale(ownClass) + biasOf(label);
    for (var j = lane; j < uniforms.classes; j += ${lanes}) {
      if (j == label) { continue; }
      let w = classOf(j);
      others = taking(others, inner(x.unit, w.unit) * featureScale(x) * weightScale(w) + biasOf(j));
    }
  }
  others = gather(lane, others);
  if (valid && lane == 0) { record(i, others, own, ownLogit); }
}`,

  embeddings: (dimension, lanes) => `
${pullCode(lanes)}

fn main(index: i32) {
  let i = index / ${lanes};
  let lane = index - i * ${lanes};
  let valid = i < uniforms.samples;
  var x = Direction();
  var pull = Pull();
  if (valid) {
    x = sampleOf(i);
    for (var j = lane; j < uniforms.classes; j += ${lanes}) {
      let w = classOf(j);
      let cosine = inner(x.unit, w.unit);
      let pair = pairOf(i, j, x, w, cosine);
      pull.along += (w.unit - x.unit * cosine) * pair.pull;
      pull.outward += pair.gradLogit * pair.marked * weightScale(w);
    }
  }
  pull = gather(lane, pull);
  if (valid && lane == 0) {
    let gradient = pull.along * x.inverse + x.unit * (pull.outward * freeFeatures);
    let at = i * dimension;
    ${store('gradient', 'at', dimension)}
  }
}`,

  classes: (dimension, lanes) => `
${pullCode(lanes)}

fn main(index: i32) {
  let j = index / ${lanes};
  let lane = index - j * ${lanes};
  let valid = j < uniforms.classes;
  var w = Direction();
  var pull = Pull();
  if (valid) {
    w = classOf(j);
    for (var i = lane; i < uniforms.samples; i += ${lanes}) {
      let x = sampleOf(i);
      let cosine = inner(x.unit, w.unit);
      let pair = pairOf(i, j, x, w, cosine);
      pull.along += (x.unit - w.unit * cosine) * pair.pull;
      pull.outward += pair.gradLogit * pair.marked * featureScale(x);
      pull.bias += pair.gradLogit;
    }
  }
  pull = gather(lane, pull);
  if (valid && lane == 0) {
    let gradient = pull.along * w.inverse + w.unit * (pull.outward * freeWeights);
    let at = j * dimension;
    ${store('gradient', 'at', dimension)}
    result[uniforms.classes * dimension + j] = pull.bias * hasBias;
  }
}`,
};

/** @param common  `normsCode`, and for `rows` also `targetCode` */
export const narrowCode = (part: NarrowPart, loss: AnyLoss, common: string, dimension: number, lanes: Lanes): string =>
  [vectorCode(dimension), common, directionCode(loss), parts[part](dimension, lanes)].join('\n');
