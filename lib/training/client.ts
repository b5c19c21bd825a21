import * as Comlink from 'comlink';
import { rememberBackend, rememberedBackend } from './backend-choice';
import { ClientRun } from './client-run';
import { circleRun } from './defaults';
import { timeBackends } from './gpu-trial';
import type { Engine, EngineOptions } from './run-api';
import type { BackendName } from './types';
import type { WorkerApi } from './worker-api';

export type { Engine, EngineOptions, Run, RunOptions, StatusDetail } from './run-api';

/**
 * Seconds without a sign of life after which a worker counts as dead: longer while it may be loading, compiling shaders or
 * looking at all samples on the slow backend, each of which it does without hearing messages.
 */
const patience = { usual: 5, long: 25 };

/** The worker as the runs see it. */
export interface Link {
  readonly api: Comlink.Remote<WorkerApi>;
  /** Counts workers: a run knows by it that its worker has been replaced. */
  readonly generation: number;
  /** Resolves when the worker is gone: what it was asked will not be answered any more. */
  readonly closed: Promise<void>;
}

/**
 * The engine of a page: one worker for all runs, made when it is first needed, watched while anything runs, replaced when it
 * dies, and ended with the last run.
 */
export function createEngine(options: EngineOptions): Engine {
  return new ClientEngine(options);
}

export class ClientEngine implements Engine {
  private worker: Worker | null = null;
  private link: Link | null = null;
  private close: () => void = () => {};
  private generation = 0;
  private readonly runs = new Set<ClientRun>();
  private nextId = 1;
  private hidden = false;
  private silence = 0;
  private watch: ReturnType<typeof setInterval> | null = null;
  private trial: AbortController | null = null;

  constructor(private readonly options: EngineOptions) {}

  get workers(): number {
    return this.worker ? 1 : 0;
  }

  createRun(settings: Parameters<Engine['createRun']>[0], options: Parameters<Engine['createRun']>[1]): ClientRun {
    const run = new ClientRun(this, settings, options);
    this.runs.add(run);
    return run;
  }

  async prefetch(settings = circleRun): Promise<void> {
    try {
      const { api, closed } = this.connect();
      await Promise.race([api.prefetch(this.startingBackend(), settings), closed]);
    } catch {
      // Only a head start; the run itself will say what is wrong.
    }
  }

  setHidden(hidden: boolean): void {
    this.hidden = hidden;
    for (const run of this.runs) run.tellStandStill();
  }

  get isHidden(): boolean {
    return this.hidden;
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.runs].map((run) => run.dispose()));
    this.disconnect();
  }

  /** @internal */
  newId(): number {
    return this.nextId++;
  }

  /** @internal Backend of a run that does not ask for one. */
  startingBackend(): BackendName {
    return rememberedBackend(this.options.storage) ?? 'wasm';
  }

  /** @internal The living worker, or a new one. */
  connect(): Link {
    if (this.link) return this.link;
    const worker = this.options.spawn();
    const generation = ++this.generation;
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.died(generation);
    };
    worker.onmessageerror = () => this.died(generation);
    this.worker = worker;
    const closed = new Promise<void>((resolve) => {
      this.close = resolve;
    });
    this.link = { api: Comlink.wrap<WorkerApi>(worker), generation, closed };
    void this.link.api.start(this.options.dataBase);
    this.silence = 0;
    this.watch ??= setInterval(() => this.listenForLife(), 1000);
    return this.link;
  }

  /** @internal Any message of the worker. */
  heard(): void {
    this.silence = 0;
  }

  /** @internal */
  ended(run: ClientRun): void {
    this.runs.delete(run);
    if (this.runs.size === 0) this.disconnect();
  }

  /** @internal A run has ended or was paused: a good time to find out what this device can do, once. */
  rested(run: ClientRun): void {
    const { storage, whenIdle } = this.options;
    if (!storage || this.trial || rememberedBackend(storage)) return;
    const trial = new AbortController();
    this.trial = trial;
    const later = whenIdle ?? ((callback: () => void) => void setTimeout(callback, 3000));
    later(async () => {
      const choice = this.isQuiet ? await timeBackends(this.options, run.settings, trial.signal) : null;
      if (choice) rememberBackend(storage, choice);
      if (this.trial === trial) this.trial = null;
    });
  }

  /** @internal A run moves: it gets the device for itself. The trial is made up for when it rests. */
  moves(): void {
    this.trial?.abort();
    this.trial = null;
  }

  private get isQuiet(): boolean {
    return !this.hidden && this.runs.size > 0 && ![...this.runs].some((run) => run.isMoving);
  }

  /** Counts seconds in silence, not time: a page that was asleep has not been waiting. */
  private listenForLife(): void {
    const { link } = this;
    if (!link || this.hidden || ![...this.runs].some((run) => run.isMoving)) {
      this.silence = 0;
      return;
    }
    if (this.silence >= ([...this.runs].some((run) => run.mayTakeLong) ? patience.long : patience.usual)) {
      this.died(link.generation);
      return;
    }
    this.silence++;
    link.api.ping().then(
      () => this.heard(),
      () => {},
    );
  }

  private died(generation: number): void {
    if (this.link?.generation !== generation) return;
    this.disconnect();
    for (const run of [...this.runs]) run.workerDied();
  }

  private disconnect(): void {
    this.trial?.abort();
    this.trial = null;
    if (this.watch) clearInterval(this.watch);
    this.watch = null;
    this.link = null;
    this.worker?.terminate();
    this.worker = null;
    this.close();
  }
}
