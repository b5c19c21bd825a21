import * as tf from '@tensorflow/tfjs-core';
import { readSettings } from '../../check';
import { tensorObjectives } from '../registry';
import type { Params } from './cases';

/**
 * The greatest difference allowed on cpu and wasm, in the units of `distanceOf`: single precision, 6e-8, times s = 64 in a logit, which
 * an exponential turns into a relative error of 4e-6; five times that.
 */
export const tolerance = 2e-5;

/**
 * What a GPU adds to it. WebGL and WebGPU leave sin and cos to the device (the software renderer is off by 2e-4), so a target
 * logit is off by up to s times that; the slopes of the softmax, and losses beyond 1, move by as much relatively at most.
 *
 * @param deviceError  see `trigonometricError`
 */
export const gpuTolerance = (id: string, params: Params, deviceError: number): number => {
  const settings = readSettings(tensorObjectives.get(id)!.reference, params);
  return tolerance + Math.max(1, Number(settings['s'] ?? settings['r'] ?? 1)) * deviceError;
};

/** The greatest error of sin and cos between 0 and 4π, and of atan2 between 0 and π, on the backend in force. */
export async function trigonometricError(): Promise<number> {
  const angles = Array.from({ length: 4001 }, (_, i) => Math.fround((i / 4000) * Math.PI));
  const [x, y] = [angles.map((a) => Math.fround(Math.cos(a))), angles.map((a) => Math.fround(Math.sin(a)))];
  const long = angles.map((a) => 4 * a);
  const results = tf.tidy(() => [tf.sin(long), tf.cos(long), tf.atan2(tf.tensor1d(y), tf.tensor1d(x))]);
  const [sin, cos, atan2] = await Promise.all(results.map((tensor) => tensor.data()));
  tf.dispose(results);
  const errors = angles.flatMap((_, i) => [
    sin![i]! - Math.sin(long[i]!),
    cos![i]! - Math.cos(long[i]!),
    atan2![i]! - Math.atan2(y[i]!, x[i]!),
  ]);
  return Math.max(...errors.map(Math.abs));
}
