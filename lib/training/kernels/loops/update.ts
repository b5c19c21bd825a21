import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { beta1, beta2, epsilon, power } from '../../optimizers/adam';
import type { UpdateAttrs } from '../calls';
import type { Machine } from './machine';

/**
 * One step of Adam over all parameters; the formulas and their sources are those of `lib/training/optimizers/adam.ts`, in double
 * precision.
 *
 * @param inputs  the vectors and the pieces of the gradient, as `update` of `calls.ts` names them
 * @returns the new parameters, first and second
 */
export function adam<B>(machine: Machine<B>, inputs: NamedTensorInfoMap, attrs: UpdateAttrs): TensorInfo[] {
  const { learningRate, weightDecay, step } = attrs;
  const correction = Math.sqrt(1 - power(beta2, step));
  const rate = (learningRate * correction) / (1 - power(beta1, step));
  const smallest = epsilon * correction;
  const kept = 1 - learningRate * weightDecay;
  return updated(machine, inputs, ({ parameters, first, second }, gradient, at, next) => {
    adamLoop(parameters, first, second, gradient, at, next.parameters, next.first, next.second, rate, smallest, kept);
  });
}

function adamLoop(
  parameters: Float32Array,
  first: Float32Array,
  second: Float32Array,
  gradient: Float32Array,
  at: number,
  nextParameters: Float32Array,
  nextFirst: Float32Array,
  nextSecond: Float32Array,
  rate: number,
  smallest: number,
  kept: number,
): void {
  // Bindings of other modules may cost a look-up each time they are read, in a loop that is all of a step's updates.
  const [b1, b2] = [beta1, beta2];
  for (let i = 0, to = at; i < gradient.length; i++, to++) {
    const g = gradient[i]!;
    const m = b1 * first[to]! + (1 - b1) * g;
    const v = b2 * second[to]! + (1 - b2) * g * g;
    nextFirst[to] = m;
    nextSecond[to] = v;
    nextParameters[to] = kept * parameters[to]! - (rate * m) / (Math.sqrt(v) + smallest);
  }
}

/** One step of gradient descent with momentum, as in `lib/training/optimizers/sgd.ts`. */
export function momentum<B>(machine: Machine<B>, inputs: NamedTensorInfoMap, attrs: UpdateAttrs): TensorInfo[] {
  const { learningRate, weightDecay, momentum: share } = attrs;
  return updated(machine, inputs, ({ parameters, first, second }, gradient, at, next) => {
    for (let i = 0, to = at; i < gradient.length; i++, to++) {
      const velocity = share * first[to]! + gradient[i]! + weightDecay * parameters[to]!;
      next.first[to] = velocity;
      next.second[to] = second[to]!;
      next.parameters[to] = parameters[to]! - learningRate * velocity;
    }
  });
}

type Arrays = Readonly<Record<'parameters' | 'first' | 'second', Float32Array>>;

/** Runs a loop for each piece of the gradient; `at` is the piece's place in the flat vector. */
function updated<B>(
  machine: Machine<B>,
  inputs: NamedTensorInfoMap,
  loop: (before: Arrays, gradient: Float32Array, at: number, next: Arrays) => void,
): TensorInfo[] {
  const { parameters, first, second, ...pieces } = inputs as Record<string, TensorInfo>;
  const outputs = [parameters!, first!, second!].map(({ shape }) => machine.output(shape));
  const view = (tensor: TensorInfo): Float32Array => machine.floats(machine.block(tensor));
  const before = { parameters: view(parameters!), first: view(first!), second: view(second!) };
  const [a, b, c] = outputs.map(({ block }) => machine.floats(block)) as [Float32Array, Float32Array, Float32Array];
  const next = { parameters: a, first: b, second: c };
  let at = 0;
  for (let k = 0; pieces[`gradient${k}`]; k++) {
    const gradient = view(pieces[`gradient${k}`]!);
    loop(before, gradient, at, next);
    at += gradient.length;
  }
  if (at !== before.parameters.length) throw new RangeError(`${before.parameters.length} parameters but ${at} gradients`);
  return outputs.map(({ info }) => info);
}
