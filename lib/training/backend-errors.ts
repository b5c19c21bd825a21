import type { BackendName } from './types';

/** The backend does not work on this device. */
export class BackendError extends Error {
  constructor(
    readonly backend: BackendName,
    cause: unknown,
  ) {
    super(`Backend ${backend}: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.name = 'BackendError';
  }
}

/** The GPU has taken the context away; what was computed since then is worthless. */
export class ContextLost extends Error {}

/** All backends have been tried. */
export class NoBackend extends Error {
  constructor(last: unknown) {
    super(`No backend works here; the last one: ${last instanceof Error ? last.message : String(last)}`);
  }
}
