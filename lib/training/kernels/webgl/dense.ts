import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { Activation, DenseAttrs, DenseLayer } from '../calls';
import { gatheredBlock, narrow, withBlocks, withGathered } from './blocks';
import { launch } from './program';

/** GLSL of the activation of a `vec4 value` or a `float value`. Comparisons keep a NaN, which `max` may drop. */
const activated: Readonly<Record<Activation, string>> = {
  linear: 'float activated(float value) { return value; }',
  relu: 'float activated(float value) { return value < 0.0 ? 0.0 : value; }',
  // As tfjs computes it: the tanh of some GPUs overflows.
  tanh: `float activated(float value) {
  float power = exp(-2.0 * abs(value));
  return sign(value) * (1.0 - power) / (1.0 + power);
}`,
};

/** GLSL of the activation's slope, from its output. */
const slope: Readonly<Record<Activation, string>> = {
  linear: 'float slope(float y) { return 1.0; }',
  relu: 'float slope(float y) { return y > 0.0 ? 1.0 : 0.0; }',
  tanh: 'float slope(float y) { return 1.0 - y * y; }',
};

const each = (name: string): string =>
  `vec4 ${name}4(vec4 v) { return vec4(${name}(v.x), ${name}(v.y), ${name}(v.z), ${name}(v.w)); }`;

/** act(x·W + b) */
export function dense(backend: MathBackendWebGL, { x, parameters }: NamedTensorInfoMap, attrs: DenseAttrs): TensorInfo {
  const { offset, fanIn, fanOut, activation } = attrs;
  const shape = [x!.shape[0]!, fanOut];
  return withBlocks(backend, x!, (blocks) => {
    if (fanOut <= narrow) {
      const weight = (k: string): string => `parametersAt(${offset} + ${k} * ${fanOut} + at.y)`;
      return launch(backend, {
        inputs: { x: blocks, parameters: parameters! },
        shape,
        source: `${activated[activation]}
void main() {
  ivec2 at = getOutputCoords();
  float value = ${weight(`${fanIn}`)};
  for (int k = 0; k < ${fanIn - (fanIn % 2)}; k += 2) {
    vec4 block = xBlock(at.x - (at.x & 1), k);
    vec2 row = (at.x & 1) == 0 ? block.xy : block.zw;
    value += row.x * ${weight('k')} + row.y * ${weight('(k + 1)')};
  }
  ${fanIn % 2 === 1 ? `value += xIn(at.x, ${fanIn - 1}) * ${weight(`${fanIn - 1}`)};` : ''}
  setOutput(activated(value));
}`,
      });
    }
    return withWeights(backend, parameters!, attrs, (weights) =>
      launch(backend, {
        inputs: { x: blocks, ...weights.inputs },
        shape,
        packed: true,
        source: `${weights.source}
${activated[activation]}
${each('activated')}
void main() {
  ivec2 at = getOutputCoords();
  vec2 bias = weightsBlock(${fanIn - (fanIn % 2)}, at.y).${fanIn % 2 === 0 ? 'xy' : 'zw'};
  vec4 value = vec4(bias, bias);
  for (int k = 0; k < ${fanIn}; k += 2) {
    vec4 a = xBlock(at.x, k);
    vec4 b = weightsBlock(k, at.y);
    ${fanIn % 2 === 1 ? `if (k == ${fanIn - 1}) { a.yw = vec2(0.0); b.zw = vec2(0.0); }` : ''}
    value += a.xxzz * b.xyxy + a.yyww * b.zwzw;
  }
  setOutput(activated4(value));
}`,
      }),
    );
  });
}

