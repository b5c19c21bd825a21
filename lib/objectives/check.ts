import type { Vector } from '../sphere/angle';
import { type Batch, InputError, type Objective, type Setting, type Settings, type StateField } from './objective';

/** The settings of an objective from given ones: missing ones take their defaults. @throws InputError */
export function readSettings(objective: Objective, given: Readonly<Record<string, unknown>>): Settings {
  const ids = objective.settings.map(({ id }) => id);
  for (const id of Object.keys(given)) {
    if (!ids.includes(id)) {
      throw new InputError(`params.${id}`, `${objective.id} has no such parameter`, ids.join(', ') || 'no parameters at all');
    }
  }
  return Object.fromEntries(
    objective.settings.map((setting) => [
      setting.id,
      Object.hasOwn(given, setting.id) ? checkSetting(setting, given[setting.id]) : defaultOf(setting),
    ]),
  );
}

function defaultOf(setting: Setting): number | string {
  if (setting.kind !== 'text') return setting.default;
  throw new InputError(`params.${setting.id}`, 'it is missing', `a text such as "${setting.example}"`);
}

function checkSetting(setting: Setting, value: unknown): number | string {
  const field = `params.${setting.id}`;
  if (setting.kind === 'choice') {
    if (typeof value === 'string' && setting.options.includes(value)) return value;
    const why = setting.refusal ? ` (${setting.refusal})` : '';
    throw new InputError(field, show(value), setting.options.map((option) => `"${option}"`).join(', ') + why);
  }
  if (setting.kind === 'text') {
    if (typeof value === 'string') return value;
    throw new InputError(field, show(value), `a text such as "${setting.example}"`);
  }
  const { min, max, integer } = setting;
  const fits = typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value));
  if (!fits) throw new InputError(field, show(value), `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}`);
  return value;
}

/** Checks shapes, labels, state and that every number is finite. @throws InputError */
export function checkBatch(objective: Objective, batch: Batch, settings: Settings): void {
  const { embeddings, weights, labels, bias } = batch;
  if (embeddings.length === 0) throw new InputError('embeddings', 'the batch is empty', 'at least one row');
  const d = embeddings[0]!.length;
  if (d === 0) throw new InputError('embeddings[0]', 'it has no coordinates', 'at least one number a row');
  checkRows('embeddings', embeddings, d, 'row 0 of embeddings');
  checkRows('weights', weights, d, 'the embeddings');
  const classes = classCount(objective, batch, settings);
  if (labels.length !== embeddings.length) {
    throw new InputError('labels', `${labels.length} labels`, `one for each of the ${embeddings.length} embeddings`);
  }
  labels.forEach((label, i) => {
    if (Number.isInteger(label) && label >= 0 && label < classes) return;
    const range = classes === Infinity ? 'a whole number from 0 on' : `a class from 0 to ${classes - 1}`;
    throw new InputError(`labels[${i}]`, show(label), range);
  });
  if (bias) {
    if (!objective.bias) throw new InputError('bias', `${objective.id} has no bias`, 'no such field');
    if (bias.length !== classes) throw new InputError('bias', `${bias.length} numbers`, `one for each of the ${classes} classes`);
    checkRows('bias', [bias], classes, 'the classes', false);
  }
  for (const [id, value] of Object.entries(batch.state ?? {})) {
    const field = objective.state.find((one) => one.id === id);
    const known = objective.state.map((one) => one.id).join(', ');
    if (!field) throw new InputError(`state.${id}`, `${objective.id} has no such state`, known || 'no state at all');
    checkState(field, value, { n: embeddings.length, C: classes, d });
  }
}

/** C; infinite where an objective takes labels but no weights. */
function classCount(objective: Objective, { weights }: Batch, settings: Settings): number {
  if (objective.weights === null) {
    if (weights.length > 0) throw new InputError('weights', `${objective.id} has none`, 'no such field');
    return Infinity;
  }
  if (objective.weights === 'optional' && weights.length === 0) return Infinity;
  if (weights.length === 0) throw new InputError('weights', 'there are none', `at least one row (${objective.weights})`);
  if (objective.weights !== 'sub-centres') return weights.length;
  const K = settings['K'] as number;
  if (weights.length % K === 0) return weights.length / K;
  throw new InputError('weights', `${weights.length} rows`, `a multiple of K = ${K} rows: class c in rows c·K … c·K + K − 1`);
}

function checkState(field: StateField, value: unknown, sizes: Readonly<Record<string, number>>): void {
  const name = `state.${field.id}`;
  if (field.shape === 'number') {
    checkNumber(name, value, field);
    return;
  }
  if (!Array.isArray(value)) throw new InputError(name, show(value), `an array (${field.shape})`);
  const length = sizes[field.shape === 'C × d' ? 'C' : field.shape];
  if (length !== undefined && value.length !== length) {
    throw new InputError(name, `${value.length} entries`, `${length} (${field.shape})`);
  }
  if (field.shape === 'C × d') {
    value.forEach((row, i) => {
      if (!Array.isArray(row)) throw new InputError(`${name}[${i}]`, show(row), 'a row of numbers');
    });
    checkRows(name, value, sizes['d']!, 'the embeddings');
  } else for (const [i, one] of value.entries()) checkNumber(`${name}[${i}]`, one, field);
}

function checkNumber(name: string, value: unknown, { min = -Infinity, max = Infinity, integer }: StateField): void {
  if (
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= min &&
    value <= max &&
    (!integer || Number.isInteger(value))
  )
    return;
  const from = min === -Infinity ? '' : ` from ${min}`;
  const to = max === Infinity ? (from ? ' on' : '') : ` to ${max}`;
  throw new InputError(name, show(value), `${integer ? 'a whole' : 'a finite'} number${from}${to}`);
}

function checkRows(name: string, rows: readonly Vector[], length: number, like: string, nested = true): void {
  rows.forEach((row, i) => {
    const place = nested ? `${name}[${i}]` : name;
    if (row.length !== length) throw new InputError(place, `${row.length} numbers`, `${length}, as many as ${like}`);
    for (let c = 0; c < length; c++) {
      if (!Number.isFinite(row[c])) throw new InputError(`${place}[${c}]`, show(row[c]), 'a finite number');
    }
  });
}

/** A value as a message shows it, cut short. */
export function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
