import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Activation, DenseAttrs, DenseLayer } from '../calls';
import { launch } from './program';

/** GLSL of the activation of `value`. Comparisons keep a NaN, which `max` may drop. */
const activated: Readonly<Record<Activation, string>> = {
  linear: 'value',
  relu: 'value < 0.0 ? 0.0 : value',
  // As tfjs computes it: the tanh of some GPUs overflows.
  tanh: 'sign(value) * (1.0 - exp(-2.0 * abs(value))) / (1.0 + exp(-2.0 * abs(value)))',
};

/** GLSL of the activation's slope, from its `output`. */
const slope: Readonly<Record<Activation, string>> = {
  linear: '1.0',
  relu: '(output_ > 0.0 ? 1.0 : 0.0)',
  tanh: '(1.0 - output_ * output_)',
};

/** act(x·W + b), one number a pixel. */
export function dense(backend: MathBackendWebGL, { x, parameters }: NamedTensorInfoMap, attrs: DenseAttrs): TensorInfo {
  const { offset, fanIn, fanOut, activation } = attrs;
  return launch(backend, {
    inputs: { x: x!, parameters: parameters! },
    shape: [x!.shape[0]!, fanOut],
    source: `void main() {
  ivec2 at = getOutputCoords();
  float value = parametersAt(${offset + fanIn * fanOut} + at.y);
  for (int k = 0; k < ${fanIn}; k++) value += xIn(at.x, k) * parametersAt(${offset} + k * ${fanOut} + at.y);
  setOutput(${activated[activation]});
}`,
  });
}

/** xᵀ·grad and, as the last row, the sums of grad's columns. */
export function denseGradParameters(
  backend: MathBackendWebGL,
  { x, grad }: NamedTensorInfoMap,
  { fanIn, fanOut }: DenseLayer,
): TensorInfo {
  const samples = x!.shape[0]!;
  return launch(backend, {
    inputs: { x: x!, grad: grad! },
    shape: [fanIn + 1, fanOut],
    source: `void main() {
  ivec2 at = getOutputCoords();
  float sum = 0.0;
  if (at.x == ${fanIn}) {
    for (int i = 0; i < ${samples}; i++) sum += gradIn(i, at.y);
  } else {
    for (int i = 0; i < ${samples}; i++) sum += xIn(i, at.x) * gradIn(i, at.y);
  }
  setOutput(sum);
}`,
  });
}

/** (grad·Wᵀ) ⊙ act′, act′ from the layer's input, which is the output of the layer below. */
export function denseGradInput(
  backend: MathBackendWebGL,
  { grad, x, parameters }: NamedTensorInfoMap,
  { offset, fanIn, fanOut, activation }: DenseAttrs,
): TensorInfo {
  return launch(backend, {
    inputs: { grad: grad!, x: x!, parameters: parameters! },
    shape: [x!.shape[0]!, fanIn],
    source: `void main() {
  ivec2 at = getOutputCoords();
  float sum = 0.0;
  for (int j = 0; j < ${fanOut}; j++) sum += gradIn(at.x, j) * parametersAt(${offset} + at.y * ${fanOut} + j);
  float output_ = xIn(at.x, at.y);
  setOutput(sum * ${slope[activation]});
}`,
  });
}
