import { gradientPaths, type LossOptions, type ParameterValues } from '../losses';
import { gridOf } from './finite';
import { type FormulaLoss, readFormula } from './formula';

/** A formula with parameter values, and the angles at which its value or slope jumps. */
export interface ReadingCase {
  readonly text: string;
  readonly formula: FormulaLoss;
  readonly values: ParameterValues;
  readonly options: LossOptions;
  readonly joints: readonly number[];
}

/** Formulas that use every operation and function, names that need care (k beside a floor, Greek, an index), and no θ at all. */
const texts: readonly (readonly [text: string, own: ParameterValues, joints?: readonly number[]])[] = [
  ['cos(theta + m) - 0.1*theta', { m: 0.4 }],
  ['cos(k*theta) - 0.2*floor(k*theta/pi) - floor(k*theta/pi)^2/9', { k: 2.3 }, [Math.PI / 2.3, (2 * Math.PI) / 2.3]],
  ['theta < pi - m ? cos(theta + m) : cos(theta) - m*sin(m)', { m: 0.5 }, [Math.PI - 0.5]],
  ['theta >= a ? cos(theta) - m : (m <= 0.3 ? cos(theta) : cos(theta + m))', { a: 1.2, m: 0.35 }, [1.2]],
  ['min(cos(theta), 1 - α*theta) - max(0, sin(theta) - 0.5)/2', { alpha: 0.6 }, [0, Math.PI / 6, (5 * Math.PI) / 6, 2.85]],
  ['(1 + cos(theta))^2/4 - abs(theta - m_1)/5 - sqrt(1 + theta^3)/(2 + e)', { m_1: 1.5 }, [1.5]],
  ['clamp(cos(theta), -0.5, 0.9) - ceil(theta)/10 + tan(theta/4)', {}, [0, 1, 2, 3, Math.acos(0.9), Math.acos(-0.5)]],
  ['(1 + theta)^-1.5 + stopGradient(cos(theta)) - theta/s', {}],
  ['lambda - 0.5', { lambda: 0.25 }],
  ['-1000000000*theta/1234567890', {}],
];

export const readingCases: readonly ReadingCase[] = texts.flatMap(([text, own, joints = []]) => {
  const values = { s: 16, ...own };
  const formula = readFormula(text, values);
  if (!formula.ok) throw new Error(`${text}: ${formula.error.code} at ${formula.error.at}`);
  return gradientPaths.map((gradient) => ({ text, formula, values, joints, options: { pastPi: 'plain' as const, gradient } }));
});

/** Angles in single precision, away from joints. */
export function anglesOf({ joints, text }: ReadingCase): number[] {
  // The minimum of two smooth curves has a kink at no round angle.
  const apart = text.startsWith('min') ? 0.03 : 1e-4;
  return [...new Float32Array(gridOf(40))].filter(
    (theta) => theta > 0 && theta < Math.PI && joints.every((joint) => Math.abs(theta - joint) > apart),
  );
}

export const nameOf = ({ text, options }: ReadingCase): string => `${text} (${options.gradient})`;
