import * as tf from '@tensorflow/tfjs-core';
import { createRng, type Rng } from '../pure/random';
import type { NetworkSettings } from './types';

/**
 * Network and class weights as one flat vector, so that the optimizer, snapshots and check numbers each handle one tensor.
 * The forward pass cuts its matrices out; the backward pass is written by hand (three products a layer) and glued back.
 */
export interface Layout {
  readonly segments: readonly Segment[];
  readonly size: number;
}

interface Segment {
  readonly role: 'weight' | 'bias' | 'points' | 'class-weight' | 'class-bias';
  readonly shape: readonly [number] | readonly [number, number];
  readonly offset: number;
  readonly size: number;
}

/** @param samples  number of training samples; only `free` needs a place for each. */
export function layoutOf(network: NetworkSettings, inputSize: number, classes: number, samples: number): Layout {
  const segments: Segment[] = [];
  let offset = 0;
  const add = (role: Segment['role'], shape: Segment['shape']): void => {
    const size = shape.reduce<number>((product, n) => product * n, 1);
    segments.push({ role, shape, offset, size });
    offset += size;
  };
  if (network.kind === 'free') {
    add('points', [samples, network.embedding]);
  } else {
    const sizes = [inputSize, ...network.hidden, network.embedding];
    for (let layer = 1; layer < sizes.length; layer++) {
      add('weight', [sizes[layer - 1]!, sizes[layer]!]);
      add('bias', [sizes[layer]!]);
    }
  }
  add('class-weight', [classes, network.embedding]);
  add('class-bias', [classes]);
  return { segments, size: offset };
}

/**
 * Initial values: He's uniform rule for ReLU layers (Glorot's for tanh and for the last layer), biases 0, class weights and
 * free points normal with unit expected length.
 */
export function initialise(layout: Layout, network: NetworkSettings, seed: number): Float32Array {
  const rng = createRng(seed, 'weights');
  const values = new Float32Array(layout.size);
  const lastWeight = layout.segments.findLastIndex((segment) => segment.role === 'weight');
  layout.segments.forEach((segment, index) => {
    const { role, shape, offset, size } = segment;
    if (role === 'bias' || role === 'class-bias') return;
    const draw = role === 'weight' ? layerRule(shape, network, index === lastWeight, rng) : unitRule(shape, rng);
    for (let i = 0; i < size; i++) values[offset + i] = draw();
  });
  return values;
}

function layerRule(shape: Segment['shape'], network: NetworkSettings, last: boolean, rng: Rng): () => number {
  const [fanIn, fanOut] = shape as readonly [number, number];
  const variance = network.activation === 'relu' && !last ? 2 / fanIn : 2 / (fanIn + fanOut);
  const limit = Math.sqrt(3 * variance);
  return () => limit * (2 * rng.uniform() - 1);
}

function unitRule(shape: Segment['shape'], rng: Rng): () => number {
  const deviation = 1 / Math.sqrt(shape[1]!);
  return () => deviation * rng.normal();
}

/** The matrices of a flat vector. Call inside `tf.tidy`. */
export function unpack(flat: tf.Tensor1D, layout: Layout): tf.Tensor[] {
  return layout.segments.map(({ offset, size, shape }) => tf.reshape(tf.slice(flat, [offset], [size]), [...shape]));
}

/** What the backward pass needs of a forward pass. */
export interface Forward {
  readonly embeddings: tf.Tensor2D;
  readonly classWeights: tf.Tensor2D;
  readonly classBias: tf.Tensor1D;
  /**
   * Glues the gradient of the flat vector together.
   * @returns gradient in the order of the layout, same length as the flat vector
   */
  backward(gradEmbeddings: tf.Tensor2D, gradClassWeights: tf.Tensor2D, gradClassBias: tf.Tensor1D): tf.Tensor1D;
}

/**
 * Embeds a batch. Call inside `tf.tidy`.
 *
 * @param inputs  n × inputSize; not used by `free`
 * @param rows    which training samples they are; only used by `free`
 */
export function forward(parts: tf.Tensor[], network: NetworkSettings, inputs: tf.Tensor2D, rows: tf.Tensor1D): Forward {
  const [classWeights, classBias] = parts.slice(-2) as [tf.Tensor2D, tf.Tensor1D];
  return {
    ...(network.kind === 'free' ? freePoints(parts[0] as tf.Tensor2D, rows) : perceptron(parts.slice(0, -2), network, inputs)),
    classWeights,
    classBias,
  };
}

type Body = Pick<Forward, 'embeddings' | 'backward'>;

function freePoints(points: tf.Tensor2D, rows: tf.Tensor1D): Body {
  return {
    embeddings: tf.gather(points, rows),
    backward(gradEmbeddings, gradClassWeights, gradClassBias) {
      // The rows of a batch are all different, so scattering never adds two gradients up.
      const gradPoints = tf.scatterND(tf.expandDims(rows, 1), gradEmbeddings, points.shape);
      return glue([gradPoints, gradClassWeights, gradClassBias]);
    },
  };
}

function perceptron(layers: tf.Tensor[], network: NetworkSettings, inputs: tf.Tensor2D): Body {
  const depth = layers.length / 2;
  /** activations[k] goes into layer k; the last one is the embedding. */
  const activations: tf.Tensor2D[] = [inputs];
  for (let k = 0; k < depth; k++) {
    const bias = layers[2 * k + 1]!;
    const activation = k < depth - 1 && network.activation === 'relu' ? 'relu' : 'linear';
    const value = tf.fused.matMul({ a: activations[k]!, b: layers[2 * k] as tf.Tensor2D, bias, activation });
    activations.push((k < depth - 1 && network.activation === 'tanh' ? tf.tanh(value) : value) as tf.Tensor2D);
  }
  return {
    embeddings: activations[depth]!,
    backward(gradEmbeddings, gradClassWeights, gradClassBias) {
      const gradients: tf.Tensor[] = [gradClassWeights, gradClassBias];
      let gradient = gradEmbeddings;
      for (let k = depth - 1; k >= 0; k--) {
        const input = activations[k]!;
        gradients.unshift(product(tf.transpose(input), gradient), tf.sum(gradient, 0));
        if (k === 0) break;
        const back = product(gradient, tf.transpose(layers[2 * k] as tf.Tensor2D));
        gradient = tf.mul(back, network.activation === 'relu' ? tf.step(input) : tf.sub<tf.Tensor2D>(1, tf.square(input)));
      }
      return glue(gradients);
    },
  };
}

/** Products with transposed arguments take a slow path on wasm, hence the explicit transposes. */
const product = (a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D => tf.matMul(a, b);

const glue = (parts: tf.Tensor[]): tf.Tensor1D => tf.concat1d(parts.map((part) => tf.reshape(part, [part.size])));
