import type { BackendName, BackendNote, Divergence, Frame, LiveChange, RunChange, RunSettings, RunStatus } from './types';

/**
 * What a page sees of the engine. `createEngine` (client.ts) makes one engine a page: one worker steps all of its runs in turn.
 * Nothing is loaded before `prefetch`, `play` or `step` is called.
 */
export interface Engine {
  /** A run at step 0, idle. Costs nothing until it is played. */
  createRun(settings: RunSettings, options: RunOptions): Run;
  /** Starts the worker and loads the backend and the data of `settings`, so that the next `play` moves at once. Never rejects. */
  prefetch(settings?: RunSettings): Promise<void>;
  /** Hidden page: every run stands still. Visible again: those that were playing go on. */
  setHidden(hidden: boolean): void;
  /** Workers alive now: 0 or 1. */
  readonly workers: number;
  /** Ends all runs and the worker. */
  dispose(): Promise<void>;
}

export interface EngineOptions {
  /** Makes the worker; bundlers want to see `new Worker(new URL('…/lib/training/worker.ts', import.meta.url), { type: 'module' })`. */
  spawn(): Worker;
  /** Absolute address of the folder of data sets, ending in a slash, e.g. `new URL(base + 'data/', location.href).href`. */
  readonly dataBase: string;
  /** Where the device's fastest backend is remembered. None: GPU backends are never tried. */
  readonly storage?: BackendStorage;
  /** Runs `callback` when the page is idle. Default: a timer. GPU backends are tried then, after the first run. */
  readonly whenIdle?: (callback: () => void) => void;
}

/** Such as `localStorage`. */
export interface BackendStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export interface RunOptions {
  /** Pins the backend (with the others as fallback). Default: wasm, from the next restart on the device's fastest one. */
  readonly backend?: BackendName;
  /** Changes to replay, such as those of a link. */
  readonly changes?: readonly RunChange[];
  /** At most once a display frame. The frame owns its buffers. */
  onFrame(frame: Frame): void;
  onStatus(status: RunStatus, detail: StatusDetail): void;
}

/** What goes with a status: progress with `loading`, why it ended with `finished`, `diverged` and `failed`. */
export type StatusDetail =
  | null
  | { readonly kind: 'progress'; readonly what: 'engine' | 'data'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'finished'; readonly reason: 'steps' | 'converged' }
  | {
      readonly kind: 'divergence';
      readonly divergence: Divergence /** Step of the last good state, to which `seek` leads. */;
      readonly goodStep: number;
    }
  | { readonly kind: 'backend'; readonly note: BackendNote }
  | { readonly kind: 'failure'; readonly code: FailureCode /** For developers, in English. */; readonly message: string };

/** `data-*`: the data set could not be fetched, decoded or validated. `no-backend`: none of the backends works here. */
export type FailureCode = 'data-missing' | 'data-corrupt' | 'no-backend' | 'bad-settings' | 'internal';

/** One training run, seen from the page. All commands take effect in the order in which they are given. */
export interface Run {
  readonly settings: RunSettings;
  readonly status: RunStatus;
  /** What was changed on the way, for the link. */
  readonly changes: readonly RunChange[];
  /** Trains until paused or ended. On a finished run: as many steps again. Resolves when the run is moving (or has failed). */
  play(): Promise<void>;
  pause(): void;
  /** One step, then paused. */
  step(): void;
  /**
   * Back to step 0, paused, with the same or new settings and (default: no) changes to replay. `backend` pins the backend from
   * now on: a check number is only reproduced on the backend that it comes from (`Frame.backend`).
   */
  restart(settings?: RunSettings, changes?: readonly RunChange[], backend?: BackendName): void;
  /** In force from the next step on; no restart. Drops recorded changes that lie ahead (after `seek` back). */
  change(change: LiveChange): void;
  /** To the state after that many steps (nearest snapshot, then replayed), paused; a frame follows. */
  seek(step: number): void;
  /** At most so many steps a display frame; null: as fast as the device allows. */
  setSpeed(stepsPerFrame: number | null): void;
  /** On screen or not. Off screen the run stands still. Default: on screen. */
  setVisible(visible: boolean): void;
  /** Frees tensors; with the last run the worker ends. */
  dispose(): Promise<void>;
}
