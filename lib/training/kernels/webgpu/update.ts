import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { beta1, beta2, epsilon, power } from '../../optimizers/adam';
import type { UpdateAttrs } from '../calls';
import { dispose, flat, type Kernel, launch } from './program';

/** Kernels of one entry an invocation: a program has one output, so each of an optimizer's vectors is a launch. */
const entrywise = (key: string, inputs: readonly string[], numbers: readonly string[], value: string): Kernel => ({
  key,
  inputs,
  integers: ['count'],
  numbers,
  code: () => `
fn main(i: i32) {
  if (i >= uniforms.count) { return; }
  result[i] = ${value};
}`,
});

const mean = entrywise(
  'adam mean',
  ['first', 'gradient'],
  ['keep', 'take'],
  'uniforms.keep * first[i] + uniforms.take * gradient[i]',
);
const spread = entrywise(
  'adam spread',
  ['second', 'gradient'],
  ['keep', 'take'],
  'uniforms.keep * second[i] + uniforms.take * (gradient[i] * gradient[i])',
);
const stride = entrywise(
  'adam step',
  ['parameters', 'mean', 'spread'],
  ['kept', 'rate', 'smallest'],
  'uniforms.kept * parameters[i] - uniforms.rate * (mean[i] / (sqrt(spread[i]) + uniforms.smallest))',
);
const velocity = entrywise(
  'momentum velocity',
  ['first', 'gradient', 'parameters'],
  ['keep', 'decay'],
  'uniforms.keep * first[i] + (gradient[i] + uniforms.decay * parameters[i])',
);
const glide = entrywise('momentum step', ['parameters', 'velocity'], ['rate'], 'parameters[i] - uniforms.rate * velocity[i]');

type Inputs = Readonly<Record<string, tf.TensorInfo>>;

/**
 * One step of Adam (`lib/training/optimizers/adam.ts`) over all parameters: one launch for each of the three vectors, and one that
 * joins the pieces of the gradient.
 *
 * @param inputs  the vectors and the pieces of the gradient, as `update` of `calls.ts` names them
 * @returns the new parameters, first and second
 */
export function adam(backend: WebGPUBackend, inputs: Inputs, { learningRate, weightDecay, step }: UpdateAttrs): tf.TensorInfo[] {
  const { parameters, first, second } = inputs as Record<'parameters' | 'first' | 'second', tf.TensorInfo>;
  const run = entriesOf(backend, parameters);
  return withGradient(backend, inputs, (gradient) => {
    const m = run(mean, [first, gradient], [beta1, 1 - beta1]);
    const v = run(spread, [second, gradient], [beta2, 1 - beta2]);
    const correction = Math.sqrt(1 - power(beta2, step));
    const rate = (learningRate * correction) / (1 - power(beta1, step));
    return [run(stride, [parameters, m, v], [1 - learningRate * weightDecay, rate, epsilon * correction]), m, v];
  });
}

/** One step of gradient descent with momentum (`lib/training/optimizers/sgd.ts`). @see adam */
export function momentum(backend: WebGPUBackend, inputs: Inputs, attrs: UpdateAttrs): tf.TensorInfo[] {
  const { parameters, first, second } = inputs as Record<'parameters' | 'first' | 'second', tf.TensorInfo>;
  const run = entriesOf(backend, parameters);
  return withGradient(backend, inputs, (gradient) => {
    const v = run(velocity, [first, gradient, parameters], [attrs.momentum, attrs.weightDecay]);
    // Not used, and therefore the same buffer, held once more.
    backend.incRef(second.dataId);
    return [run(glide, [parameters, v], [attrs.learningRate]), v, second];
  });
}

const entriesOf =
  (backend: WebGPUBackend, { shape }: tf.TensorInfo) =>
  (kernel: Kernel, inputs: readonly tf.TensorInfo[], numbers: readonly number[]): tf.TensorInfo =>
    launch(backend, kernel, { inputs, shape, integers: [shape[0]!], numbers, invocations: shape[0]! });

/** Lends the gradient as one vector. @throws RangeError if it is not as long as the parameters */
function withGradient<R>(backend: WebGPUBackend, inputs: Inputs, use: (gradient: tf.TensorInfo) => R): R {
  const pieces: tf.TensorInfo[] = [];
  for (let k = 0; inputs[`gradient${k}`]; k++) pieces.push(flat(inputs[`gradient${k}`]!));
  const length = pieces.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const expected = inputs['parameters']!.shape[0];
  if (length !== expected) throw new RangeError(`${expected} parameters but ${length} gradients`);
  if (pieces.length === 1) return use(pieces[0]!);
  const concat = tf.getKernel(tf.Concat, 'webgpu')!.kernelFunc;
  const gradient = concat({
    inputs: pieces as unknown as tf.NamedTensorInfoMap,
    backend,
    attrs: { axis: 0 },
  }) as tf.TensorInfo;
  const results = use(gradient);
  dispose(backend, gradient);
  return results;
}
