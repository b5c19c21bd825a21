import * as v from 'valibot';
import { parseChanges, parseRunSettings, SettingsError } from '../training/run-schema';
import { type BackendName, backendNames, type RunChange, type RunSettings } from '../training/types';

/** A run as a file that reproduces it: settings and changes, and the check number that the run had at a step. */
export interface RunFile {
  readonly settings: RunSettings;
  readonly changes: readonly RunChange[];
  readonly backend: BackendName;
  readonly step: number;
  readonly check: string;
}

const format = 'margin-notes-run';
const version = 1;

const envelope = v.object({
  format: v.literal(format),
  version: v.literal(version),
  settings: v.unknown(),
  changes: v.unknown(),
  backend: v.picklist(backendNames),
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
  check: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)),
});

/** The file's text, JSON. */
export const writeRunFile = (run: RunFile): string => `${JSON.stringify({ format, version, ...run }, null, 2)}\n`;

/**
 * Reads a file back.
 *
 * @throws SettingsError with the place of the first thing that is wrong
 */
export function readRunFile(text: string): RunFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SettingsError(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const result = v.safeParse(envelope, value);
  if (!result.success) throw new SettingsError(`${v.getDotPath(result.issues[0]) ?? 'file'}: ${result.issues[0].message}`);
  const { settings, changes, backend, step, check } = result.output;
  return { settings: parseRunSettings(settings), changes: parseChanges(changes), backend, step, check };
}
