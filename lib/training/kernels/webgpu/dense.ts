import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import type { Activation, DenseAttrs, DenseLayer } from '../calls';
import { type Kernel, launch } from './program';

/** One invocation for each entry of the output. Weights are read where they lie in the flat vector. */

/** NaN has to pass, since a run that has gone wrong is found by it; that is why ReLU is not `max(value, 0)`. */
const activate: Readonly<Record<Activation, string>> = {
  linear: 'value',
  relu: 'select(value, 0.0, value < 0.0)',
  // WGSL's own tanh may overflow on the way.
  tanh: 'sign(value) * (1.0 - decay) / (1.0 + decay)',
};

const denseKernels = byActivation((activation) => ({
  key: `dense ${activation}`,
  inputs: ['x', 'parameters'],
  integers: ['rows', 'fanIn', 'fanOut', 'offset'],
  code: () => `
fn main(index: i32) {
  let fanOut = uniforms.fanOut;
  let row = index / fanOut;
  if (row >= uniforms.rows) { return; }
  let column = index - row * fanOut;
  var at = row * uniforms.fanIn;
  var weight = uniforms.offset + column;
  var value = 0.0;
  for (var k = 0; k < uniforms.fanIn; k++) {
    value += x[at] * parameters[weight];
    at++;
    weight += fanOut;
  }
  value += parameters[weight];
  ${activation === 'tanh' ? 'let decay = exp(-2.0 * abs(value));' : ''}
  result[index] = ${activate[activation]};
}`,
}));

/** act(x·W + b), n × fanOut, in one launch. @param x  n × fanIn */
export function dense(backend: WebGPUBackend, x: tf.TensorInfo, parameters: tf.TensorInfo, layer: DenseAttrs): tf.TensorInfo {
  const rows = x.shape[0]!;
  const { fanIn, fanOut, offset, activation } = layer;
  return launch(backend, denseKernels[activation], {
    inputs: [x, parameters],
    shape: [rows, fanOut],
    integers: [rows, fanIn, fanOut, offset],
    invocations: rows * fanOut,
  });
}

const gradParameters: Kernel = {
  key: 'dense gradient of parameters',
  inputs: ['x', 'grad'],
  integers: ['rows', 'fanIn', 'fanOut'],
  // The bias is the weight of an input that is always 1.
  code: () => `
fn main(index: i32) {
  let fanIn = uniforms.fanIn;
  let fanOut = uniforms.fanOut;
  let row = index / fanOut;
  if (row > fanIn) { return; }
  var at = row;
  var column = index - row * fanOut;
  var sum = 0.0;
  if (row < fanIn) {
    for (var i = 0; i < uniforms.rows; i++) {
      sum += x[at] * grad[column];
      at += fanIn;
      column += fanOut;
    }
  } else {
    for (var i = 0; i < uniforms.rows; i++) {
      sum += grad[column];
      column += fanOut;
    }
  }
  result[index] = sum;
}`,
};

/** Gradient of weights and, as the last row, biases: (fanIn + 1) × fanOut, in one launch. */
export function denseGradParameters(
  backend: WebGPUBackend,
  x: tf.TensorInfo,
  grad: tf.TensorInfo,
  layer: DenseLayer,
): tf.TensorInfo {
  const { fanIn, fanOut } = layer;
  return launch(backend, gradParameters, {
    inputs: [x, grad],
    shape: [fanIn + 1, fanOut],
    integers: [x.shape[0]!, fanIn, fanOut],
    invocations: (fanIn + 1) * fanOut,
  });
}

/** The slope of the activation of the layer below, from its output. */
const slope: Readonly<Record<Activation, string>> = {
  linear: 'sum',
  relu: 'select(0.0, sum, x[index] > 0.0)',
  tanh: 'sum * (1.0 - x[index] * x[index])',
};

const gradInputKernels = byActivation((activation) => ({
  key: `dense gradient of input ${activation}`,
  inputs: activation === 'linear' ? ['grad', 'parameters'] : ['grad', 'parameters', 'x'],
  integers: ['rows', 'fanIn', 'fanOut', 'offset'],
  code: () => `
fn main(index: i32) {
  let fanOut = uniforms.fanOut;
  let row = index / uniforms.fanIn;
  if (row >= uniforms.rows) { return; }
  let k = index - row * uniforms.fanIn;
  let at = row * fanOut;
  let weight = uniforms.offset + k * fanOut;
  var sum = 0.0;
  for (var j = 0; j < fanOut; j++) {
    sum += grad[at + j] * parameters[weight + j];
  }
  result[index] = ${slope[activation]};
}`,
}));

/** (grad · Wᵀ) ⊙ act′, n × fanIn, in one launch. @param x  n × fanIn, output of the layer below */
export function denseGradInput(
  backend: WebGPUBackend,
  grad: tf.TensorInfo,
  x: tf.TensorInfo,
  parameters: tf.TensorInfo,
  layer: DenseAttrs,
): tf.TensorInfo {
  const rows = x.shape[0]!;
  const { fanIn, fanOut, offset, activation } = layer;
  return launch(backend, gradInputKernels[activation], {
    inputs: activation === 'linear' ? [grad, parameters] : [grad, parameters, x],
    shape: [rows, fanIn],
    integers: [rows, fanIn, fanOut, offset],
    invocations: rows * fanIn,
  });
}

function byActivation(make: (activation: Activation) => Kernel): Readonly<Record<Activation, Kernel>> {
  return { linear: make('linear'), relu: make('relu'), tanh: make('tanh') };
}
