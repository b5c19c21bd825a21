import type * as tf from '@tensorflow/tfjs-core';
import type { OptimizerSettings } from '../types';
import { adam } from './adam';
import { sgd } from './sgd';

/** The optimizer's memory: two vectors as long as the parameters. What they hold is the optimizer's own affair. */
export interface Moments {
  readonly first: tf.Tensor1D;
  readonly second: tf.Tensor1D;
}

/**
 * One update. Pure: takes tensors, gives new ones. Call inside `tf.tidy`.
 *
 * @param step  1 for the first
 */
export type Optimizer = (
  parameters: tf.Tensor1D,
  gradient: tf.Tensor1D,
  moments: Moments,
  settings: OptimizerSettings,
  step: number,
) => { parameters: tf.Tensor1D; moments: Moments };

export const optimizers: Readonly<Record<OptimizerSettings['kind'], Optimizer>> = { adam, sgd };
