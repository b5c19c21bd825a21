import { type FormulaWarning, readFormula } from '../formula/formula';
import { errorText, warningText } from '../formula/messages';
import { type AnyLoss, type GradientPath, type Parameter, paperOptions, scaleParameter } from '../losses';
import {
  type Batch,
  gradientSetting,
  InputError,
  type NumberSetting,
  numberSetting,
  type Objective,
  type Result,
  type Settings,
  scaleSetting,
  type TextSetting,
} from './objective';
import { softmaxHead } from './softmax-head';

const example = 'cos(theta + m) - 0.1*theta';
const formulaSetting: TextSetting = {
  kind: 'text',
  id: 'formula',
  example,
  about: 'target logit before the scale, in theta and names of your own, which become parameters',
};
/** A parameter of the reader's own means what the formula makes of it: any number of a sensible size. */
const largest = 1e6;

/** The reader's own margin loss: softmax cross-entropy whose target logit is s times what a formula says (`lib/formula`). */
export const custom: Objective = {
  id: 'custom',
  name: 'Custom loss',
  equation: 'z_y = s ψ(θ_y), with ψ as the formula says',
  source: { reference: 'formula', where: 'your own' },
  settings: [formulaSetting, scaleSetting, gradientSetting],
  weights: 'classes',
  bias: false,
  state: [],
  stopsGradient: null,
  notes:
    'The formula may hold numbers, theta, pi, e, + - * / ^, a < b ? x : y, cos, sin, tan, sqrt, abs, min, max, floor, ceil, clamp and ' +
    'stopGradient. Every other name is a parameter, given in params under that name. It must be finite for every theta from 0 to pi; ' +
    'where it does not fall, warnings of the result say so.',
  withParams: (params) => objectiveOf(params),
  evaluate: (batch, settings) => objectiveOf(settings).evaluate(batch, settings),
};

/** @throws InputError if there is no formula, or one that cannot be taken; the message says at which character, or at which angle */
function objectiveOf(params: Readonly<Record<string, unknown>>): Objective {
  const text = params['formula'];
  if (typeof text !== 'string') {
    const found = text === undefined ? 'it is missing' : `it is no text`;
    throw new InputError('params.formula', found, `a formula in theta, such as "${example}"`);
  }
  const numbers = Object.fromEntries(Object.entries(params).filter(([, value]) => Number.isFinite(value))) as Record<
    string,
    number
  >;
  const read = readFormula(text, numbers);
  if (!read.ok) {
    const accepted =
      read.error.code === 'not-finite'
        ? 'a formula that is finite for every theta from 0 to pi at these parameters'
        : `a formula in theta, such as "${example}"`;
    throw new InputError('params.formula', errorText(read.error, 'en').replace(/\.$/, ''), accepted);
  }
  const own = read.parameters.filter(({ id }) => id !== scaleParameter.id);
  const taken = own.find(({ id }) => id === formulaSetting.id || id === gradientSetting.id);
  if (taken) throw new InputError('params.formula', `"${taken.id}" is a setting of evaluate itself`, 'another name');
  const defaults = own
    .filter(({ id }) => params[id] === undefined)
    .map((p) => `params.${p.id} is not given: ${p.default} is used.`);
  const warnings = [...defaults, ...read.warnings.map((warning) => warningText(warning, 'en'))];
  return {
    ...custom,
    settings: [formulaSetting, scaleSetting, ...own.map(settingOf), gradientSetting],
    evaluate: (batch, settings) => {
      const result = evaluate(read.loss, batch, settings);
      assertSlopes(result, read.warnings);
      return warnings.length > 0 ? { ...result, warnings } : result;
    },
  };
}

const settingOf = ({ id, unit, default: value }: Parameter): NumberSetting => ({
  ...numberSetting(id, value, -largest, largest, 'parameter of the formula'),
  ...(unit && { unit }),
});

function evaluate(loss: AnyLoss, batch: Batch, { formula: _, gradient, ...values }: Settings): Result {
  const options = { ...paperOptions, gradient: gradient as GradientPath };
  const { gradBias: __, ...result } = softmaxHead(batch, loss, values as Record<string, number>, options);
  return result;
}

/** A sample may stand at the very angle where the slope of an accepted formula is not finite. */
function assertSlopes({ gradEmbeddings }: Result, warnings: readonly FormulaWarning[]): void {
  const steep = warnings.find(({ code }) => code === 'slope-not-finite');
  const row = gradEmbeddings.findIndex((gradient) => Array.from(gradient).some((value) => !Number.isFinite(value)));
  if (!steep || row < 0) return;
  const found = `${warningText(steep, 'en').split(';')[0]}, where embeddings[${row}] stands`;
  throw new InputError('params.formula', found, 'a formula with a finite slope there');
}
