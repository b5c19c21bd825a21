import type { AnyLoss } from '../../../losses';
import { smallestNorm } from '../../../objectives/tensor-head';
import { gathering, type Lanes, pairCode, statisticsCode } from './head-code';
import { type Kernel, workgroupSize } from './program';

/**
 * The softmax head beyond d = 8. The products x·W come from a product of matrices, and the gradients are two more, of the matrix
 * of pulls: with g = ∂L/∂cos θ_ij ÷ (|x_i| |W_j|),
 *
 *     ∂L/∂x_i = Σ_j g_ij W_j + a_i x_i,   ∂L/∂W_j = Σ_i g_ij x_i + b_j W_j,
 *
 * where a_i and b_j take out what is not tangential and put in what a free norm asks for. The work is linear in C and in d.
 */

/** `rows`: `statistics`. `pulls`: g. `samples`, `classes`: a; b and, behind it, the gradient of the biases. */
export type WidePart = 'rows' | 'pulls' | 'samples' | 'classes';

/** Buffers besides `dots` (n × C), `xs` and `ws` (lengths of the rows and their inverses) and `labels`. */
export const wideInputs = (part: WidePart, loss: AnyLoss): readonly string[] => [
  ...(part === 'rows' ? ['embeddings', 'parameters'] : ['statistics', ...(loss.hasBias ? ['parameters'] : [])]),
];

const pairsCode = (loss: AnyLoss): string => `
fn cosineOf(i: i32, j: i32) -> f32 { return dots[i * uniforms.classes + j] * xs[2 * i + 1] * ws[2 * j + 1]; }
fn biasOf(j: i32) -> f32 { return ${loss.hasBias ? 'parameters[uniforms.offset + uniforms.classes * uniforms.width + j]' : '0.0'}; }
fn featureScale(i: i32) -> f32 { return ${loss.normalisesFeatures ? 'uniforms.scale' : 'xs[2 * i]'}; }
fn weightScale(j: i32) -> f32 { return ${loss.normalisesWeights ? '1.0' : 'ws[2 * j]'}; }`;

const pullCode = `
${pairCode}
fn pairOf(i: i32, j: i32, cosine: f32) -> Pair {
  return pairAt(i, labels[i] == j, cosine, featureScale(i) * weightScale(j), biasOf(j));
}`;

