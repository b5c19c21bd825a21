import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { env, type TensorInfo } from '@tensorflow/tfjs-core';
import { floatLiteral } from '../../../algebra/shader';
import { beta1, beta2, epsilon, power } from '../../optimizers/adam';
import type { UpdateAttrs } from '../calls';
import { launch, part, same, sizeOf } from './program';

/** The vectors and the pieces of the gradient, as `update` of `calls.ts` names them. */
type Tensors = Readonly<Record<string, TensorInfo>>;

/**
 * One step of Adam over all parameters; the formulas and their sources are those of `lib/training/optimizers/adam.ts`. The three
 * new vectors are made by one program, since a program has one output: they lie behind each other in one texture and are its parts.
 *
 * @returns the new parameters, first and second; none where there are more numbers or pieces than textures take
 */
export function adam(backend: MathBackendWebGL, inputs: Tensors, attrs: UpdateAttrs): TensorInfo[] {
  const { learningRate, weightDecay, step } = attrs;
  const correction = Math.sqrt(1 - power(beta2, step));
  const [b1, b2, c1, c2] = [beta1, beta2, 1 - beta1, 1 - beta2].map(floatLiteral);
  return updated(backend, inputs, {
    count: 3,
    uniforms: {
      kept: 1 - learningRate * weightDecay,
      rate: (learningRate * correction) / (1 - power(beta1, step)),
      smallest: epsilon * correction,
    },
    source: `float next(int vector, int i, float g) {
  float m = vector == 2 ? 0.0 : ${b1} * firstAt(i) + ${c1} * g;
  if (vector == 1) return m;
  float v = ${b2} * secondAt(i) + ${c2} * (g * g);
  if (vector == 2) return v;
  return kept * parametersAt(i) - rate * (m / (sqrt(v) + smallest));
}`,
  });
}

/** One step of gradient descent with momentum, as in `lib/training/optimizers/sgd.ts`. */
export function momentum(backend: MathBackendWebGL, inputs: Tensors, attrs: UpdateAttrs): TensorInfo[] {
  const { learningRate, weightDecay, momentum: friction } = attrs;
  const { second, ...used } = inputs;
  const made = updated(backend, used, {
    count: 2,
    uniforms: { rate: learningRate, decay: weightDecay, friction },
    source: `float next(int vector, int i, float g) {
  float p = parametersAt(i);
  float v = friction * firstAt(i) + (g + decay * p);
  return vector == 1 ? v : p - rate * v;
}`,
  });
  return made.length > 0 ? [...made, same(backend, second!)] : [];
}

interface Rule {
  /** Vectors made: parameters, first, second. */
  readonly count: number;
  readonly uniforms: Readonly<Record<string, number>>;
  /** GLSL of `float next(int vector, int i, float g)`: place i of a new vector, from the gradient g there. */
  readonly source: string;
}

/** From here on finding a place among the pieces, once for each new vector, takes longer than putting the pieces together first. */
const large = 8192;

function updated(backend: MathBackendWebGL, inputs: Tensors, { count, uniforms, source }: Rule): TensorInfo[] {
  const size = inputs['parameters']!.shape[0]!;
  const isPiece = ([name]: [string, unknown]): boolean => name.startsWith('gradient');
  const vectors = Object.fromEntries(Object.entries(inputs).filter((entry) => !isPiece(entry)));
  const pieces = Object.fromEntries(Object.entries(inputs).filter(isPiece));
  const given = Object.values(pieces).reduce((sum, piece) => sum + sizeOf(piece), 0);
  if (given !== size) throw new RangeError(`${size} parameters but ${given} gradients`);
  const tooWide = widthFor(count * size) > env().getNumber('WEBGL_MAX_TEXTURE_SIZE');
  if (tooWide || Object.keys(inputs).length > env().getNumber('WEBGL_MAX_TEXTURES_IN_SHADER')) return [];

  // An input called `gradient` is read by a `gradientAt` of its own.
  const gradient =
    size < large
      ? null
      : launchFlat(
          backend,
          pieces,
          size,
          `${gradientAt(pieces)}
float numberAt(int i) { return gradientAt(i); }`,
        );
  const whole = launchFlat(
    backend,
    gradient ? { ...vectors, gradient } : inputs,
    count * size,
    `${gradient ? '' : gradientAt(pieces)}
${source}
float numberAt(int i) {
  int vector = ${count === 3 ? `i < ${size} ? 0 : i < ${2 * size} ? 1 : 2` : `i < ${size} ? 0 : 1`};
  i -= vector * ${size};
  return next(vector, i, gradientAt(i));
}`,
    uniforms,
  );
  const parts = Array.from({ length: count }, (_, vector) => part(backend, whole, vector * size, size));
  for (const made of gradient ? [whole, gradient] : [whole]) backend.disposeIntermediateTensorInfo(made);
  return parts;
}

/** A power of two, so that programs find a place in the texture without a division. */
const widthFor = (size: number): number => 2 ** Math.ceil(Math.log2(Math.sqrt(size)));

/** `size` numbers, each by `numberAt` of the source, in about a square. What is beyond them is 0. */
function launchFlat(
  backend: MathBackendWebGL,
  inputs: Tensors,
  size: number,
  source: string,
  uniforms: Readonly<Record<string, number>> = {},
): TensorInfo {
  const width = widthFor(size);
  return launch(backend, {
    inputs,
    shape: [Math.ceil(size / width), width],
    uniforms,
    source: `${source}
void main() {
  ivec2 at = getOutputCoords();
  int i = at.x * ${width} + at.y;
  setOutput(i < ${size} ? numberAt(i) : 0.0);
}`,
  });
}

/** GLSL that finds a place of the flat gradient among its pieces. */
function gradientAt(pieces: Tensors): string {
  let start = 0;
  const lines = Object.entries(pieces).map(([name, piece]) => {
    const line = `  if (i < ${start + sizeOf(piece)}) return ${name}At(i - ${start});`;
    start += sizeOf(piece);
    return line;
  });
  return ['float gradientAt(int i) {', ...lines, '  return 0.0;', '}'].join('\n');
}
