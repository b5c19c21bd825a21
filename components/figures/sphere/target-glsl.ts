import type { Algebra } from '../../../lib/algebra/algebra';
import { type LossId, losses, type PastPi } from '../../../lib/losses';
import type { LossSettings } from '../../../lib/training/types';

/** The target logit of a loss as GLSL: `float targetLogit(float cosTheta, float sinTheta)`; its parameters are uniforms. */
export interface SphereTarget {
  readonly source: string;
  readonly uniforms: readonly string[];
  uniformValues(loss: LossSettings): Readonly<Record<string, number>>;
}
const text: Algebra<string> = {
  constant: (v) => (Number.isInteger(v) ? `${v}.0` : `${v}`),
  add: (a, b) => `(${a} + ${b})`, sub: (a, b) => `(${a} - ${b})`, mul: (a, b) => `(${a} * ${b})`, div: (a, b) => `(${a} / ${b})`,
  neg: (a) => `(-${a})`, sqrt: (a) => `sqrt(${a})`, cos: (a) => `cos(${a})`, sin: (a) => `sin(${a})`, min: (a, b) => `min(${a}, ${b})`,
  max: (a, b) => `max(${a}, ${b})`, floor: (a) => `floor(${a})`, select: (a, b, t, o) => `(${a} < ${b} ? ${t} : ${o})`, stopGradient: (a) => a,
};
export function sphereTarget(id: LossId, pastPi: PastPi): SphereTarget {
  const loss = losses[id];
  const names = loss.parameters.map((p) => p.id);
  const p = Object.fromEntries(names.map((n) => [n, `p_${n}`]));
  return {
    source: `${names.map((n) => `uniform float p_${n};`).join('\n')}
float targetLogit(float cosTheta, float sinTheta) { float theta = atan(sinTheta, cosTheta); return ${loss.target(text, { theta: 'theta' }, p, pastPi)}; }`,
    uniforms: names.map((n) => `p_${n}`),
    uniformValues: (l) => Object.fromEntries(names.map((n) => [`p_${n}`, l.parameters[n]!])),
  };
}
