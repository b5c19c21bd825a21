import { BackendError, ContextLost, NoBackend } from './backend-errors';
import { type BackendFiles, contextIsLost, dropBackend, useBackend, watchContext } from './backends';
import { backendsAfter } from './backends-order';
import type { BackendName, BackendNote } from './types';

export interface FailoverSurroundings {
  readonly files: BackendFiles;
  wait(milliseconds: number): Promise<void>;
}

/**
 * The backend of a run, and the way to the next one when it fails: not available, context taken away, memory exhausted.
 */
export class Failover {
  private readonly failed: Set<BackendName>;
  private stopWatching = () => {};
  private gone = false;
  /** Ends the work under way: reading from a lost context may never answer. */
  private onLost = () => {};

  constructor(
    private current: BackendName,
    private shown: BackendNote | null,
    failed: readonly BackendName[],
    private readonly around: FailoverSurroundings,
  ) {
    this.failed = new Set(failed);
  }

  get backend(): BackendName {
    return this.current;
  }

  /** The last move, for the reader. */
  get note(): BackendNote | null {
    return this.shown;
  }

  /** Puts the backend in force, and watches its context from now on. */
  async take(): Promise<void> {
    await useBackend(this.current, this.around.files);
    this.release();
    this.stopWatching = watchContext(this.current, () => {
      this.gone = true;
      this.onLost();
    });
  }

  /** Stops watching. */
  release(): void {
    this.stopWatching();
    this.stopWatching = () => {};
    this.gone = false;
  }

  /** To be called after every wait: what was computed on a context that is gone does not count. */
  assertAlive(): void {
    if (this.gone || contextIsLost(this.current)) throw new ContextLost();
  }

  /**
   * Does the work; when the backend fails, moves on and does it again.
   *
   * @param work    may be given up in the middle, and is then begun anew
   * @param moving  after a failure: lets go of what was on the old backend
   * @throws NoBackend when all have been tried; whatever is not the backend's fault
   */
  async survive(work: () => Promise<void>, moving: () => void): Promise<void> {
    for (;;) {
      try {
        if (this.gone) throw new ContextLost();
        const lost = new Promise<never>((_, reject) => {
          this.onLost = () => reject(new ContextLost());
        });
        await Promise.race([work(), lost]);
        return;
      } catch (error) {
        const reason = await this.reasonFor(error);
        if (!reason) throw error;
        this.moveOn(reason, error, moving);
      }
    }
  }

  private moveOn(reason: BackendNote['reason'], error: unknown, moving: () => void): void {
    const from = this.current;
    this.failed.add(from);
    this.release();
    if (reason === 'context-lost') dropBackend(from);
    moving();
    const to = backendsAfter(this.failed)[0];
    if (!to) throw new NoBackend(error);
    this.shown = { from, to, reason };
    this.current = to;
  }

  private async reasonFor(error: unknown): Promise<BackendNote['reason'] | null> {
    // What fails because a device is going may fail before the message that it is gone.
    if (this.current === 'webgl' || this.current === 'webgpu') await this.around.wait(100);
    if (error instanceof ContextLost || this.gone || contextIsLost(this.current)) return 'context-lost';
    if (error instanceof BackendError) return 'unavailable';
    if (/out of memory|allocation|could not allocate|array length/i.test(String(error))) return 'out-of-memory';
    return null;
  }
}
