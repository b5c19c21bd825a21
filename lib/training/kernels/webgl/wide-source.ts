import { floatLiteral, type ShaderText } from '../../../algebra/shader';
import { type HeadShape, labelsAndScales, statisticsFrom } from './head-source';

/**
 * Shaders of the head beyond eight dimensions. x is the n × d matrix of embeddings, w the C × d matrix of class weights, both raw.
 * With the pulls Q_ij = g_ij · a_i · b_j, where g is the gradient by a cosine over the scales, a = (s or |x|) / |x| and b = (1 or |w|) / |w|:
 *
 *     by x_i:  Σ_j Q_ij w_j + (multiple of x_i),     by w_j:  Σ_i Q_ij x_i + (multiple of w_j)
 *
 * The multiples make the gradients tangential (−Σ_j Q_ij |w_j| cos θ_ij / |x_i|) and hold what free norms add.
 */

/** Length of each embedding, then of each class weight; 0 for a zero vector. A step of Heron's makes up for the roots of GPUs. */
export const lengths = ({ samples, dimension }: HeadShape): string => `void main() {
  int i = getOutputCoords();
  bool isClass = i >= ${samples};
  int row = isClass ? i - ${samples} : i;
  int odd = row & 1;
  float sum = 0.0;
  for (int k = 0; k < ${dimension}; k += 2) {
    vec4 block = isClass ? wBlock(row - odd, k) : xBlock(row - odd, k);
    vec2 pair = odd == 0 ? block.xy : block.zw;
    ${dimension % 2 === 1 ? `if (k == ${dimension - 1}) pair.y = 0.0;` : ''}
    sum += dot(pair, pair);
  }
  float rough = sqrt(sum);
  setOutput(rough <= 1e-12 ? 0.0 : 0.5 * (rough + sum / rough));
}`;

/** cos θ_ij, n × C; 0 for a zero vector, which is at 90° to everything. */
export const cosines = ({ samples, classes, dimension }: HeadShape): string => `
float inverseLength(int i, int end) {
  float size = i < end ? lengthsAt(i) : 0.0;
  return size > 0.0 ? 1.0 / size : 0.0;
}

void main() {
  ivec2 at = getOutputCoords();
  vec4 value = vec4(0.0);
  for (int k = 0; k < ${dimension}; k += 2) {
    vec4 a = xBlock(at.x, k);
    vec4 b = wBlock(at.y, k);
    ${dimension % 2 === 1 ? `if (k == ${dimension - 1}) { a.yw = vec2(0.0); b.yw = vec2(0.0); }` : ''}
    value += a.xxzz * b.xzxz + a.yyww * b.ywyw;
  }
  vec2 rows = vec2(inverseLength(at.x, ${samples}), inverseLength(at.x + 1, ${samples}));
  int column = ${samples} + at.y;
  vec2 columns = vec2(inverseLength(column, ${samples + classes}), inverseLength(column + 1, ${samples + classes}));
  setOutput(value * rows.xxyy * columns.xyxy);
}`;

export const statistics = (shape: HeadShape, psi: ShaderText): string => `${psi.helpers}
${psi.body}
${labelsAndScales(shape)}
void main() {
  ivec2 at = getOutputCoords();
  int i = at.y;
  int label = labelAt(i);
  float xNorm = lengthsAt(i);
  float size = featureScale(xNorm);
  float ownNorm = lengthsAt(${shape.samples} + label);

  // sin θ is the length of the residual of the own direction beside x. What of the residual is still along x is rounding: it
  // mends the cosine and is no part of the sine. A zero vector is at 90°.
  float cosine = cosinesIn(i, label);
  float sine = 1.0;
  if (ownNorm > 0.0) {
    float square = 0.0;
    float along = 0.0;
    for (int k = 0; k < ${shape.dimension}; k++) {
      float x = overNorm(xIn(i, k), xNorm);
      float rest = wIn(label, k) / ownNorm - cosine * x;
      square += rest * rest;
      along += rest * x;
    }
    sine = sqrt(max(square - along * along, 0.0));
    cosine += along;
  }
  ${statisticsFrom(shape.classes, `float z = size * classScale(lengthsAt(${shape.samples} + j)) * cosinesIn(i, j) + biasAt(j);`)}
}`;

