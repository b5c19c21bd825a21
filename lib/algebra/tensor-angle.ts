import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './tensor';

/** Below this sine (single precision) the direction from x̂ to ŵ is rounding noise and counts as undefined. */
export const smallestSine = 1e-6;

/**
 * The angle between x̂ and ŵ of each row, θ = 2 atan2(|x̂ − ŵ|, |x̂ + ŵ|): exact also near 0 and π, where arccos loses half of
 * its digits. A zero row has no direction: its angle counts as 90°, the angle of the logit 0.
 *
 * The gradient is the tangent of the sphere: ∂θ/∂x̂ = −(ŵ − cos θ x̂)/sin θ, of length 1, and the same with the two exchanged.
 * Where the direction is undefined (θ = 0, θ = π, a zero row) the gradient is 0 by convention.
 *
 * @param xHat  n × d, rows of length 1 or 0
 * @param wHat  n × d, rows of length 1 or 0: the class direction of each row's own class
 * @returns θ ∈ [0, π], n
 */
export function angleToTargets(tf: TensorFlow, xHat: Tensor2D, wHat: Tensor2D): Tensor1D {
  const length = (rows: Tensor): Tensor => tf.sqrt(tf.sum(tf.square(rows), 1));
  const angle = tf.customGrad((x, w, save) => {
    const a = x as Tensor2D;
    const b = w as Tensor2D;
    (save as (tensors: Tensor2D[]) => void)([a, b]);
    const value = tf.mul(2, tf.atan2(length(tf.sub(a, b)), length(tf.add(a, b))));
    return { value, gradFunc: (dy, saved) => tangents(tf, dy as Tensor1D, saved as Tensor2D[]) };
  });
  return angle(xHat, wHat) as Tensor1D;
}

function tangents(tf: TensorFlow, dy: Tensor1D, [xHat, wHat]: Tensor2D[]): Tensor2D[] {
  const x = xHat!;
  const w = wHat!;
  const dot = (a: Tensor, b: Tensor): Tensor => tf.sum(tf.mul(a, b), 1, true);
  const cosine = dot(x, w);
  const towardW = tf.sub(w, tf.mul(cosine, x));
  const towardX = tf.sub(x, tf.mul(cosine, w));
  const sine = tf.sqrt(dot(towardW, towardW));
  const half = 0.5; // a row's squared length is 1 or 0
  const defined = tf.mul(
    tf.step(tf.sub(sine, smallestSine)),
    tf.mul(tf.step(tf.sub(dot(x, x), half)), tf.step(tf.sub(dot(w, w), half))),
  );
  const factor = tf.neg(tf.div(tf.mul(defined, tf.expandDims(dy, 1)), tf.maximum(sine, smallestSine)));
  return [tf.mul(factor, towardW), tf.mul(factor, towardX)];
}
