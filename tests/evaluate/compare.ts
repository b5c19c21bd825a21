import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases';

/** A result as JSON holds it. */
export type Values = Readonly<Record<string, unknown>>;
/** What the reference prints: a result, or, for a loss that draws at random, the result of every draw. */
export type Expected = Values & { readonly loss: number } & { readonly draws?: readonly (Values & { loss: number })[] };

const reference = fileURLToPath(new URL('reference.py', import.meta.url));

/**
 * Runs the reference once on all cases.
 *
 * @returns null where no Python with torch is installed
 * @throws Error with what Python printed, if it fails for another reason
 */
export function runReference(cases: readonly Case[]): readonly Expected[] | null {
  for (const python of new Set([process.env['PYTHON'], 'python3', '/usr/bin/python3'])) {
    if (!python) continue;
    const run = spawnSync(python, [reference], { input: JSON.stringify(cases), encoding: 'utf8', maxBuffer: 2 ** 28 });
    if (run.status === 0) return JSON.parse(run.stdout) as Expected[];
    // Without Python there is an error or a note of the system; without torch Python says so; anything else is a mistake.
    const failed = run.stderr?.includes('Traceback') && !run.stderr.includes("No module named 'torch'");
    if (failed) throw new Error(`${python}: ${run.stderr}`);
  }
  return null;
}

/**
 * Both sides compute in double precision, about 1e-16 a step; logits reach 256 and e^z carries their rounding over, and angles near
 * 0 lose another few digits, which leaves 1e-12. A wrong term shows at 1e-3. Between them 1e-10 has room on both sides.
 */
export const tolerance = 1e-10;
/** Where the true value is 0 (a pull that cancels) rounding leaves this much of the largest entry. */
const rounding = 1e-13;
/** In one dimension angles are 0 or π and do not move: gradients of losses of angles are 0, and autograd's are rounding. */
export const allowedOnALine = 1e-12;

const fields = [
  'loss',
  'perSample',
  'logits',
  'gradEmbeddings',
  'gradWeights',
  'gradBias',
  'gradState',
  'stateAfter',
  'accuracy',
];

/**
 * Where two results differ, in words; empty if they agree. A row (the gradient of one sample or class) is measured by its own
 * largest entry, so that the small pulls of nearly solved samples count in full.
 *
 * @param absolute  a difference that is allowed besides
 */
export function differences(got: Values, expected: Values, absolute = 0): string[] {
  return fields.flatMap((field) => {
    const b = expected[field];
    if (b === undefined || (isRecord(b) && Object.keys(b).length === 0)) return [];
    const [ours, theirs] = [rowsOf(got[field]), rowsOf(b)];
    if (ours.length !== theirs.length) return [`${field}: ${ours.length} rows, not ${theirs.length}`];
    const top = Math.max(...theirs.flat().map(Math.abs), 0);
    return theirs.flatMap((row, i) => {
      const allowed = tolerance * Math.max(...row.map(Math.abs), 0) + rounding * top + absolute;
      const bad =
        row.findIndex((value, k) => !(Math.abs(value - ours[i]![k]!) <= allowed)) >= 0 || row.length !== ours[i]!.length;
      return bad ? [`${field}[${i}]: ${ours[i]}; the reference has ${row}`] : [];
    });
  });
}

/** The draw that was drawn, by its loss. */
export const drawn = (got: Values, { draws, ...result }: Expected): Values =>
  draws
    ? draws.reduce((a, b) => (Math.abs(b.loss - (got['loss'] as number)) < Math.abs(a.loss - (got['loss'] as number)) ? b : a))
    : result;

const isRecord = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Rows of numbers of anything made of numbers: a matrix by its rows, a vector as one, a record entry by entry in order of names. */
function rowsOf(value: unknown): number[][] {
  if (typeof value === 'number') return [[value]];
  if (Array.isArray(value)) return value.every((one) => typeof one === 'number') ? [value] : value.flatMap(rowsOf);
  if (isRecord(value)) {
    return Object.keys(value)
      .sort()
      .flatMap((key) => rowsOf(value[key]));
  }
  return [];
}
