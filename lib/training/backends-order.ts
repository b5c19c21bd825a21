import { type BackendName, backendNames } from './types';

/** The backends still to be tried, in the order of preference. */
export const backendsAfter = (failed: ReadonlySet<BackendName>): readonly BackendName[] =>
  backendNames.filter((name) => !failed.has(name));