/** xᵀ·grad and, as the last row, the sums of grad's columns: as if x had a last column of ones. */
export function denseGradParameters(
  backend: MathBackendWebGL,
  { x, grad }: NamedTensorInfoMap,
  { fanIn, fanOut }: DenseLayer,
): TensorInfo {
  const samples = x!.shape[0]!;
  const loop = (a: string): string => `for (int i = 0; i < ${samples}; i += 2) {
      vec4 a = ${a};
      vec4 b = gradBlock(i, at.y);
      ${samples % 2 === 1 ? `if (i == ${samples - 1}) { a.zw = vec2(0.0); b.zw = vec2(0.0); }` : ''}
      value += a.xxyy * b.xyxy + a.zzww * b.zwzw;
    }`;
  return withBlocks(backend, x!, (xBlocks) =>
    withBlocks(backend, grad!, (gradBlocks) =>
      launch(backend, {
        inputs: { x: xBlocks, grad: gradBlocks },
        shape: [fanIn + 1, fanOut],
        packed: true,
        source: `void main() {
  ivec2 at = getOutputCoords();
  vec4 value = vec4(0.0);
  if (at.x == ${fanIn - (fanIn % 2)}) {
    ${loop(fanIn % 2 === 0 ? 'vec4(1.0, 0.0, 1.0, 0.0)' : 'vec4(xBlock(i, at.x).x, 1.0, xBlock(i, at.x).z, 1.0)')}
  } else {
    ${loop('xBlock(i, at.x)')}
  }
  setOutput(value);
}`,
      }),
    ),
  );
}

/** (grad·Wᵀ) ⊙ act′, act′ from the layer's input, which is the output of the layer below. */
export function denseGradInput(
  backend: MathBackendWebGL,
  { grad, x, parameters }: NamedTensorInfoMap,
  attrs: DenseAttrs,
): TensorInfo {
  const { offset, fanIn, fanOut, activation } = attrs;
  const shape = [x!.shape[0]!, fanIn];
  if (fanIn <= narrow) {
    return launch(backend, {
      inputs: { grad: grad!, x: x!, parameters: parameters! },
      shape,
      source: `${slope[activation]}
void main() {
  ivec2 at = getOutputCoords();
  float value = 0.0;
  for (int j = 0; j < ${fanOut}; j++) value += gradIn(at.x, j) * parametersAt(${offset} + at.y * ${fanOut} + j);
  setOutput(value * slope(xIn(at.x, at.y)));
}`,
    });
  }
  return withBlocks(backend, grad!, (gradBlocks) =>
    withWeights(backend, parameters!, attrs, (weights) =>
      launch(backend, {
        inputs: { grad: gradBlocks, x: x!, ...weights.inputs },
        shape,
        packed: true,
        source: `${weights.source}
${slope[activation]}
${each('slope')}
void main() {
  ivec2 at = getOutputCoords();
  vec4 value = vec4(0.0);
  for (int j = 0; j < ${fanOut}; j += 2) {
    vec4 a = gradBlock(at.x, j);
    vec4 b = weightsBlock(at.y, j);
    ${fanOut % 2 === 1 ? `if (j == ${fanOut - 1}) { a.yw = vec2(0.0); b.yw = vec2(0.0); }` : ''}
    value += a.xxzz * b.xzxz + a.yyww * b.ywyw;
  }
  setOutput(value * slope4(xBlock(at.x, at.y)));
}`,
      }),
    ),
  );
}

/** How a shader finds a layer's weights and, as the last row, its biases: (fanIn + 1) × fanOut, in blocks. */
interface Weights {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  /** GLSL of `vec4 weightsBlock(int row, int column)`, 0 beyond; empty where the reader of the input is it. */
  readonly source: string;
}

/** Weights that are read often are gathered into blocks, once a step. */
function withWeights<R>(
  backend: MathBackendWebGL,
  parameters: TensorInfo,
  { offset, fanIn, fanOut }: DenseLayer,
  use: (weights: Weights) => R,
): R {
  const gathered = gatheredBlock(offset, fanIn + 1, fanOut);
  if (fanIn <= narrow || fanOut <= narrow) {
    return use({ inputs: { parameters }, source: `vec4 weightsBlock(int row, int column) ${gathered}` });
  }
  return withGathered(backend, parameters, offset, fanIn + 1, fanOut, (weights) => use({ inputs: { weights }, source: '' }));
}