/** Q, n × C, and 0 beyond. */
export const pulls = (shape: HeadShape): string => `${labelsAndScales(shape)}
float pull(int i, int j, float cosine) {
  if (i >= ${shape.samples} || j >= ${shape.classes}) return 0.0;
  float xNorm = lengthsAt(i);
  float wNorm = lengthsAt(${shape.samples} + j);
  float size = featureScale(xNorm);
  float weight = classScale(wNorm);
  float g = labelAt(i) == j ? statisticsIn(3, i) : exp(size * weight * cosine + biasAt(j) - statisticsIn(1, i));
  return g * overNorm(size, xNorm) * overNorm(weight, wNorm);
}

void main() {
  ivec2 at = getOutputCoords();
  vec4 block = cosinesBlock(at.x, at.y);
  setOutput(vec4(
    pull(at.x, at.y, block.x),
    pull(at.x, at.y + 1, block.y),
    pull(at.x + 1, at.y, block.z),
    pull(at.x + 1, at.y + 1, block.w)
  ));
}`;

/** Multiple of each embedding, then of each class weight, then the gradient of each bias. Of the batch's sum, not yet its mean. */
export function multiples(shape: HeadShape): string {
  const { samples, classes, loss } = shape;
  return `${labelsAndScales(shape)}
// Gradient by logit j of sample i, and the same times the cosine or, for the own class, ψ.
float byLogit(int i, int j) {
  if (labelAt(i) == j) return statisticsIn(2, i);
  float z = featureScale(lengthsAt(i)) * classScale(lengthsAt(${samples} + j)) * cosinesIn(i, j) + biasAt(j);
  return exp(z - statisticsIn(1, i));
}
float byLength(int i, int j) {
  return ${loss.normalisesFeatures && loss.normalisesWeights ? '0.0' : 'labelAt(i) == j ? statisticsIn(4, i) : byLogit(i, j) * cosinesIn(i, j)'};
}

void main() {
  int place = getOutputCoords();
  float sum = 0.0;
  if (place < ${samples}) {
    int i = place;
    for (int j = 0; j < ${classes}; j++) {
      float wNorm = lengthsAt(${samples} + j);
      sum -= pullsIn(i, j) * wNorm * cosinesIn(i, j);
      ${loss.normalisesFeatures ? '' : 'sum += byLength(i, j) * classScale(wNorm);'}
    }
    sum = overNorm(sum, lengthsAt(i));
  } else if (place < ${samples + classes}) {
    int j = place - ${samples};
    for (int i = 0; i < ${samples}; i++) {
      float xNorm = lengthsAt(i);
      sum -= pullsIn(i, j) * xNorm * cosinesIn(i, j);
      ${loss.normalisesWeights ? '' : 'sum += byLength(i, j) * featureScale(xNorm);'}
    }
    sum = overNorm(sum, lengthsAt(place));
  } else {
    ${loss.hasBias ? `for (int i = 0; i < ${samples}; i++) sum += byLogit(i, place - ${samples + classes});` : ''}
  }
  setOutput(sum);
}`;
}

/** n × d */
export const embeddingGradients = ({ samples, classes }: HeadShape): string => `void main() {
  ivec2 at = getOutputCoords();
  vec4 own = xBlock(at.x, at.y);
  vec4 value = own * vec2(multiplesAt(at.x), at.x + 1 < ${samples} ? multiplesAt(at.x + 1) : 0.0).xxyy;
  for (int j = 0; j < ${classes}; j += 2) {
    vec4 a = pullsBlock(at.x, j);
    vec4 b = wBlock(j, at.y);
    ${classes % 2 === 1 ? `if (j == ${classes - 1}) b.zw = vec2(0.0);` : ''}
    value += a.xxzz * b.xyxy + a.yyww * b.zwzw;
  }
  setOutput(value * ${floatLiteral(1 / samples)});
}`;

/** C × d */
export const weightGradients = ({ samples, classes }: HeadShape): string => `void main() {
  ivec2 at = getOutputCoords();
  int first = ${samples} + at.x;
  vec4 own = wBlock(at.x, at.y);
  vec4 value = own * vec2(multiplesAt(first), first + 1 < ${samples + classes} ? multiplesAt(first + 1) : 0.0).xxyy;
  for (int i = 0; i < ${samples}; i += 2) {
    vec4 a = pullsBlock(i, at.x);
    vec4 b = xBlock(i, at.y);
    ${samples % 2 === 1 ? `if (i == ${samples - 1}) b.zw = vec2(0.0);` : ''}
    value += a.xxyy * b.xyxy + a.zzww * b.zwzw;
  }
  setOutput(value * ${floatLiteral(1 / samples)});
}`;

/** C·d weights, then C biases, as in the flat vector. */
export const behindEachOther = ({ samples, classes, dimension }: HeadShape): string => `void main() {
  int place = getOutputCoords();
  setOutput(
    place < ${classes * dimension}
      ? gradWeightsAt(place)
      : multiplesAt(place - ${classes * dimension - samples - classes}) * ${floatLiteral(1 / samples)}
  );
}`;
