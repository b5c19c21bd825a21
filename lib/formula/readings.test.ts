import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import katex from 'katex';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../algebra/evaluate';
import { numberAlgebra } from '../algebra/number';
import { tensorAlgebra } from '../algebra/tensor';
import { lift, slopeExpression, targetExpression, targetLogit, targetSlope, targetValue } from '../losses';
import { lossLatex } from '../losses/latex';
import { classNameOf, listingOf } from '../losses/listing';
import { readFormula } from './formula';
import { anglesOf, nameOf, readingCases } from './readings.cases';

beforeAll(() => tf.setBackend('cpu'));

describe.each(readingCases.map((c) => [nameOf(c), c] as const))('%s', (_, c) => {
  const { values, options } = c;
  const { loss } = c.formula;

  it('has the slope of its value, by duals and by the derivative as an expression', () => {
    const slope = slopeExpression(loss, options);
    for (const theta of anglesOf(c)) {
      expect(evaluate(slope, numberAlgebra, { ...values, theta })).toBeCloseTo(targetSlope(loss, theta, values, options), 12);
      if (options.gradient === 'detached') expect(targetSlope(loss, theta, values, options)).toBeCloseTo(-Math.sin(theta), 12);
      else if (!c.text.includes('stopGradient')) {
        const h = 1e-5;
        const [above, below] = [theta + h, theta - h].map((t) => targetValue(loss, t, values, options));
        expect((above! - below!) / (2 * h)).toBeCloseTo(targetSlope(loss, theta, values, options), 7);
      }
    }
  });

  it('has the same value as an expression', () => {
    const expression = targetExpression(loss, options);
    for (const theta of anglesOf(c))
      expect(evaluate(expression, numberAlgebra, { ...values, theta })).toBeCloseTo(
        targetValue(loss, theta, values, options),
        12,
      );
  });

  it('has the same value and slope as tensors', () => {
    const angles = anglesOf(c);
    const [value, grad] = tf.tidy(() => {
      const A = tensorAlgebra(tf);
      const of = (theta: tf.Tensor): tf.Tensor => targetLogit(A, loss, { theta }, lift(values, A), options);
      const theta = tf.tensor1d(angles);
      const logits = of(theta);
      expect(logits.shape).toEqual([angles.length]);
      return [
        logits.dataSync(),
        tf
          .grad((t: tf.Tensor) => tf.sum(of(t)))(theta)
          .dataSync(),
      ];
    });
    angles.forEach((theta, i) => {
      expect(value![i]).toBeCloseTo(targetValue(loss, theta, values, options), 5);
      expect(grad![i]).toBeCloseTo(targetSlope(loss, theta, values, options), 5);
    });
  });

  it('is an equation that KaTeX sets, with every parameter marked', () => {
    const html = katex.renderToString(lossLatex(loss, options), { throwOnError: true, trust: true, strict: 'ignore' });
    const marked = new Set([...html.matchAll(/data-symbol="(\w+)"/g)].map((match) => match[1]));
    for (const { id } of loss.parameters) expect(marked).toContain(id);
  });

  it('is a listing that computes the same loss in TensorFlow.js', () => {
    const source = listingOf('javascript', loss, values, options).text;
    for (const language of ['pytorch', 'tensorflow'] as const)
      expect(listingOf(language, loss, values, options).text).toContain('target = ');
    const Head = new Function(
      'tf',
      `${source.replace(/^import.*\n/, '').replace('export class', 'class')}; return ${classNameOf(loss)};`,
    )(tf);
    const head = new Head(2, 2, values);
    head.weight.assign(
      tf.tensor2d([
        [1, 0],
        [0, 1],
      ]),
    );
    for (const theta of anglesOf(c).filter((_, i) => i % 5 === 0)) {
      const x = tf.tensor2d([[Math.cos(theta), Math.sin(theta)]]);
      const found = head.loss(x, tf.tensor1d([0], 'int32')).dataSync()[0];
      const own = values['s']! * targetValue(loss, theta, values, options);
      const other = values['s']! * Math.sin(theta);
      const most = Math.max(own, other);
      const expected = most + Math.log(Math.exp(own - most) + Math.exp(other - most)) - own;
      expect(Math.abs(found - expected), `at ${theta}`).toBeLessThan(5e-5 * Math.max(1, Math.abs(expected)));
    }
  });
});

describe('two letters that need care', () => {
  it('a parameter k is not taken for the number of a piece', () => {
    const result = readFormula('cos(k*theta) - floor(k*theta/pi) - floor(k*theta/pi)^2/9', { k: 2 });
    if (!result.ok) throw new Error(result.error.code);
    const tex = lossLatex(result.loss, { pastPi: 'plain', gradient: 'exact' }, { symbol: (name) => name });
    expect(tex).toContain('k_1 = \\left\\lfloor \\frac{k theta}{\\pi} \\right\\rfloor');
  });
});
