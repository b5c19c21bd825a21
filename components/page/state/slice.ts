import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { defaultsOf, type Fields, normaliseAll, type Problem } from '../../../lib/settings/field';
import { problems, register } from './address';

/** A figure's own state, kept in the address. */
export interface Slice<S> {
  /** Read it anywhere; write it through `set`, which keeps it valid. */
  readonly state: Signal<S>;
  /** Changes some values; each is taken to the nearest valid one. */
  set(patch: Partial<S>): void;
  reset(): void;
  /** What was changed about the address that the reader came with (of the whole page). */
  readonly problems: ReadonlySignal<readonly Problem[]>;
}

/**
 * State of one figure that travels in the link. Call it once, at module level. At build it holds the defaults; in the browser
 * it starts with what the address says.
 *
 * @param name  unique on a page
 * @param fields  built with `lib/settings/field.ts`; their keys are short and unique on a page
 */
export function slice<S>(name: string, fields: Fields<S>): Slice<S> {
  const defaults = defaultsOf(fields);
  const state = signal<S>(defaults);
  if (typeof window !== 'undefined') register(name, fields, state);
  return {
    state,
    set: (patch) => {
      state.value = normaliseAll(fields, { ...state.value, ...patch });
    },
    reset: () => {
      state.value = defaults;
    },
    problems,
  };
}
