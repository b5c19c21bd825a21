import type { ShaderText } from '../../../algebra/shader';
import type { AnyLoss } from '../../../losses';
import { smallestNorm, smallestSine } from '../../../objectives/tensor-head';
import { workgroupSize } from './program';

/** The WGSL of the softmax head for d ≤ 8, put together by `head-shader.ts`. */

/** `rows`: statistics of each sample. `embeddings`, `classes`: the gradients. */
export type HeadPart = 'rows' | 'embeddings' | 'classes';
/** How many invocations share a row of the batch or of the class weights. */
export type Lanes = 1 | typeof workgroupSize;

/** Places of the numbers of a sample: log Σ exp z, cross-entropy, ψ, −ψ′/sin θ, and p − 1 of the own class. */
export const statistics = { logTotal: 0, loss: 1, target: 2, factor: 3, gradLogit: 4, count: 5 } as const;

/** A vector of d ≤ 8 numbers as one vecN, or as the two columns of a matrix; what is left over is 0. */
export function vectorCode(dimension: number): string {
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

/**
 * Directions, logits and the target's pull, with the conventions of `lib/objectives/tensor-head.ts`. The angle to the own class is
 * known by its cosine and, through the residual of ŵ beside x̂, by its sine; an arc function of the device would be too coarse.
 */
export const targetCode = (loss: AnyLoss, text: ShaderText): string => `
${text.helpers}
${text.body}

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
fn weightScale(w: Direction) -> f32 { return ${loss.normalisesWeights ? '1.0' : 'w.norm'}; }

const freeFeatures = ${loss.normalisesFeatures ? '0.0' : '1.0'};
const freeWeights = ${loss.normalisesWeights ? '0.0' : '1.0'};
const hasBias = ${loss.hasBias ? '1.0' : '0.0'};

/** ψ, and −ψ′/sin θ: by how much more than cos θ the own logit turns the vectors. */
struct Target { value: f32, factor: f32 };

fn targetOf(x: Direction, w: Direction) -> Target {
  let cosine = inner(x.unit, w.unit);
  let residual = w.unit - x.unit * cosine;
  let sine = max(sqrt(inner(residual, residual)), 1.0 - w.present);
  let pull = -targetSlope(cosine, sine) / max(sine, ${smallestSine});
  return Target(targetLogit(cosine, sine), select(0.0, pull, sine > ${smallestSine}));
}`;

/** Where a whole workgroup shares a row: its parts are added up in halves. */
const shared = (type: string, add: string): string => `
var<workgroup> shares: array<${type}, ${workgroupSize}>;
fn gather(lane: i32, share: ${type}) -> ${type} {
  shares[lane] = share;
  for (var half = ${workgroupSize / 2}; half > 0; half = half / 2) {
    workgroupBarrier();
    if (lane < half) {
      let a = shares[lane];
      let b = shares[lane + half];
      shares[lane] = ${add};
    }
  }
  return shares[lane];
}`;
const alone = (type: string): string => `fn gather(lane: i32, share: ${type}) -> ${type} { return share; }`;
const gathering = (lanes: Lanes, type: string, add: string): string => (lanes === 1 ? alone(type) : shared(type, add));

/** What pairs do, and what adds up for a vector: along the tangent, along itself (used where its norm is free), and for its bias. */
const pullCode = (lanes: Lanes): string => `
/** What one sample and one class do to each other. */
struct Pair { cosine: f32, marked: f32, gradLogit: f32, pull: f32 };

fn pairOf(i: i32, j: i32, x: Direction, w: Direction) -> Pair {
  let at = ${statistics.count} * i;
  let own = labels[i] == j;
  let cosine = inner(x.unit, w.unit);
  let scale = featureScale(x) * weightScale(w);
  let power = exp(cosine * scale + biasOf(j) - statistics[at + ${statistics.logTotal}]);
  let gradLogit = select(power, statistics[at + ${statistics.gradLogit}], own) / f32(uniforms.samples);
  let marked = select(cosine, statistics[at + ${statistics.target}], own);
  return Pair(cosine, marked, gradLogit, gradLogit * scale * select(1.0, statistics[at + ${statistics.factor}], own));
}

struct Pull { along: Vector, outward: f32, bias: f32 };
${gathering(lanes, 'Pull', 'Pull(a.along + b.along, a.outward + b.outward, a.bias + b.bias)')}`;

export const partCode: Readonly<Record<HeadPart, (dimension: number, lanes: Lanes) => string>> = {
  /** `statistics` of each sample. */
  rows: (_, lanes) => `
struct Share { highest: f32, total: f32 };
${gathering(lanes, 'Share', 'joined(a, b)')}

fn joined(a: Share, b: Share) -> Share {
  let highest = max(a.highest, b.highest);
  return Share(highest, a.total * exp(a.highest - highest) + b.total * exp(b.highest - highest));
}

fn main(index: i32) {
  let i = index / ${lanes};
  let lane = index - i * ${lanes};
  let valid = i < uniforms.samples;
  // Of the other classes alone: what they take from the own one is then exact however little it is.
  var others = Share(-1e38, 0.0);
  var own = Target();
  var ownLogit = 0.0;
  if (valid) {
    let x = sampleOf(i);
    let label = labels[i];
    let ownClass = classOf(label);
    own = targetOf(x, ownClass);
    ownLogit = own.value * featureScale(x) * weightScale(ownClass) + biasOf(label);
    for (var j = lane; j < uniforms.classes; j += ${lanes}) {
      if (j == label) { continue; }
      let w = classOf(j);
      let logit = inner(x.unit, w.unit) * featureScale(x) * weightScale(w) + biasOf(j);
      if (logit > others.highest) {
        others.total = others.total * exp(others.highest - logit) + 1.0;
        others.highest = logit;
      } else {
        others.total += exp(logit - others.highest);
      }
    }
  }
  others = gather(lane, others);
  if (valid && lane == 0) {
    let highest = max(others.highest, ownLogit);
    let rest = others.total * exp(others.highest - highest);
    let total = rest + exp(ownLogit - highest);
    // log(1 + rest): the device's own may be 5e-7 off, which is all of a small loss.
    let spread = select(log(total), rest * (1.0 - rest * (0.5 - rest * 0.3333333)), ownLogit == highest && rest < 0.01);
    let at = ${statistics.count} * i;
    result[at + ${statistics.logTotal}] = highest + spread;
    result[at + ${statistics.loss}] = (highest - ownLogit) + spread;
    result[at + ${statistics.target}] = own.value;
    result[at + ${statistics.factor}] = own.factor;
    result[at + ${statistics.gradLogit}] = -rest / total;
  }
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
      let pair = pairOf(i, j, x, w);
      pull.along += (w.unit - x.unit * pair.cosine) * pair.pull;
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
      let pair = pairOf(i, j, x, w);
      pull.along += (x.unit - w.unit * pair.cosine) * pair.pull;
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
