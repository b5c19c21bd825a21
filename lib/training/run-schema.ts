import * as v from 'valibot';
import { readFormula } from '../formula/formula';
import { errorText } from '../formula/messages';
import { lossIds, pastPiModes } from '../losses';
import { lossOf } from './loss-of';
import { SettingsError } from './settings-error';
import type { LiveChange, LossSettings, RunChange, RunSettings } from './types';

export { SettingsError };

/**
 * Checks settings that come from outside (a message, a file).
 *
 * @throws SettingsError
 */
export const parseRunSettings = (value: unknown): RunSettings => parse(runSchema, value);

/** @throws SettingsError */
export const parseLoss = (value: unknown): LossSettings => parse(lossSchema, value);

/** @throws SettingsError */
export const parseLiveChange = (value: LiveChange): LiveChange => {
  if ('learningRate' in value) return value;
  return 'objectives' in value ? { objectives: parse(objectivesSchema, value.objectives) } : parseLoss(value);
};

/** @throws SettingsError */
export const parseChanges = (value: unknown): readonly RunChange[] =>
  parse(
    v.pipe(
      v.array(changeSchema),
      v.check((changes) => inOrder(changes), 'out of order'),
    ),
    value,
  );

function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new SettingsError(`${v.getDotPath(issue) ?? 'settings'}: ${issue.message}`);
}

const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to));
const between = (from: number, to: number) => v.pipe(v.number(), v.finite(), v.minValue(from), v.maxValue(to));
const allDifferent = (values: readonly number[]): boolean => new Set(values).size === values.length;
const inOrder = (changes: readonly { step: number }[]): boolean =>
  changes.every((change, i) => i === 0 || change.step >= changes[i - 1]!.step);

const datasetSchema = v.variant('kind', [
  v.object({
    kind: v.literal('digits8'),
    classes: v.pipe(
      v.array(whole(0, 9)),
      v.minLength(2),
      v.check((digits) => allDifferent(digits), 'a digit occurs twice'),
    ),
  }),
  v.object({
    kind: v.literal('identities'),
    classes: whole(2, 64),
    samples: whole(1, 2000),
    spread: between(0, 10),
    overlap: between(0, 1),
  }),
]);

const networkSchema = v.object({
  kind: v.picklist(['mlp', 'free']),
  hidden: v.pipe(v.array(whole(1, 1024)), v.maxLength(6)),
  activation: v.picklist(['relu', 'tanh']),
  embedding: whole(2, 512),
});

const lossSchema = v.pipe(
  v.object({
    id: v.picklist([...lossIds, 'custom'] as const),
    formula: v.exactOptional(v.string()),
    parameters: v.record(v.string(), v.number()),
    options: v.object({ pastPi: v.picklist(pastPiModes), gradient: v.picklist(['exact', 'detached'] as const) }),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed ? problemOf(dataset.value) : null;
    if (message !== null) addIssue({ message });
  }),
);

/** What is wrong with a loss whose fields are of the right kind, or null. */
function problemOf(loss: LossSettings): string | null {
  const { id, formula, parameters, options } = loss;
  if (id === 'custom') {
    if (formula === undefined) return 'a custom loss needs a formula';
    // Read at the values in force: a formula may be sound at its defaults and break here.
    const read = readFormula(formula, parameters);
    if (!read.ok) return `formula: ${errorText(read.error, 'en')}`;
  } else if (formula !== undefined) return `only a custom loss has a formula, not ${id}`;
  const definition = lossOf(loss);
  const missing = definition.parameters.find((p) => parameters[p.id] === undefined);
  if (missing) return `the parameter ${missing.id} of the loss is missing`;
  return definition.pastPi.includes(options.pastPi) ? null : `the loss does not define the behaviour ${options.pastPi} past π`;
}

/** Their ids and settings are checked where the objectives are loaded (`objectives.ts`). */
const objectivesSchema = v.pipe(
  v.array(v.object({ id: v.string(), settings: v.record(v.string(), v.union([v.number(), v.string()])) })),
  v.maxLength(4),
);

const runSchema = v.object({
  dataset: datasetSchema,
  network: networkSchema,
  loss: lossSchema,
  head: v.exactOptional(v.picklist(['on', 'off'])),
  objectives: v.exactOptional(objectivesSchema),
  optimizer: v.object({
    kind: v.picklist(['adam', 'sgd']),
    learningRate: between(0, 1e6),
    momentum: between(0, 1),
    weightDecay: between(0, 1),
  }),
  batchSize: whole(1, 100_000),
  maxSteps: whole(1, 10_000_000),
  ramps: v.array(v.object({ parameter: v.picklist(['s', 'm']), from: between(0, 1000), steps: whole(1, 10_000_000) })),
  warmUp: whole(0, 10_000_000),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
});

const changeSchema = v.variant('kind', [
  v.object({ step: whole(0, 10_000_000), kind: v.literal('loss'), loss: lossSchema }),
  v.object({ step: whole(0, 10_000_000), kind: v.literal('learningRate'), value: between(0, 1e6) }),
  v.object({ step: whole(0, 10_000_000), kind: v.literal('objectives'), objectives: objectivesSchema }),
]);
