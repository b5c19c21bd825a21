import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dualAlgebra } from '../algebra/dual';
import { tensorAlgebra } from '../algebra/tensor';
import { lift, targetSlope, targetValue } from './read';
import { everyCase, nearJoint, testAngles } from './read.cases';
import { targetLogit } from './target';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => expect(tf.memory().numTensors).toBe(0));

describe.each(everyCase())('$name, as tensors', ({ loss, values, options }) => {
  it('has the value and the slope of the number reading, by the tape of tfjs and by duals', () => {
    const factor = values['m1'] ?? (loss.id.startsWith('sphereface') ? values['m']! : 1);
    // Single precision: factor·θ is rounded to factor·π·6e-8, and the slope multiplies by the factor again.
    const tolerance = 1e-6 + 4e-7 * factor * factor;
    const angles = [...new Float32Array(testAngles(values))].filter(
      (theta) => theta <= Math.PI && !nearJoint(loss, values, options, theta, 1e-5),
    );
    const { value, grad, dual } = tf.tidy(() => {
      const A = tensorAlgebra(tf);
      const D = dualAlgebra(A);
      const theta = tf.tensor1d(angles);
      const byTape = tf.valueAndGrad((t: tf.Tensor) => tf.sum(targetLogit(A, loss, { theta: t }, lift(values, A), options)))(
        theta,
      );
      const byDual = targetLogit(D, loss, { theta: { value: theta, slope: tf.onesLike(theta) } }, lift(values, D), options);
      return {
        value: byDual.value.dataSync(),
        grad: byTape.grad.dataSync(),
        dual: tf.broadcastTo(byDual.slope, theta.shape).dataSync(),
      };
    });
    angles.forEach((theta, i) => {
      expect(Math.abs(value[i]! - targetValue(loss, theta, values, options)), `value at ${theta}`).toBeLessThan(tolerance);
      const slope = targetSlope(loss, theta, values, options);
      expect(Math.abs(grad[i]! - slope), `slope by the tape at ${theta}`).toBeLessThan(tolerance);
      expect(Math.abs(dual[i]! - slope), `slope by duals at ${theta}`).toBeLessThan(tolerance);
    });
  });
});
