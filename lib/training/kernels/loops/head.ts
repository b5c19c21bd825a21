import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { HeadAttrs } from '../calls';
import { headByLoops } from './head-loops';
import { headByProducts } from './head-products';
import type { Machine } from './machine';

/** A batch in front of the head, as the loops see it. Gradients are written into `gradEmbeddings` … `perSample`. */
export interface HeadArrays {
  /** n × d, raw */
  readonly embeddings: Float32Array;
  /** C × d, raw */
  readonly weights: Float32Array;
  /** C */
  readonly bias: Float32Array;
  readonly labels: Int32Array;
  readonly gradEmbeddings: Float32Array;
  readonly gradWeights: Float32Array;
  readonly gradBias: Float32Array;
  readonly perSample: Float32Array;
}

export interface HeadShape {
  /** n, C, d */
  readonly samples: number;
  readonly classes: number;
  readonly dimension: number;
}

/** Below this sine (single precision of the inputs) the direction from x to its class is rounding noise and counts as undefined. */
export const smallestSine = 1e-6;
export const smallestNorm = 1e-12;

/**
 * From here on the three products that make up nearly all of the work are left to the machine. They are in single precision then; below,
 * everything is in double precision and in one pass.
 */
const productsFrom = { dimension: 16, weights: 1024 };

/**
 * Loss and gradients of the softmax head, as `lib/objectives/tensor-head.ts` defines them, with the target logit and its slope by the
 * array reading of the loss.
 *
 * @returns gradEmbeddings (n × d), gradClasses (C·d + C), perSample (n)
 */
export function head<B>(machine: Machine<B>, inputs: NamedTensorInfoMap, attrs: HeadAttrs): TensorInfo[] {
  const { embeddings, parameters, labels } = inputs as Record<'embeddings' | 'parameters' | 'labels', TensorInfo>;
  const { offset, classes } = attrs;
  const [samples, dimension] = embeddings.shape as [number, number];
  const shape: HeadShape = { samples, classes, dimension };
  const size = classes * dimension;
  const outputs = [machine.output([samples, dimension]), machine.output([size + classes]), machine.output([samples])] as const;
  const [gradEmbeddings, gradClasses, perSample] = outputs;
  const flat = machine.block(parameters);
  const arrays = (): HeadArrays => ({
    embeddings: machine.floats(machine.block(embeddings)),
    weights: machine.floats(machine.part(flat, offset, size)),
    bias: machine.floats(machine.part(flat, offset + size, classes)),
    labels: machine.integers(machine.block(labels)),
    gradEmbeddings: machine.floats(gradEmbeddings.block),
    gradWeights: machine.floats(machine.part(gradClasses.block, 0, size)),
    gradBias: machine.floats(machine.part(gradClasses.block, size, classes)),
    perSample: machine.floats(perSample.block),
  });
  if (dimension >= productsFrom.dimension && size >= productsFrom.weights) {
    const blocks = { gradEmbeddings: gradEmbeddings.block, gradWeights: machine.part(gradClasses.block, 0, size) };
    headByProducts(machine, arrays, blocks, shape, attrs);
  } else {
    headByLoops(arrays(), shape, attrs);
  }
  return outputs.map(({ info }) => info);
}
