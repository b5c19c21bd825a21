import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { printGlsl } from '../../../algebra/glsl';
import type { ShaderText } from '../../../algebra/shader';
import { type AnyLoss, type LossOptions, slopeExpression, targetExpression } from '../../../losses';
import type { HeadAttrs } from '../calls';
import { narrow } from './blocks';
import { classGradients, embeddingGradients, type HeadShape, statistics, statisticsCount } from './head-source';
import { launch, part } from './program';
import { wideHead } from './wide-head';

/**
 * Loss and gradients of the softmax head. ψ and ψ′ come from the loss's definition; its parameters are uniforms.
 *
 * @returns gradEmbeddings, gradClasses, perSample; none for an empty batch
 */
export function head(backend: MathBackendWebGL, tensors: NamedTensorInfoMap, attrs: HeadAttrs): TensorInfo[] {
  const { embeddings, parameters, labels } = tensors;
  const { offset, classes, loss, values, options } = attrs;
  const [samples, dimension] = embeddings!.shape as [number, number];
  if (samples === 0) return [];
  const shape = { samples, classes, dimension, offset, loss };
  const psi = shaderOf(loss, options);
  const inputs = { embeddings: embeddings!, parameters: parameters!, labels: labels! };
  const scale: Readonly<Record<string, number>> = loss.normalisesFeatures ? { scale: values['s']! } : {};
  const marginUniforms = Object.entries(psi.uniformValues(values)).map(([id, value]) => [uniformName(id), value]);
  const uniforms = { ...Object.fromEntries(marginUniforms), ...scale };
  return dimension > narrow
    ? wideHead(backend, inputs, shape, psi, uniforms, scale)
    : narrowHead(backend, inputs, shape, psi, uniforms, scale);
}

/** The tensors of a head by name, as its shaders know them. */
export type HeadInputs = Readonly<Record<'embeddings' | 'parameters' | 'labels', TensorInfo>>;

/** Three programs: statistics of each sample, gradient of the embeddings, gradient of the classes. Each makes its cosines itself. */
function narrowHead(
  backend: MathBackendWebGL,
  inputs: HeadInputs,
  shape: HeadShape,
  psi: ShaderText,
  uniforms: Readonly<Record<string, number>>,
  scale: Readonly<Record<string, number>>,
): TensorInfo[] {
  const { samples, classes, dimension, loss } = shape;
  const rows = launch(backend, {
    inputs,
    shape: [statisticsCount(loss), samples],
    uniforms,
    source: statistics(shape, psi),
  });
  const gradEmbeddings = launch(backend, {
    inputs: { ...inputs, statistics: rows },
    shape: [samples, dimension],
    uniforms: scale,
    source: embeddingGradients(shape),
  });
  const gradClasses = launch(backend, {
    inputs: { ...inputs, statistics: rows },
    shape: [classes * dimension + classes],
    uniforms: scale,
    source: classGradients(shape),
  });
  const perSample = part(backend, rows, 0, samples);
  backend.disposeIntermediateTensorInfo(rows);
  return [gradEmbeddings, gradClasses, perSample];
}

/** Apart from all names of the shaders. */
const uniformName = (id: string): string => `given${id}`;

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
