import * as tf from '@tensorflow/tfjs-core';
import type { Algebra } from '../../algebra/algebra';
import { type Dual, dualAlgebra } from '../../algebra/dual';
import { tensorAlgebra } from '../../algebra/tensor';
import { type AnyLoss, type LossOptions, targetLogit } from '../../losses';
import type { Definition } from '../differentiate';
import type { Settings } from '../objective';
import { operations } from '../tensor-head';

type Value = number | tf.Tensor;

/** The dual reading over tensors, what lifts a constant into it, and what marks a variable. */
function duals() {
  const A: Algebra<Dual<tf.Tensor>> = dualAlgebra(tensorAlgebra(operations));
  const still = A.constant(0).slope;
  return {
    A,
    constant: (value: Value): Dual<tf.Tensor> => (typeof value === 'number' ? A.constant(value) : { value, slope: still }),
    variable: (value: tf.Tensor): Dual<tf.Tensor> => ({ value, slope: tf.onesLike(value) }),
  };
}

/**
 * Value and partial derivatives of a definition, elementwise: `lib/objectives/differentiate.ts` in tensors.
 *
 * @param variables  differentiated one after another; shapes broadcast
 * @param constants  held fixed
 */
export function differentiate(
  definition: Definition,
  variables: readonly tf.Tensor[],
  constants: readonly Value[] = [],
): { value: tf.Tensor; slopes: readonly tf.Tensor[] } {
  const { A, constant, variable } = duals();
  const fixed = constants.map(constant);
  const results = variables.map((_, k) =>
    definition(
      A,
      variables.map((value, i) => (i === k ? variable(value) : constant(value))),
      fixed,
    ),
  );
  return { value: results[0]!.value, slopes: results.map(({ slope }) => slope) };
}

/** ψ(θ) and ψ′(θ) of a margin loss, with options from the settings of an objective. Margins may differ from sample to sample. */
export function marginTarget(
  loss: AnyLoss,
  theta: tf.Tensor,
  values: Readonly<Record<string, Value>>,
  settings: Settings,
): { value: tf.Tensor; slope: tf.Tensor } {
  const { A, constant, variable } = duals();
  const options = { pastPi: settings['pastPi'] ?? 'plain', gradient: settings['gradient'] ?? 'exact' } as LossOptions;
  const p = Object.fromEntries(Object.entries({ s: 1, ...values }).map(([id, value]) => [id, constant(value)]));
  return targetLogit(A, loss, { theta: variable(theta) }, p, options);
}
