import { checkBatch, readSettings, show } from '../objectives/check';
import { type Batch, InputError, type Objective, type Result, type State } from '../objectives/objective';
import { objectives } from '../objectives/registry';

const fields = ['loss', 'params', 'embeddings', 'weights', 'labels', 'bias', 'state'];

/**
 * One case as the command reads it, evaluated in double precision.
 *
 * @param given  what JSON held: `{ loss, params?, embeddings, weights?, labels, bias?, state? }`
 * @throws InputError that names the field, the row and what is accepted
 */
export function evaluateCase(given: unknown): Result {
  const record = asRecord('case', given);
  for (const key of Object.keys(record)) {
    if (!fields.includes(key)) throw new InputError(key, 'no such field', fields.join(', '));
  }
  const params = asRecord('params', record['params'] ?? {});
  const named = findObjective(record['loss']);
  const objective = named.withParams?.(params) ?? named;
  const settings = readSettings(objective, params);
  const batch: Batch = {
    embeddings: asRows('embeddings', record['embeddings']),
    weights: record['weights'] === undefined && !needsWeights(objective) ? [] : asRows('weights', record['weights']),
    labels: asNumbers('labels', record['labels'], 'a class'),
    ...(record['bias'] !== undefined && { bias: asNumbers('bias', record['bias'], 'a finite number') }),
    ...(record['state'] !== undefined && { state: asRecord('state', record['state']) as State }),
  };
  checkBatch(objective, batch, settings);
  const result = objective.evaluate(batch, settings);
  checkFinite(result);
  return result;
}

/** Finds an objective by its id. @throws InputError that lists all ids */
function findObjective(id: unknown): Objective {
  const found = typeof id === 'string' ? objectives.get(id) : undefined;
  if (found) return found;
  throw new InputError('loss', id === undefined ? 'it is missing' : show(id), [...objectives.keys()].join(', '));
}

const needsWeights = (objective: Objective): boolean => objective.weights !== null && objective.weights !== 'optional';

function asRecord(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InputError(name, show(value), 'an object { … }');
}

function asRows(name: string, value: unknown): readonly (readonly number[])[] {
  if (value === undefined) throw new InputError(name, 'it is missing', 'an array of rows of numbers');
  if (!Array.isArray(value)) throw new InputError(name, show(value), 'an array of rows of numbers');
  return value.map((row, i) => asNumbers(`${name}[${i}]`, row, 'a finite number', 'a row of numbers'));
}

function asNumbers(name: string, value: unknown, each: string, whole = 'an array of numbers'): readonly number[] {
  if (value === undefined) throw new InputError(name, 'it is missing', whole);
  if (!Array.isArray(value)) throw new InputError(name, show(value), whole);
  value.forEach((one, i) => {
    if (typeof one !== 'number') throw new InputError(`${name}[${i}]`, show(one), each);
  });
  return value;
}

/** Inputs near the largest double overflow. JSON has no word for infinity, so that is refused. */
function checkFinite(result: Result): void {
  const visit = (path: string, value: unknown): void => {
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) {
        throw new InputError(
          'embeddings, weights',
          `${path} of the result is ${value}`,
          'numbers of a size at which double precision neither overflows nor underflows',
        );
      }
    } else if (ArrayBuffer.isView(value) || Array.isArray(value)) {
      for (const [i, one] of Array.from(value as ArrayLike<unknown>).entries()) visit(`${path}[${i}]`, one);
    } else if (value && typeof value === 'object') for (const [key, one] of Object.entries(value)) visit(`${path}.${key}`, one);
  };
  for (const [key, value] of Object.entries(result)) visit(key, value);
}
