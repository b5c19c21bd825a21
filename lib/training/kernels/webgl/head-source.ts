import { floatLiteral, type ShaderText } from '../../../algebra/shader';
import type { AnyLoss } from '../../../losses';
import { smallestSine } from '../../../objectives/tensor-head';

export interface HeadShape {
  readonly samples: number;
  readonly classes: number;
  readonly dimension: number;
  /** Of the class weights in the flat vector. */
  readonly offset: number;
  readonly loss: AnyLoss;
}

/**
 * Rows of the statistics, a column a sample; p are the softmax probabilities, y is the sample's class:
 * 0  cross-entropy, 1  log Σ exp(logit), 2  p_y − 1, 3  (p_y − 1) · −ψ′/sin θ, and where norms are free 4  (p_y − 1) · ψ
 */
export const statisticsCount = (loss: AnyLoss): number => (loss.normalisesFeatures && loss.normalisesWeights ? 4 : 5);

/** Vectors of up to eight numbers, zero beyond the dimension, and what all three programs read of a sample and of a class. */
function common(shape: HeadShape): string {
  const { dimension, offset } = shape;
  const small = dimension <= 4;
  const list = (at: (c: number) => string): string =>
    Array.from({ length: small ? 4 : 8 }, (_, c) => (c < dimension ? at(c) : '0.0')).join(', ');
  return `#define Vector ${small ? 'vec4' : 'mat2x4'}
float product(Vector a, Vector b) { return ${small ? 'dot(a, b)' : 'dot(a[0], b[0]) + dot(a[1], b[1])'}; }
float component(Vector a, int c) { return ${small ? 'a[c]' : 'a[c >> 2][c & 3]'}; }

// Direction (zero for a zero vector) and length. A step of Newton's makes up for the square roots and divisions of GPUs.
float measured(Vector raw, out Vector unit) {
  float rough = sqrt(product(raw, raw));
  unit = Vector(0.0);
  if (rough <= 1e-12) return 0.0;
  unit = raw * (1.0 / rough);
  unit = unit * (1.5 - 0.5 * product(unit, unit));
  return product(raw, unit);
}

float sampleAt(int i, out Vector unit) {
  return measured(Vector(${list((c) => `embeddingsIn(i, ${c})`)}), unit);
}

float classAt(int j, out Vector unit) {
  int at = ${offset} + j * ${dimension};
  return measured(Vector(${list((c) => `parametersAt(at + ${c})`)}), unit);
}

${labelsAndScales(shape)}`;
}

/** GLSL of what any program of a head reads besides vectors. */
export const labelsAndScales = ({ dimension, classes, offset, loss }: HeadShape): string => `
int labelAt(int i) { return int(labelsAt(i) + 0.5); }

float biasAt(int j) { return ${loss.hasBias ? `parametersAt(${offset + classes * dimension} + j)` : '0.0'}; }

// What multiplies the cosine: free norms, or the scale in their place.
float featureScale(float norm) { return ${loss.normalisesFeatures ? 'scale' : 'norm'}; }
float classScale(float norm) { return ${loss.normalisesWeights ? '1.0' : 'norm'}; }
float overNorm(float value, float norm) { return norm > 0.0 ? value / norm : 0.0; }
`;

/** Statistics, a column a sample. */
export function statistics(shape: HeadShape, psi: ShaderText): string {
  return `${psi.helpers}
${psi.body}
${common(shape)}
void main() {
  ivec2 at = getOutputCoords();
  int i = at.y;
  int label = labelAt(i);
  Vector x;
  Vector own;
  float size = featureScale(sampleAt(i, x));
  float ownNorm = classAt(label, own);

  // The length of the residual of the own direction beside x is sin θ, exact also where cos θ is flat. A zero vector is at 90°.
  float cosine = product(x, own);
  Vector rest = own - cosine * x;
  float sine = ownNorm > 0.0 ? sqrt(product(rest, rest)) : 1.0;
  ${statisticsFrom(
    shape.classes,
    `Vector w;
    float norm = classAt(j, w);
    float z = size * classScale(norm) * product(x, w) + biasAt(j);`,
  )}
}`;
}

