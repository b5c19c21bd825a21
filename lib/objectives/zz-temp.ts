import * as tf from '@tensorflow/tfjs-core';
import type { Algebra } from '../algebra/algebra';
export const tensorAlgebra: Algebra<tf.Tensor> = {
  constant: (v) => tf.scalar(v), add: (a, b) => tf.add(a, b), sub: (a, b) => tf.sub(a, b), mul: (a, b) => tf.mul(a, b), div: (a, b) => tf.div(a, b),
  neg: (a) => tf.neg(a), sqrt: (a) => tf.sqrt(a), cos: (a) => tf.cos(a), sin: (a) => tf.sin(a), min: (a, b) => tf.minimum(a, b), max: (a, b) => tf.maximum(a, b),
  floor: (a) => tf.floor(a), select: (a, b, t, o) => tf.where(tf.less(a, b), t, o), stopGradient: (a) => a,
};
