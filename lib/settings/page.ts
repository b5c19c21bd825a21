import {
  type GradientPath,
  gradientPaths,
  type LossId,
  losses,
  lossIds,
  type MarginLoss,
  type Parameter,
  type ParameterValues,
  type PastPi,
  pastPiModes,
} from '../losses';
import { choice, type Field, integer, number, type Problem, shorten } from './field';

/** What all figures of a page share. Values of parameters that the loss does not have are not in it. */
export interface PageState {
  readonly lossId: LossId;
  readonly parameters: ParameterValues;
  readonly pastPi: PastPi;
  readonly gradientPath: GradientPath;
}

export const lossField = choice<LossId>({ key: 'loss', default: 'arcface', options: lossIds });
const gradientField = choice<GradientPath>({ key: 'gradient', default: 'exact', options: gradientPaths });

/** The toy preset of every parameter of a loss: what the page shows at first. */
export function toyValues(of: MarginLoss): ParameterValues {
  return Object.fromEntries(of.parameters.map((p) => [p.id, p.presets.toy]));
}

export const defaultPageState: PageState = {
  lossId: lossField.default,
  parameters: toyValues(losses[lossField.default]),
  pastPi: 'plain',
  gradientPath: gradientField.default,
};

/** The address field of a parameter. Its default is the toy preset: the page starts there. */
export function parameterField(parameter: Parameter): Field<number> {
  const { key, min, max, step, presets } = parameter;
  return parameter.integer
    ? integer({ key, default: presets.toy, min, max })
    : number({ key, default: presets.toy, min, max, step });
}

function pastPiField(loss: MarginLoss): Field<PastPi> {
  return choice<PastPi>({ key: 'past', default: 'plain', options: loss.pastPi });
}

/** Keys of the address that the page itself reads; figures must not use them. */
export const pageKeys: ReadonlySet<string> = new Set([
  lossField.key,
  gradientField.key,
  'past',
  ...Object.values(losses).flatMap((loss) => loss.parameters.map((p) => p.key)),
]);

/** Reads the page's state. Total: any query yields a valid state, with what was changed about it. */
export function decodePage(query: ReadonlyMap<string, string>): { state: PageState; problems: Problem[] } {
  const problems: Problem[] = [];
  const read = <V>(field: Field<V>): V => {
    const given = query.get(field.key);
    if (given === undefined) return field.default;
    const { value, problem } = field.decode(given);
    if (problem) problems.push(problem);
    return value;
  };
  const lossId = read(lossField);
  const loss = losses[lossId];
  const parameters = Object.fromEntries(loss.parameters.map((p) => [p.id, read(parameterField(p))]));
  const given = query.get('past');
  const supported = pastPiField(loss);
  const known = given !== undefined && pastPiModes.includes(given as PastPi);
  const pastPi = read(supported);
  const last = problems.at(-1);
  if (known && last?.key === 'past') problems[problems.length - 1] = { ...last, reason: 'not-of-this-loss' };
  const gradientPath = read(gradientField);
  const used = new Set([lossField.key, 'past', gradientField.key, ...loss.parameters.map((p) => p.key)]);
  for (const [key, value] of query) {
    if (pageKeys.has(key) && !used.has(key))
      problems.push({ key, given: shorten(value), used: null, reason: 'not-of-this-loss' });
  }
  return { state: { lossId, parameters, pastPi, gradientPath }, problems };
}

/** The pairs that the address needs for a state; defaults are left out, so the first page has an empty query. */
export function encodePage(state: PageState): [string, string][] {
  const pairs: [string, string][] = [];
  const write = <V>(field: Field<V>, value: V) => {
    const encoded = field.encode(value);
    if (encoded !== field.encode(field.default)) pairs.push([field.key, encoded]);
  };
  const loss = losses[state.lossId];
  write(lossField, state.lossId);
  for (const p of loss.parameters) write(parameterField(p), state.parameters[p.id] ?? p.presets.toy);
  write(pastPiField(loss), state.pastPi);
  write(gradientField, state.gradientPath);
  return pairs;
}

/** The nearest valid state: parameters of the loss only, in range; a behaviour past π that the loss refuses becomes plain. */
export function normalisePage(state: PageState): PageState {
  const loss = losses[state.lossId];
  return {
    lossId: state.lossId,
    parameters: Object.fromEntries(
      loss.parameters.map((p) => [p.id, parameterField(p).normalise(state.parameters[p.id] ?? p.presets.toy)]),
    ),
    pastPi: pastPiField(loss).normalise(state.pastPi),
    gradientPath: gradientField.normalise(state.gradientPath),
  };
}

/**
 * The state after a change of loss: s stays where both have it, the rest takes the toy values of the new loss, a behaviour
 * past π that it refuses becomes plain.
 */
export function withLoss(state: PageState, lossId: LossId): PageState {
  const values = toyValues(losses[lossId]);
  const s = state.parameters['s'];
  return normalisePage({ ...state, lossId, parameters: s !== undefined && 's' in values ? { ...values, s } : values });
}

/** A named set of parameter values; null: the loss has no parameters. */
export type PresetName = 'paper' | 'toy';

export function withPreset(state: PageState, preset: PresetName): PageState {
  const parameters = Object.fromEntries(losses[state.lossId].parameters.map((p) => [p.id, p.presets[preset]]));
  return { ...state, parameters };
}
