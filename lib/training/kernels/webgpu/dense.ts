import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import type { Activation, DenseAttrs, DenseLayer } from '../calls';
import { type Kernel, launch } from './program';

/**
 * An invocation computes four entries of a column of the output, so that the other factor is read once for four products. Weights
 * are read where they lie in the flat vector.
 */
const block = 4;
const blocksIn = (rows: number): number => Math.ceil(rows / block);

/** Writes the four entries that there are. @param entry  WGSL of an entry, from `value` (and `at`, its place) */
const storeBlock = (rows: string, columns: string, entry: string): string => `
  for (var r = 0; r < ${block} && row + r < ${rows}; r++) {
    let at = (row + r) * ${columns} + column;
    let value = values[r];
    result[at] = ${entry};
  }`;

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
fn activate(value: f32) -> f32 {
  ${activation === 'tanh' ? 'let decay = exp(-2.0 * abs(value));' : ''}
  return ${activate[activation]};
}

fn main(index: i32) {
  let fanIn = uniforms.fanIn;
  let fanOut = uniforms.fanOut;
  let row = index / fanOut * ${block};
  if (row >= uniforms.rows) { return; }
  let column = index % fanOut;
  let at = min(row + vec4<i32>(0, 1, 2, 3), vec4<i32>(uniforms.rows - 1)) * fanIn;
  var weight = uniforms.offset + column;
  var values = vec4<f32>();
  for (var k = 0; k < fanIn; k++) {
    values += vec4<f32>(x[at.x + k], x[at.y + k], x[at.z + k], x[at.w + k]) * parameters[weight];
    weight += fanOut;
  }
  values += parameters[weight];
  ${storeBlock('uniforms.rows', 'fanOut', 'activate(value)')}
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
    invocations: blocksIn(rows) * fanOut,
  });
}

const gradParameters: Kernel = {
  key: 'dense gradient of parameters',
  inputs: ['x', 'grad'],
  integers: ['rows', 'fanIn', 'fanOut'],
  // Weights in blocks, then the biases.
  code: () => `
fn main(index: i32) {
  let fanIn = uniforms.fanIn;
  let fanOut = uniforms.fanOut;
  let row = index / fanOut * ${block};
  let column = index % fanOut;
  var values = vec4<f32>();
  if (row < fanIn) {
    var at = min(row + vec4<i32>(0, 1, 2, 3), vec4<i32>(fanIn - 1));
    for (var i = 0; i < uniforms.rows; i++) {
      values += vec4<f32>(x[at.x], x[at.y], x[at.z], x[at.w]) * grad[i * fanOut + column];
      at += fanIn;
    }
    ${storeBlock('fanIn', 'fanOut', 'value')}
  } else if (row < fanIn + ${block}) {
    var sum = 0.0;
    for (var i = 0; i < uniforms.rows; i++) { sum += grad[i * fanOut + column]; }
    result[fanIn * fanOut + column] = sum;
  }
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
    invocations: (blocksIn(fanIn) + 1) * fanOut,
  });
}

/** The slope of the activation of the layer below, from its output. */
const slope: Readonly<Record<Activation, string>> = {
  linear: 'value',
  relu: 'select(0.0, value, x[at] > 0.0)',
  tanh: 'value * (1.0 - x[at] * x[at])',
};

const gradInputKernels = byActivation((activation) => ({
  key: `dense gradient of input ${activation}`,
  inputs: activation === 'linear' ? ['grad', 'parameters'] : ['grad', 'parameters', 'x'],
  integers: ['rows', 'fanIn', 'fanOut', 'offset'],
  code: () => `
fn main(index: i32) {
  let fanIn = uniforms.fanIn;
  let fanOut = uniforms.fanOut;
  let row = index / fanIn * ${block};
  if (row >= uniforms.rows) { return; }
  let column = index % fanIn;
  let start = min(row + vec4<i32>(0, 1, 2, 3), vec4<i32>(uniforms.rows - 1)) * fanOut;
  let weight = uniforms.offset + column * fanOut;
  var values = vec4<f32>();
  for (var j = 0; j < fanOut; j++) {
    values += vec4<f32>(grad[start.x + j], grad[start.y + j], grad[start.z + j], grad[start.w + j]) * parameters[weight + j];
  }
  ${storeBlock('uniforms.rows', 'fanIn', slope[activation])}
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
    invocations: blocksIn(rows) * fanIn,
  });
}

function byActivation(make: (activation: Activation) => Kernel): Readonly<Record<Activation, Kernel>> {
  return { linear: make('linear'), relu: make('relu'), tanh: make('tanh') };
}