/**
 * GLSL of the statistic in row `at.x`, from `label`, `cosine`, `sine`, `size` and `ownNorm`. The sum of exponentials is kept relative to
 * the highest logit so far; the own class begins.
 *
 * @param other  statements that make `z`, the logit of another class j
 */
export const statisticsFrom = (classes: number, other: string): string => `
  float target = targetLogit(cosine, sine);
  float logit = size * classScale(ownNorm) * target + biasAt(label);
  float highest = logit;
  float others = 0.0;
  for (int j = 0; j < ${classes}; j++) {
    if (j == label) continue;
    ${other}
    if (z > highest) {
      others = others * exp(highest - z) + 1.0;
      highest = z;
    } else {
      others += exp(z - highest);
    }
  }
  float total = others + exp(logit - highest);
  float pull = -others / total;

  float value = pull;
  if (at.x == 0) {
    // log(1 + others) for small others, which the sum would round away.
    value = logit == highest && others < 1e-3
      ? others * (1.0 - others * (0.5 - others * 0.3333333333))
      : highest - logit + log(total);
  } else if (at.x == 1) {
    value = highest + log(total);
  } else if (at.x == 3) {
    value = sine > ${floatLiteral(smallestSine)} ? pull * -targetSlope(cosine, sine) / sine : 0.0;
  } else if (at.x == 4) {
    value = pull * target;
  }
  setOutput(value);`;

/** n × d */
export function embeddingGradients(shape: HeadShape): string {
  const { loss, classes, samples } = shape;
  return `${common(shape)}
void main() {
  ivec2 at = getOutputCoords();
  int i = at.x;
  int label = labelAt(i);
  Vector x;
  float xNorm = sampleAt(i, x);
  float size = featureScale(xNorm);
  float logTotal = statisticsIn(1, i);

  Vector towards = Vector(0.0);
  float along = 0.0;
  for (int j = 0; j < ${classes}; j++) {
    Vector w;
    float weight = classScale(classAt(j, w));
    float cosine = product(x, w);
    bool own = j == label;
    float pull = own ? statisticsIn(3, i) : exp(size * weight * cosine + biasAt(j) - logTotal);
    towards += (pull * weight) * w;
    ${loss.normalisesFeatures ? '' : 'along += (own ? statisticsIn(4, i) : pull * cosine) * weight;'}
  }
  towards -= product(towards, x) * x;
  float gradient = overNorm(size, xNorm) * component(towards, at.y);
  ${loss.normalisesFeatures ? '' : 'gradient += along * component(x, at.y);'}
  setOutput(gradient * ${floatLiteral(1 / samples)});
}`;
}

/** C·d weights, then C biases, as in the flat vector. */
export function classGradients(shape: HeadShape): string {
  const { loss, classes, samples, dimension } = shape;
  return `${common(shape)}
void main() {
  int place = getOutputCoords();
  bool isBias = place >= ${classes * dimension};
  int j = isBias ? place - ${classes * dimension} : place / ${dimension};
  int c = isBias ? 0 : place - j * ${dimension};
  Vector w;
  float wNorm = classAt(j, w);
  float weight = classScale(wNorm);
  float bias = biasAt(j);

  Vector towards = Vector(0.0);
  float along = 0.0;
  float sum = 0.0;
  for (int i = 0; i < ${samples}; i++) {
    Vector x;
    float size = featureScale(sampleAt(i, x));
    float cosine = product(x, w);
    bool own = labelAt(i) == j;
    float z = size * weight * cosine + bias;
    float p = own ? statisticsIn(2, i) : exp(z - statisticsIn(1, i));
    towards += ((own ? statisticsIn(3, i) : p) * size) * x;
    ${loss.normalisesWeights ? '' : 'along += (own ? statisticsIn(4, i) : p * cosine) * size;'}
    sum += p;
  }
  towards -= product(towards, w) * w;
  float gradient = overNorm(weight, wNorm) * component(towards, c);
  ${loss.normalisesWeights ? '' : 'gradient += along * component(w, c);'}
  setOutput((isBias ? ${loss.hasBias ? 'sum' : '0.0'} : gradient) * ${floatLiteral(1 / samples)});
}`;
}
