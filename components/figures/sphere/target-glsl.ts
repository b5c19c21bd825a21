import { printGlslFunction } from '../../../lib/algebra/glsl';
import { targetExpression } from '../../../lib/losses/read';
import { knownLoss } from '../../../lib/training/known-loss';
import type { LossSettings } from '../../../lib/training/types';

/** The target logit of a loss as GLSL: `float targetLogit(float cosTheta, float sinTheta)`; its parameters are uniforms. */
export interface SphereTarget {
  readonly source: string;
  /** Names in the shader. */
  readonly uniforms: readonly string[];
  uniformValues(loss: LossSettings): Readonly<Record<string, number>>;
}

const uniformName = (id: string) => `loss_${id}`;

/** Prints the target logit from the loss's one definition. The gradient path does not change its value. */
export function sphereTarget(loss: LossSettings): SphereTarget {
  const expression = targetExpression(knownLoss(loss), { ...loss.options, gradient: 'exact' });
  const text = printGlslFunction({ name: 'targetLogit', expression, uniformName });
  return {
    source: text.source,
    uniforms: text.uniforms.map(uniformName),
    uniformValues: ({ parameters }) =>
      Object.fromEntries(Object.entries(text.uniformValues(parameters)).map(([name, value]) => [uniformName(name), value])),
  };
}
