import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { printGlsl } from '../../../algebra/glsl';
import type { ShaderText } from '../../../algebra/shader';
import { type AnyLoss, type LossOptions, slopeExpression, targetExpression } from '../../../losses';
import type { HeadAttrs } from '../calls';
import { classGradients, embeddingGradients, statistics, statisticsCount } from './head-source';
import { launch, part } from './program';

/** Beyond, a matrix product is the better way: `plain.ts`. */
const mostDimensions = 8;

/**
 * The softmax head in three programs: statistics of each sample, gradient of the embeddings, gradient of the classes. ψ and ψ′ come
 * from the loss's definition; its parameters are uniforms.
 *
 * @returns gradEmbeddings, gradClasses, perSample; none beyond `mostDimensions`
 */
export function head(
  backend: MathBackendWebGL,
  { embeddings, parameters, labels }: NamedTensorInfoMap,
  { offset, classes, loss, values, options }: HeadAttrs,
): TensorInfo[] {
  const [samples, dimension] = embeddings!.shape as [number, number];
  if (dimension > mostDimensions || samples === 0) return [];
  const shape = { samples, classes, dimension, offset, loss };
  const psi = shaderOf(loss, options);
  const inputs = { embeddings: embeddings!, parameters: parameters!, labels: labels! };
  const scale = loss.normalisesFeatures ? { scale: values['s']! } : undefined;
  const marginUniforms = Object.entries(psi.uniformValues(values)).map(([id, value]) => [uniformName(id), value]);

  const rows = launch(backend, {
    inputs,
    shape: [statisticsCount(loss), samples],
    uniforms: { ...Object.fromEntries(marginUniforms), ...scale },
    source: statistics(shape, psi),
  });
  const gradEmbeddings = launch(backend, {
    inputs: { ...inputs, statistics: rows },
    shape: [samples, dimension],
    ...(scale && { uniforms: scale }),
    source: embeddingGradients(shape),
  });
  const gradClasses = launch(backend, {
    inputs: { ...inputs, statistics: rows },
    shape: [classes * dimension + classes],
    ...(scale && { uniforms: scale }),
    source: classGradients(shape),
  });
  const perSample = part(backend, rows, 0, samples);
  backend.disposeIntermediateTensorInfo(rows);
  return [gradEmbeddings, gradClasses, perSample];
}

/** Apart from all names of the shaders. */
const uniformName = (id: string): string => `margin${id}`;

const printed = new WeakMap<AnyLoss, Map<string, ShaderText>>();

/** ψ and ψ′ as GLSL, printed once for each loss and its options. */
function shaderOf(loss: AnyLoss, options: LossOptions): ShaderText {
  const known = printed.get(loss) ?? new Map<string, ShaderText>();
  printed.set(loss, known);
  const key = `${options.pastPi} ${options.gradient}`;
  const text =
    known.get(key) ??
    printGlsl({
      functions: [
        { name: 'targetLogit', expression: targetExpression(loss, options) },
        { name: 'targetSlope', expression: slopeExpression(loss, options) },
      ],
      uniformName,
    });
  known.set(key, text);
  return text;
}
