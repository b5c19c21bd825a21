import { printGlsl } from '../algebra/glsl';
import type { ShaderText } from '../algebra/shader';
import { printWgsl } from '../algebra/wgsl';
import { type LossOptions, type MarginLoss, slopeExpression, targetExpression, targetSlope, targetValue } from './index';
import { everyCase, type LossCase, nearJoint, testAngles } from './read.cases';

/** The cases that share one shader: they differ in the uniforms only. */
export interface ShaderCase {
  readonly loss: MarginLoss;
  readonly options: LossOptions;
  readonly cases: readonly LossCase[];
}

export function shaderCases(lossId: string): ShaderCase[] {
  const groups = new Map<string, LossCase[]>();
  for (const c of everyCase().filter(({ loss }) => loss.id === lossId)) {
    const key = `${c.options.pastPi} ${c.options.gradient}`;
    groups.set(key, [...(groups.get(key) ?? []), c]);
  }
  return [...groups.values()].map((cases) => ({ loss: cases[0]!.loss, options: cases[0]!.options, cases }));
}

const functionsOf = ({ loss, options }: ShaderCase) => [
  { name: 'targetLogit', expression: targetExpression(loss, options) },
  { name: 'targetSlope', expression: slopeExpression(loss, options) },
];
export const glslOf = (c: ShaderCase): ShaderText => printGlsl({ functions: functionsOf(c) });
export const wgslOf = (c: ShaderCase): ShaderText => printWgsl({ functions: functionsOf(c) });

/** cos θ and sin θ of the test angles in single precision, interleaved: what the shader is given. */
export function inputsOf(c: LossCase): Float32Array<ArrayBuffer> {
  return new Float32Array(testAngles(c.values).flatMap((theta) => [Math.cos(theta), Math.sin(theta)]));
}

export interface Disagreement {
  readonly theta: number;
  readonly what: 'value' | 'slope';
  readonly found: number;
  readonly expected: number;
}

/**
 * Where results (value and slope interleaved) are off. θ is what the single-precision cos and sin stand for.
 *
 * Tolerance: the argument factor·θ is rounded to factor·π·6e-8, which the slope multiplies by the factor again; some further
 * roundings of 6e-8 of numbers up to 2·factor (ψ of SphereFace). Angles nearer than 1e-5 to a joint are left out.
 */
export function disagreements({ loss, values, options }: LossCase, inputs: Float32Array, results: Float32Array): Disagreement[] {
  const factor = values['m1'] ?? (loss.id.startsWith('sphereface') ? values['m']! : 1);
  const tolerance = 1e-6 + 4e-7 * factor * factor;
  const found: Disagreement[] = [];
  for (let i = 0; i < inputs.length / 2; i++) {
    const theta = Math.atan2(inputs[2 * i + 1]!, inputs[2 * i]!);
    if (theta < 0 || (loss.id !== 'sphereface' && nearJoint(loss, values, options, theta, 1e-5))) continue;
    const expected = [targetValue(loss, theta, values, options), targetSlope(loss, theta, values, options)];
    (['value', 'slope'] as const).forEach((what, k) => {
      const result = results[2 * i + k]!;
      if (!(Math.abs(result - expected[k]!) <= tolerance)) found.push({ theta, what, found: result, expected: expected[k]! });
    });
  }
  return found;
}
