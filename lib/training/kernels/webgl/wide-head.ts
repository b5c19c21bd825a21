import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { ShaderText } from '../../../algebra/shader';
import { withBlocks, withGathered } from './blocks';
import type { HeadInputs } from './head';
import { type HeadShape, statisticsCount } from './head-source';
import { launch, part } from './program';
import * as source from './wide-source';

type Uniforms = Readonly<Record<string, number>>;

/**
 * The head beyond eight dimensions: the cosines are a matrix, made once, and the gradients two products with the matrix of pulls, so
 * that the work is linear in classes and in dimensions. All matrices in blocks.
 */
export function wideHead(
  backend: MathBackendWebGL,
  { embeddings, parameters, labels }: HeadInputs,
  shape: HeadShape,
  psi: ShaderText,
  uniforms: Uniforms,
  scale: Uniforms,
): TensorInfo[] {
  const { samples, classes, dimension, offset, loss } = shape;
  return withBlocks(backend, embeddings, (x) =>
    withGathered(backend, parameters, offset, classes, dimension, (w) => {
      const lengths = launch(backend, { inputs: { x, w }, shape: [samples + classes], source: source.lengths(shape) });
      const cosines = launch(backend, {
        inputs: { x, w, lengths },
        shape: [samples, classes],
        packed: true,
        source: source.cosines(shape),
      });
      const statistics = launch(backend, {
        inputs: { x, w, lengths, cosines, parameters, labels },
        shape: [statisticsCount(loss), samples],
        uniforms,
        source: source.statistics(shape, psi),
      });
      const known = { lengths, cosines, statistics, parameters, labels };
      const pulls = launch(backend, {
        inputs: known,
        shape: [samples, classes],
        packed: true,
        uniforms: scale,
        source: source.pulls(shape),
      });
      const multiples = launch(backend, {
        inputs: { ...known, pulls },
        shape: [samples + 2 * classes],
        uniforms: scale,
        source: source.multiples(shape),
      });
      const gradEmbeddings = launch(backend, {
        inputs: { x, w, pulls, multiples },
        shape: [samples, dimension],
        packed: true,
        source: source.embeddingGradients(shape),
      });
      const gradWeights = launch(backend, {
        inputs: { x, w, pulls, multiples },
        shape: [classes, dimension],
        packed: true,
        source: source.weightGradients(shape),
      });
      const gradClasses = launch(backend, {
        inputs: { gradWeights, multiples },
        shape: [classes * dimension + classes],
        source: source.behindEachOther(shape),
      });
      const perSample = part(backend, statistics, 0, samples);
      for (const made of [lengths, cosines, statistics, pulls, multiples, gradWeights]) {
        backend.disposeIntermediateTensorInfo(made);
      }
      return [gradEmbeddings, gradClasses, perSample];
    }),
  );
}
