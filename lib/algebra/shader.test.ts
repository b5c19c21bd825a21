import { describe, expect, it } from 'vitest';
import { expressionAlgebra as E, symbol } from './expression';
import { printGlsl, printGlslFunction } from './glsl';
import { floatLiteral } from './shader';
import { printWgslFunction } from './wgsl';

const theta = symbol('theta');
const m = symbol('m');
const pi = E.constant(Math.PI);
const angle = E.add(theta, m);

describe('shader text', () => {
  it('expands cos(θ + m) and takes cos m and sin m as uniforms in double precision', () => {
    const text = printGlslFunction({ name: 'targetLogit', expression: E.cos(angle) });
    expect(text.source).toBe(
      [
        'uniform float cosM;\nuniform float sinM;\n',
        'float targetLogit(float cosTheta, float sinTheta) {',
        '  return ((cosTheta * cosM) - (sinTheta * sinM));',
        '}',
      ].join('\n'),
    );
    expect(text.uniforms).toEqual(['cosM', 'sinM']);
    expect(text.uniformValues({ m: 0.5, s: 16 })).toEqual({ cosM: Math.cos(0.5), sinM: Math.sin(0.5) });
    expect(() => text.uniformValues({ s: 16 })).toThrow('"m"');
  });

  it('expands θ − m and m + θ too', () => {
    const body = (e: typeof theta) => printGlslFunction({ name: 'f', expression: e }).body;
    expect(body(E.sin(E.add(m, theta)))).toContain('return ((sinTheta * cosM) + (cosTheta * sinM));');
    expect(body(E.cos(E.sub(theta, m)))).not.toContain('marginCos');
  });

  it('decides θ + m > π by cosines, and never wrongly where the bound lies outside [0, π]', () => {
    const text = printGlslFunction({ name: 'f', expression: E.select(pi, angle, E.constant(7), E.cos(theta)) });
    expect(text.body).toContain('(cosTheta < derived0 ? 7.0 : cosTheta)');
    expect(text.uniformValues({ m: 0.5 })['derived0']).toBeCloseTo(Math.cos(Math.PI - 0.5), 15);
    expect(text.uniformValues({ m: -1 })['derived0']).toBe(-2); // θ > π + 1: never
    expect(text.uniformValues({ m: 4 })['derived0']).toBe(2); // θ > π − 4 < 0: always
    const below = printGlslFunction({ name: 'f', expression: E.select(angle, pi, E.constant(7), E.cos(theta)) });
    expect(below.body).toContain('(derived0 < cosTheta ? 7.0 : cosTheta)');
  });

  it('recovers θ only where a multiplied angle needs it, and brings the arithmetic along', () => {
    const text = printGlslFunction({ name: 'f', expression: E.cos(E.mul(m, theta)) });
    expect(text.body).toContain('float theta = marginAngle(sinTheta, cosTheta);');
    expect(text.helpers).toContain('float marginAngle(');
    expect(printGlslFunction({ name: 'f', expression: E.cos(angle) }).helpers).toBe('');
  });

  it('computes shared parts once and shares uniforms between functions', () => {
    const k = E.floor(E.mul(m, theta));
    const text = printGlsl({
      functions: [
        { name: 'f', expression: E.mul(k, k) },
        { name: 'g', expression: E.add(k, m) },
      ],
    });
    expect(text.body.match(/floor/g)).toHaveLength(2);
    expect(text.uniforms).toEqual(['m']);
  });

  it('passes what differs from sample to sample as arguments, and names uniforms as asked', () => {
    const text = printGlslFunction({
      name: 'f',
      expression: E.mul(symbol('norm'), E.cos(angle)),
      inputs: ['norm'],
      uniformName: (id) => `loss_${id}`,
    });
    expect(text.body).toContain('float f(float cosTheta, float sinTheta, float norm)');
    expect(text.source).toContain('uniform float loss_cosM;');
    expect(text.uniforms).toEqual(['cosM', 'sinM']);
  });

  it('is written in WGSL the same way', () => {
    const text = printWgslFunction({ name: 'f', expression: E.select(pi, angle, E.constant(-1), E.cos(angle)) });
    expect(text.body).toBe(
      'fn f(cosTheta: f32, sinTheta: f32) -> f32 {\n  return select(((cosTheta * margin.cosM) - (sinTheta * margin.sinM)), (-1.0), cosTheta < margin.derived0);\n}',
    );
    expect(text.declarations).toContain('var<uniform> margin: MarginUniforms;');
  });

  it('leaves gradient marks out: a detached value is the value', () => {
    const detached = E.add(E.cos(theta), E.stopGradient(E.sub(E.cos(angle), E.cos(theta))));
    expect(printGlslFunction({ name: 'f', expression: detached }).body).toBe(
      printGlslFunction({ name: 'f', expression: E.cos(angle) }).body,
    );
  });

  it('writes numbers that both languages read as floating point', () => {
    expect([2, -1, 0.1, Math.PI, 1e-20, 1e20].map(floatLiteral)).toEqual([
      '2.0',
      '(-1.0)',
      '0.1000000000',
      '3.141592654',
      '1.000000000e-20',
      '1.000000000e+20',
    ]);
  });
});
