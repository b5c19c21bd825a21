import type { Progress } from './convergence';
import type { SavedState } from './state';
import type { RunChange } from './types';

/** A run's state after `step` steps; with the settings it is all that is needed to go on, on any backend. */
export interface Snapshot extends SavedState {
  readonly step: number;
  readonly progress: Progress;
  /** Mean loss of the last batch; NaN before the first step. */
  readonly loss: number;
  readonly changes: readonly RunChange[];
}

/**
 * Snapshots of a run at regular steps, at most `capacity` of them: when full, every second one goes and the interval doubles,
 * so that they always cover the whole run.
 */
export class SnapshotRing {
  private kept: Snapshot[] = [];

  constructor(
    private interval: number,
    private readonly capacity: number,
  ) {}

  /** Whether the state after `step` should be kept. */
  wants(step: number): boolean {
    return step % this.interval === 0 && this.kept.every((snapshot) => snapshot.step !== step);
  }

  add(snapshot: Snapshot): void {
    this.kept.push(snapshot);
    this.kept.sort((a, b) => a.step - b.step);
    if (this.kept.length <= this.capacity) return;
    this.interval *= 2;
    this.kept = this.kept.filter(({ step }) => step % this.interval === 0);
  }

  /** The last one not after `step`. */
  before(step: number): Snapshot | undefined {
    return this.kept.findLast((snapshot) => snapshot.step <= step);
  }

  /** Forgets the states after `step`, which a change has made untrue. */
  dropAfter(step: number): void {
    this.kept = this.kept.filter((snapshot) => snapshot.step <= step);
  }

  get steps(): readonly number[] {
    return this.kept.map((snapshot) => snapshot.step);
  }
}
