import * as tf from '@tensorflow/tfjs-core';
import { createRng, type Rng } from '../pure/random';
import { type DenseLayer, dense, denseGradInput, denseGradParameters } from './kernels/calls';
import type { NetworkSettings } from './types';

/**
 * Network and class weights as one flat vector, so that the optimizer, snapshots and check numbers each handle one tensor.
 * The kernels read their matrices from it; the backward pass is written by hand and gives the gradient in pieces.
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

/** What the backward pass needs of a forward pass. */
export interface Forward {
  readonly embeddings: tf.Tensor2D;
  /**
   * @returns gradient of the flat vector as pieces in the order of the layout, without the classes' part
   */
  backward(gradEmbeddings: tf.Tensor2D): tf.Tensor[];
}

/**
 * Embeds a batch. Call inside `tf.tidy`.
 *
 * @param inputs  n × inputSize; not used by `free`
 * @param rows    which training samples they are; only used by `free`
 */
export function forward(
  parameters: tf.Tensor1D,
  layout: Layout,
  network: NetworkSettings,
  inputs: tf.Tensor2D,
  rows: tf.Tensor1D,
): Forward {
  return network.kind === 'free'
    ? freePoints(matrix(parameters, segmentOf(layout, 'points')), rows)
    : perceptron(parameters, layersOf(layout), network, inputs);
}

/** Class weights, C × d, and biases, C, cut out of the flat vector. Call inside `tf.tidy`. */
export function classesOf(parameters: tf.Tensor1D, layout: Layout): { weights: tf.Tensor2D; bias: tf.Tensor1D } {
  const bias = segmentOf(layout, 'class-bias');
  return {
    weights: matrix(parameters, segmentOf(layout, 'class-weight')),
    bias: tf.slice(parameters, [bias.offset], [bias.size]),
  };
}

/** Where the class weights, with the class biases behind them, begin in the flat vector, and how many classes there are. */
export function classesIn(layout: Layout): { readonly offset: number; readonly classes: number } {
  const { offset, shape } = segmentOf(layout, 'class-weight');
  return { offset, classes: shape[0] };
}

function segmentOf(layout: Layout, role: Segment['role']): Segment {
  const segment = layout.segments.find((candidate) => candidate.role === role);
  if (!segment) throw new RangeError(`The layout has no part called ${role}`);
  return segment;
}

const matrix = (parameters: tf.Tensor1D, { offset, size, shape }: Segment): tf.Tensor2D =>
  tf.reshape(tf.slice(parameters, [offset], [size]), shape as [number, number]);

const layersOf = ({ segments }: Layout): DenseLayer[] =>
  segments
    .filter(({ role }) => role === 'weight')
    .map(({ offset, shape: [fanIn, fanOut] }) => ({ offset, fanIn, fanOut: fanOut! }));

function freePoints(points: tf.Tensor2D, rows: tf.Tensor1D): Forward {
  return {
    embeddings: tf.gather(points, rows),
    // The rows of a batch are all different, so scattering never adds two gradients up.
    backward: (gradEmbeddings) => [tf.scatterND(tf.expandDims(rows, 1), gradEmbeddings, points.shape)],
  };
}

function perceptron(
  parameters: tf.Tensor1D,
  layers: readonly DenseLayer[],
  network: NetworkSettings,
  inputs: tf.Tensor2D,
): Forward {
  const last = layers.length - 1;
  /** activations[k] goes into layer k. */
  const activations: tf.Tensor2D[] = [];
  let value = inputs;
  layers.forEach((layer, k) => {
    activations.push(value);
    value = dense(value, parameters, { ...layer, activation: k < last ? network.activation : 'linear' });
  });
  return {
    embeddings: value,
    backward(gradEmbeddings) {
      const pieces: tf.Tensor[] = [];
      let gradient = gradEmbeddings;
      for (let k = last; k >= 0; k--) {
        const layer = layers[k]!;
        pieces.unshift(denseGradParameters(activations[k]!, gradient, layer));
        if (k > 0) {
          gradient = denseGradInput(gradient, activations[k]!, parameters, { ...layer, activation: network.activation });
        }
      }
      return pieces;
    },
  };
}
