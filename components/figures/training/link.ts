import { gradientPaths, type LossId, losses, lossIds, pastPiModes } from '../../../lib/losses';
import type { LossSettings, RunChange } from '../../../lib/training/types';

/** Most changes that a link carries. */
export const mostChanges = 20;

/** The start of a run and what was changed on the way, as far as the page's own parameters do not say it. */
export interface Course {
  /** Loss at step 0; null: that of the page. */
  readonly start: LossSettings | null;
  readonly changes: readonly RunChange[];
}

const between = '~';
const separator = '_';

/**
 * A course as text for the address: `0~arcface~0~0~16~0.5_120~arcface~0~0~16~0.7_200~lr~0.001`. The first part is the start. Empty where
 * nothing was changed and the run began with the page's loss. Null where a link cannot carry it: more changes than it holds, a formula or
 * other objectives on the way.
 */
export function encodeCourse({ start, changes }: Course, page: LossSettings): string | null {
  if (!start || (changes.length === 0 && encodeLoss(start) === encodeLoss(page))) return '';
  if (changes.length > mostChanges || start.id === 'custom' || !changes.every(isCarried)) return null;
  return [`0${between}${encodeLoss(start)}`, ...changes.map(encodeChange)].join(separator);
}

/** How a run began. */
export interface Origin {
  readonly loss: LossSettings;
  readonly learningRate: number;
}

/**
 * The course of a run up to a step. The address holds loss and learning rate of `now`; where the run began with others, the course says so.
 * What was changed at the last step has not trained anything yet and is left out. Null: more changes than a link carries.
 */
export function courseOf(origin: Origin, changes: readonly RunChange[], step: number, now: Origin): string | null {
  const past = changes.filter((change) => change.step < step);
  const first: RunChange[] =
    origin.learningRate === now.learningRate ? [] : [{ step: 0, kind: 'learningRate', value: origin.learningRate }];
  return encodeCourse({ start: origin.loss, changes: [...first, ...past] }, now.loss);
}

/** Reads a course. Null where the text is not one. */
export function decodeCourse(text: string): Course | null {
  if (text === '') return { start: null, changes: [] };
  const [first, ...rest] = text.split(separator);
  if (rest.length > mostChanges) return null;
  const start = decodeChange(first!);
  if (start?.kind !== 'loss' || start.step !== 0) return null;
  const changes: RunChange[] = [];
  for (const part of rest) {
    const change = decodeChange(part);
    if (!change || change.step < (changes.at(-1)?.step ?? 0)) return null;
    changes.push(change);
  }
  return { start: start.loss, changes };
}

type Carried = Exclude<RunChange, { kind: 'objectives' }>;

const isCarried = (change: RunChange): change is Carried =>
  change.kind === 'learningRate' || (change.kind === 'loss' && change.loss.id !== 'custom');

function encodeLoss(loss: LossSettings): string {
  const ids = loss.id === 'custom' ? Object.keys(loss.parameters).sort() : losses[loss.id].parameters.map((p) => p.id);
  const values = ids.map((id) => String(loss.parameters[id]));
  return [
    loss.formula ?? loss.id,
    pastPiModes.indexOf(loss.options.pastPi),
    gradientPaths.indexOf(loss.options.gradient),
    ...values,
  ].join(between);
}

function encodeChange(change: Carried): string {
  return `${change.step}${between}${change.kind === 'loss' ? encodeLoss(change.loss) : `lr${between}${change.value}`}`;
}

function decodeChange(text: string): RunChange | null {
  const [stepText, id, ...rest] = text.split(between);
  const step = finite(stepText);
  if (step === null || !Number.isInteger(step) || step < 0 || step > 1e6) return null;
  if (id === 'lr') {
    const value = finite(rest[0]);
    return value !== null && value > 0 && value <= 1 ? { step, kind: 'learningRate', value } : null;
  }
  if (!lossIds.includes(id as LossId)) return null;
  const loss = losses[id as LossId];
  const [pastPiText, gradientText, ...values] = rest;
  const pastPi = pastPiModes[Number(pastPiText)];
  const gradient = gradientPaths[Number(gradientText)];
  if (!pastPi || !gradient || !loss.pastPi.includes(pastPi) || values.length !== loss.parameters.length) return null;
  const parameters: Record<string, number> = {};
  for (const [i, p] of loss.parameters.entries()) {
    const value = finite(values[i]);
    if (value === null || value < p.min || value > p.max || (p.integer && !Number.isInteger(value))) return null;
    parameters[p.id] = value;
  }
  return { step, kind: 'loss', loss: { id: loss.id, parameters, options: { pastPi, gradient } } };
}

function finite(text: string | undefined): number | null {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
