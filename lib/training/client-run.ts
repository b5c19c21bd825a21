import * as Comlink from 'comlink';
import { backendsAfter } from './backends-order';
import type { ClientEngine, Link } from './client';
import type { HostCommand, HostEvent } from './protocol';
import type { Run, RunOptions, StatusDetail } from './run-api';
import type { Snapshot } from './snapshots';
import type { BackendName, BackendNote, LiveChange, RunChange, RunSettings, RunStatus } from './types';

/** A run in the worker. Its id is new with every restart, so that late messages of an old one are recognised. */
interface Hosted {
  readonly id: number;
  readonly link: Link;
  readonly backend: BackendName;
}

/** A worker that has not freed a run by then is not heard of again; the run counts as gone. Milliseconds. */
const removalLimit = 3000;

/** The page's end of a run. Keeps what is needed to make the run again when its worker dies. */
export class ClientRun implements Run {
  private hosted: Hosted | null = null;
  private state: RunStatus = 'idle';
  private list: readonly RunChange[];
  private snapshot: Snapshot | null = null;
  private backend: BackendName | null = null;
  private note: BackendNote | null = null;
  private pinned: BackendName | undefined;
  private readonly failed = new Set<BackendName>();
  private speed: number | null = null;
  private visible = true;
  /** What the reader asked for last: the run is to go on by itself. */
  private wantsToMove = false;
  private waiting: (() => void)[] = [];
  private disposed = false;

  constructor(
    private readonly engine: ClientEngine,
    private current: RunSettings,
    private readonly options: RunOptions,
  ) {
    this.list = options.changes ?? [];
    this.pinned = options.backend;
  }

  get settings(): RunSettings {
    return this.current;
  }

  get status(): RunStatus {
    return this.state;
  }

  get changes(): readonly RunChange[] {
    return this.list;
  }

  /** @internal */
  get isMoving(): boolean {
    return this.wantsToMove || this.state === 'loading';
  }

  /** @internal The worker may be silent for long: shaders are compiled, files are loaded, or it is slow. */
  get mayTakeLong(): boolean {
    return this.isMoving && (this.state !== 'running' || this.backend !== 'wasm');
  }

  play(): Promise<void> {
    this.wantsToMove = true;
    this.engine.moves();
    this.send({ kind: 'play' });
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  pause(): void {
    this.wantsToMove = false;
    if (this.hosted) this.send({ kind: 'pause' });
  }

  step(): void {
    this.wantsToMove = false;
    this.send({ kind: 'step' });
  }

  seek(step: number): void {
    this.wantsToMove = false;
    this.send({ kind: 'seek', step: Math.max(0, Math.round(step)) });
  }

  change(change: LiveChange): void {
    if (this.hosted) {
      this.send({ kind: 'change', change });
      return;
    }
    // Before the first step there is nothing to change on the way: the run starts so.
    const { optimizer } = this.current;
    this.current =
      'learningRate' in change
        ? { ...this.current, optimizer: { ...optimizer, learningRate: change.learningRate } }
        : 'objectives' in change
          ? { ...this.current, objectives: change.objectives }
          : { ...this.current, loss: change };
  }

  restart(settings: RunSettings = this.current, changes: readonly RunChange[] = [], backend = this.pinned): void {
    const wasHosted = this.hosted !== null;
    this.wantsToMove = false;
    void this.release();
    this.current = settings;
    this.pinned = backend;
    this.list = changes;
    this.snapshot = null;
    this.note = null;
    // Another try for every backend: the reader asks for a fresh start.
    this.failed.clear();
    if (wasHosted) this.seek(0);
    else this.report('idle', null);
  }

  setSpeed(stepsPerFrame: number | null): void {
    this.speed = stepsPerFrame;
    if (this.hosted) this.send({ kind: 'speed', stepsPerFrame });
  }

  setVisible(visible: boolean): void {
    this.visible = visible;
    this.tellStandStill();
  }

  /** @internal */
  tellStandStill(): void {
    if (this.hosted) this.send({ kind: 'standStill', standStill: this.standsStill });
  }

  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    await this.release();
    this.engine.ended(this);
    this.letGo();
  }

  /** @internal The worker is gone: the run goes on in a new one, on the next backend, from the last snapshot. */
  workerDied(): void {
    const { hosted } = this;
    if (!hosted) return;
    const from = this.backend ?? hosted.backend;
    this.hosted = null;
    this.failed.add(from);
    const to = backendsAfter(this.failed)[0];
    if (!to) {
      this.report('failed', { kind: 'failure', code: 'no-backend', message: `The worker died on ${from}, the last backend` });
      return;
    }
    this.note = { from, to, reason: 'worker-died' };
    this.backend = to;
    if (this.wantsToMove) this.send({ kind: 'play' });
    else this.seek(this.snapshot?.step ?? 0);
  }

  private get standsStill(): boolean {
    return !this.visible || this.engine.isHidden;
  }

  private send(command: HostCommand): void {
    if (this.disposed) return;
    const { id, link } = this.host();
    void link.api.command(id, command);
  }

  /** The run in the worker; made there when it is first needed. */
  private host(): Hosted {
    if (this.hosted) return this.hosted;
    const id = this.engine.newId();
    const backend = this.note?.to ?? this.pinned ?? this.engine.startingBackend();
    const hosted: Hosted = { id, link: this.engine.connect(), backend };
    this.hosted = hosted;
    this.backend = backend;
    const { api } = hosted.link;
    const run = {
      settings: this.current,
      changes: this.list,
      backend,
      failed: [...this.failed],
      snapshot: this.snapshot,
      note: this.note,
    };
    void api.create(
      id,
      run,
      Comlink.proxy((event: HostEvent) => this.onEvent(hosted, event)),
    );
    if (this.speed !== null) void api.command(id, { kind: 'speed', stepsPerFrame: this.speed });
    if (this.standsStill) void api.command(id, { kind: 'standStill', standStill: true });
    return hosted;
  }

  private onEvent(hosted: Hosted, event: HostEvent): void {
    this.engine.heard();
    if (hosted !== this.hosted) return;
    switch (event.kind) {
      case 'status':
        this.report(event.status, event.detail);
        break;
      case 'frame':
        this.options.onFrame(event.frame);
        afterPaint(() => void hosted.link.api.command(hosted.id, { kind: 'drawn' }));
        break;
      case 'snapshot':
        this.snapshot = event.snapshot;
        break;
      case 'changes':
        this.list = event.changes;
        break;
      case 'backend':
        this.backend = event.backend;
        if (event.note) this.options.onStatus(this.state, { kind: 'backend', note: event.note });
        break;
    }
  }

  private report(status: RunStatus, detail: StatusDetail): void {
    this.state = status;
    this.options.onStatus(status, detail);
    if (status === 'finished' || status === 'diverged' || status === 'failed') this.wantsToMove = false;
    if (status !== 'loading' && status !== 'idle') this.letGo();
    if (status === 'finished' || status === 'paused') this.engine.rested(this);
  }

  private letGo(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  private async release(): Promise<void> {
    const { hosted } = this;
    this.hosted = null;
    this.backend = null;
    if (!hosted) return;
    const { api, closed } = hosted.link;
    await Promise.race([api.remove(hosted.id), closed, new Promise((resolve) => setTimeout(resolve, removalLimit))]);
  }
}

/** After the next display frame, so that no more frames are asked for than can be seen. */
function afterPaint(callback: () => void): void {
  if (typeof requestAnimationFrame === 'function') requestAnimationFrame(callback);
  else setTimeout(callback, 16);
}
