import { evaluate } from '../algebra/evaluate';
import type { Expression } from '../algebra/expression';
import { dependence } from '../algebra/graph';
import { numberAlgebra } from '../algebra/number';
import { type AnyLoss, paperOptions } from '../losses/loss';
import type { Parameter, ParameterValues } from '../losses/parameter';
import { slopeExpression } from '../losses/read';
import { type Built, build } from './build';
import { findBreak } from './finite';
import { notFalling } from './monotone';
import { parametersOf } from './parameters';
import { parse } from './parse';
import { type FormulaError, type FormulaWarning, Refusal } from './problem';

export type { FormulaError, FormulaErrorCode, FormulaWarning } from './problem';
export { limits as formulaLimits } from './problem';

/** A formula that was taken. */
export interface FormulaLoss {
  readonly ok: true;
  /** `id: 'custom'`; features and weights normalised, scale s, no behaviour past π but the formula's own. */
  readonly loss: AnyLoss;
  /** ψ(θ) in the symbols `theta` and the ids of the parameters. */
  readonly expression: Expression;
  /** s, then the reader's own. The same as `loss.parameters`. */
  readonly parameters: readonly Parameter[];
  /** At the parameter values that were given. */
  readonly warnings: readonly FormulaWarning[];
}

export interface RefusedFormula {
  readonly ok: false;
  readonly error: FormulaError;
}

/**
 * Makes a margin loss of a text such as `cos(theta + m) - 0.1*theta`. The text is parsed into the algebra and never run; every reading
 * works on the result.
 *
 * Numbers, `theta` or θ, `pi` or π, `e`; + − * / and ^ with whole and half exponents; `a < b ? x : y` (also <=, >, >=); cos, sin, tan,
 * sqrt, abs, min, max, floor, ceil, clamp, stopGradient; every other name is a parameter, in lower case.
 *
 * Whether the formula is finite and falls on [0, π] is judged at `values` (the parameters' defaults where one is missing). When a
 * parameter moves, `examine` tells again.
 */
export function readFormula(text: string, values: ParameterValues = {}): FormulaLoss | RefusedFormula {
  let built: Built;
  try {
    built = build(parse(text));
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.problem };
    throw error;
  }
  const { expression, names, origins } = built;
  const loss = lossOf(expression, parametersOf(expression, names), text);
  const at = (part: Expression | null): number => (part && origins.get(part)) ?? 1;
  const { error, warnings } = examined(loss, expression, values, at);
  if (error) return { ok: false, error };
  return { ok: true, loss, expression, parameters: loss.parameters, warnings };
}

/** Judges an accepted formula again, at other parameter values. `error` is `not-finite` or null. */
export function examine(
  formula: FormulaLoss,
  values: ParameterValues,
): { error: FormulaError | null; warnings: FormulaWarning[] } {
  return examined(formula.loss, formula.expression, values, () => 1);
}

function lossOf(expression: Expression, parameters: readonly Parameter[], text: string): AnyLoss {
  const varies = dependence(['theta'])(expression);
  return {
    id: 'custom',
    name: 'Custom loss',
    parameters,
    normalisesWeights: true,
    normalisesFeatures: true,
    hasBias: false,
    pastPi: ['plain'],
    pastPiRefusal: null,
    source: { reference: 'formula', where: text.trim().replace(/\s+/g, ' ') },
    target(A, { theta }, p) {
      const value = evaluate(expression, A, { ...p, theta });
      // Without θ the value would have no batch dimension in the tensor reading.
      return varies ? value : A.add(A.mul(A.constant(0), theta), value);
    },
  };
}

function examined(
  loss: AnyLoss,
  expression: Expression,
  given: ParameterValues,
  at: (part: Expression | null) => number,
): { error: FormulaError | null; warnings: FormulaWarning[] } {
  const values = Object.fromEntries(loss.parameters.map((p) => [p.id, given[p.id] ?? p.default]));
  const broken = findBreak(expression, values);
  if (broken) {
    return { error: { code: 'not-finite', at: at(broken.part), values: {}, theta: broken.theta }, warnings: [] };
  }
  const warnings: FormulaWarning[] = [];
  const { rising, flat } = notFalling((theta) => evaluate(expression, numberAlgebra, { ...values, theta }));
  if (rising.length > 0) warnings.push({ code: 'rising', intervals: rising });
  if (flat.length > 0) warnings.push({ code: 'flat', intervals: flat });
  const steep = findBreak(slopeExpression(loss, paperOptions), values);
  if (steep) warnings.push({ code: 'slope-not-finite', theta: steep.theta });
  return { error: null, warnings };
}
