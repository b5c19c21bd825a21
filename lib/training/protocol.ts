import type { FailureCode } from './run-api';
import type { Snapshot } from './snapshots';
import type { BackendName, BackendNote, Divergence, Frame, LiveChange, RunChange, RunSettings, RunStatus } from './types';

/** What crosses the border between page and worker. Everything here can be cloned; a frame's and a snapshot's buffers are transferred. */
export interface HostSettings {
  readonly dataBase: string;
}

/** A run as the worker is asked to make it. */
export interface HostRun {
  readonly settings: RunSettings;
  readonly changes: readonly RunChange[];
  readonly backend: BackendName;
  /** Backends not to try (they have failed on this page already). */
  readonly failed: readonly BackendName[];
  /** Goes on from there. */
  readonly snapshot: Snapshot | null;
  /** Shown with the frames, when this run continues one that failed elsewhere. */
  readonly note: BackendNote | null;
}

export type HostCommand =
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'step' }
  | { readonly kind: 'seek'; readonly step: number }
  | { readonly kind: 'change'; readonly change: LiveChange }
  | { readonly kind: 'speed'; readonly stepsPerFrame: number | null }
  | { readonly kind: 'standStill'; readonly standStill: boolean }
  /** The page has drawn the last frame and wants the next one. */
  | { readonly kind: 'drawn' };

export type HostEvent =
  | { readonly kind: 'status'; readonly status: RunStatus; readonly detail: HostDetail }
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'changes'; readonly changes: readonly RunChange[] }
  | { readonly kind: 'backend'; readonly backend: BackendName; readonly note: BackendNote | null };

export type HostDetail =
  | null
  | { readonly kind: 'progress'; readonly what: 'engine' | 'data'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'finished'; readonly reason: 'steps' | 'converged' }
  | { readonly kind: 'divergence'; readonly divergence: Divergence; readonly goodStep: number }
  | { readonly kind: 'failure'; readonly code: FailureCode; readonly message: string };

export type Send = (event: HostEvent) => void;