const parts: Readonly<Record<WidePart, (lanes: Lanes) => string>> = {
  rows: (lanes) => `
${statisticsCode}
${gathering(lanes, 'Others', 'joined(a, b)')}
${gathering(lanes, 'f32', 'a + b', 'add')}

fn main(index: i32) {
  let i = index / ${lanes};
  let lane = index - i * ${lanes};
  let valid = i < uniforms.samples;
  var others = noOthers;
  var label = 0;
  var cosine = 0.0;
  var square = 0.0;
  if (valid) {
    label = labels[i];
    cosine = cosineOf(i, label);
    let along = cosine * xs[2 * i + 1];
    let inverse = ws[2 * label + 1];
    let x = i * uniforms.width;
    let w = uniforms.offset + label * uniforms.width;
    for (var k = lane; k < uniforms.width; k += ${lanes}) {
      let residual = parameters[w + k] * inverse - embeddings[x + k] * along;
      square += residual * residual;
    }
    for (var j = lane; j < uniforms.classes; j += ${lanes}) {
      if (j == label) { continue; }
      others = taking(others, cosineOf(i, j) * featureScale(i) * weightScale(j) + biasOf(j));
    }
  }
  square = add(lane, square);
  others = gather(lane, others);
  if (valid && lane == 0) {
    let absent = select(0.0, 1.0, ws[2 * label + 1] == 0.0);
    let own = targetAt(cosine, max(sqrt(square), absent));
    record(i, others, own, own.value * featureScale(i) * weightScale(label) + biasOf(label));
  }
}`,

  pulls: () => `
${pullCode}

fn main(index: i32) {
  let i = index / uniforms.classes;
  if (i >= uniforms.samples) { return; }
  let j = index - i * uniforms.classes;
  result[index] = pairOf(i, j, cosineOf(i, j)).pull * xs[2 * i + 1] * ws[2 * j + 1];
}`,

  samples: (lanes) => `
${pullCode}
${gathering(lanes, 'f32', 'a + b')}

fn main(index: i32) {
  let i = index / ${lanes};
  let lane = index - i * ${lanes};
  let valid = i < uniforms.samples;
  var sum = 0.0;
  if (valid) {
    let inverse = xs[2 * i + 1];
    for (var j = lane; j < uniforms.classes; j += ${lanes}) {
      let cosine = cosineOf(i, j);
      let pair = pairOf(i, j, cosine);
      sum += inverse * (freeFeatures * pair.gradLogit * pair.marked * weightScale(j) - inverse * pair.pull * cosine);
    }
  }
  sum = gather(lane, sum);
  if (valid && lane == 0) { result[i] = sum; }
}`,

  classes: (lanes) => `
${pullCode}
${gathering(lanes, 'vec2<f32>', 'a + b')}

fn main(index: i32) {
  let j = index / ${lanes};
  let lane = index - j * ${lanes};
  let valid = j < uniforms.classes;
  var sum = vec2<f32>();
  if (valid) {
    let inverse = ws[2 * j + 1];
    for (var i = lane; i < uniforms.samples; i += ${lanes}) {
      let cosine = cosineOf(i, j);
      let pair = pairOf(i, j, cosine);
      let outward = freeWeights * pair.gradLogit * pair.marked * featureScale(i);
      sum += vec2<f32>(inverse * (outward - inverse * pair.pull * cosine), pair.gradLogit * hasBias);
    }
  }
  sum = gather(lane, sum);
  if (valid && lane == 0) {
    result[j] = sum.x;
    result[uniforms.classes + j] = sum.y;
  }
}`,
};

/** @param common  `normsCode`, and for `rows` also `targetCode` */
export const wideCode = (part: WidePart, loss: AnyLoss, common: string, lanes: Lanes): string =>
  [common, pairsCode(loss), parts[part](lanes)].join('\n');

/** Length of each row of a matrix, and 1/length (0 for a zero vector): rows × 2. A workgroup has a row. */
export const lengths: Kernel = {
  key: 'head lengths',
  inputs: ['vectors'],
  integers: ['rows', 'width'],
  code: () => `
${gathering(workgroupSize, 'f32', 'a + b')}

fn main(index: i32) {
  let row = index / ${workgroupSize};
  let lane = index - row * ${workgroupSize};
  let valid = row < uniforms.rows;
  var square = 0.0;
  if (valid) {
    let at = row * uniforms.width;
    for (var k = lane; k < uniforms.width; k += ${workgroupSize}) { square += vectors[at + k] * vectors[at + k]; }
  }
  square = gather(lane, square);
  if (valid && lane == 0) {
    let length = sqrt(square);
    result[2 * row] = length;
    result[2 * row + 1] = select(0.0, 1.0, length > ${smallestNorm}) / max(length, ${smallestNorm});
  }
}`,
};

/** The class weights by themselves, for the products of matrices. */
export const cut: Kernel = {
  key: 'head class weights',
  inputs: ['parameters'],
  integers: ['count', 'offset'],
  code: () => 'fn main(i: i32) { if (i < uniforms.count) { result[i] = parameters[uniforms.offset + i]; } }',
};

/** Σ_j g_ij W_j + a_i x_i. For the classes likewise, with the gradient of the biases behind it. */
export const finish: Kernel = {
  key: 'head finish',
  inputs: ['product', 'vectors', 'radial'],
  integers: ['rows', 'width', 'count'],
  code: () => `
fn main(index: i32) {
  if (index >= uniforms.count) { return; }
  let size = uniforms.rows * uniforms.width;
  if (index < size) {
    result[index] = product[index] + radial[index / uniforms.width] * vectors[index];
  } else {
    result[index] = radial[uniforms.rows + index - size];
  }
}`,
};
