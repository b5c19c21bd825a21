import * as v from 'valibot';
import { type LossId, type LossOptions, losses, lossIds, pastPiModes } from '../losses';
import type { LossSettings, RunChange, RunSettings } from './types';

/** Settings that no run can be made of; the message says which and why. */
export class SettingsError extends Error {
  readonly code = 'bad-settings';

  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}

/**
 * Checks settings that come from outside (a message, a file).
 *
 * @throws SettingsError
 */
export const parseRunSettings = (value: unknown): RunSettings => parse(runSchema, value);

/** @throws SettingsError */
export const parseLoss = (value: unknown): LossSettings => parse(lossSchema, value);

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
    id: v.picklist(lossIds),
    parameters: v.record(v.string(), v.number()),
    options: v.object({ pastPi: v.picklist(pastPiModes), gradient: v.picklist(['exact', 'detached'] as const) }),
  }),
  v.check(
    ({ id, parameters }) => losses[id].parameters.every((p) => parameters[p.id] !== undefined),
    'a parameter of the loss is missing',
  ),
  v.check(({ id, options }) => accepts(id, options), 'the loss does not define this behaviour past π'),
);
const accepts = (id: LossId, { pastPi }: LossOptions): boolean => losses[id].pastPi.includes(pastPi);

const runSchema = v.object({
  dataset: datasetSchema,
  network: networkSchema,
  loss: lossSchema,
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
]);
