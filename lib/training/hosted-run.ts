import type { Dataset } from '../datasets/dataset';
import { ContextLost, NoBackend } from './backend-errors';
import { type BackendFiles, useBackend } from './backends';
import { Failover } from './failover';
import { loadObjectives } from './objectives';
import type { HostCommand, HostRun, Send } from './protocol';
import type { FailureCode } from './run-api';
import { parseLiveChange, parseRunSettings } from './run-schema';
import type { Snapshot } from './snapshots';
import { SpeedMeter } from './speed-meter';
import { Trainer } from './trainer';
import type { Divergence, Frame, LiveChange, RunChange, RunStatus } from './types';

export interface Surroundings {
  readonly files: BackendFiles;
  /** Milliseconds. */
  now(): number;
  wait(milliseconds: number): Promise<void>;
  dataset(run: HostRun, progress: (loaded: number, total: number) => void): Promise<Dataset>;
}

/** A turn trains that long at most, so that commands are heard and other runs get their turn. Milliseconds. */
const turnLength = 12;
/** Milliseconds between two snapshots sent to the page, which survive the worker. */
const snapshotPause = 500;

/**
 * A run in the worker: plays a Trainer, speaks with the page, and moves to the next backend when one fails. `turn` does a
 * bounded amount of work; commands are heard between two steps only, so that a change belongs to a definite step.
 */
export class HostedRun {
  private trainer: Trainer | null = null;
  private dataset: Dataset | null = null;
  private readonly failover: Failover;
  private changes: readonly RunChange[];

  private readonly commands: HostCommand[] = [];
  private status: RunStatus = 'idle';
  private playing = false;
  private standStill = false;
  private limit: number;
  private stepsPerFrame: number | null = null;
  private stepsSinceFrame = 0;
  /** Of the last steps; before there were any, unknown and so taken one by one. */
  private millisecondsPerStep = Number.POSITIVE_INFINITY;
  private pageIsReady = true;
  private frameIsDue = false;
  private lastSnapshotAt = Number.NEGATIVE_INFINITY;
  private lastGood: Snapshot | null;
  private speed = new SpeedMeter();

  constructor(
    private readonly run: HostRun,
    private readonly around: Surroundings,
    private readonly send: Send,
  ) {
    this.failover = new Failover(run.backend, run.note, run.failed, around);
    this.changes = run.changes;
    this.limit = Math.max(run.settings.maxSteps, run.snapshot ? run.snapshot.step : 0);
    this.lastGood = run.snapshot;
  }

  command(command: HostCommand): void {
    if (command.kind === 'drawn') this.pageIsReady = true;
    else this.commands.push(command);
  }

  /** Whether `turn` has anything to do now. */
  get wantsTurn(): boolean {
    return this.commands.length > 0 || this.mayTrain || (this.frameIsDue && this.pageIsReady);
  }

  /** A bounded amount of work: commands, then steps for some milliseconds, then a frame if the page wants one. */
  async turn(): Promise<void> {
    try {
      await this.failover.survive(
        () => this.work(),
        () => this.abandonTrainer(),
      );
    } catch (error) {
      this.fail(error);
    }
  }

  dispose(): void {
    this.failover.release();
    this.abandonTrainer();
    this.commands.length = 0;
    this.playing = false;
    this.frameIsDue = false;
  }

  private get mayTrain(): boolean {
    if (!this.playing || this.standStill) return false;
    // At a set speed the page's drawing sets the pace.
    return this.stepsPerFrame === null || this.stepsSinceFrame < this.stepsPerFrame;
  }

  private async work(): Promise<void> {
    // Another run may have put its backend in force. A run that has lost its trainer with its backend makes it anew.
    if (this.trainer) await useBackend(this.failover.backend, this.around.files);
    else if (this.playing || this.frameIsDue) await this.ready();
    await this.obey();
    if (this.mayTrain) await this.train();
    if (this.frameIsDue && this.pageIsReady) await this.sendFrame();
  }

  private async obey(): Promise<void> {
    for (let command = this.commands[0]; command; command = this.commands[0]) {
      switch (command.kind) {
        case 'play':
          await this.ready();
          // A finished run goes on for as many steps again.
          if (this.status === 'finished') this.limit = this.trainer!.step + this.run.settings.maxSteps;
          this.playing = true;
          this.stepsSinceFrame = 0;
          this.frameIsDue = true;
          this.report('running');
          break;
        case 'pause':
          if (this.playing || this.status === 'loading') this.stop('paused');
          break;
        case 'step':
          await this.ready();
          this.stop('paused');
          await this.go((trainer) => trainer.advance());
          this.frameIsDue = true;
          break;
        case 'seek':
          await this.ready();
          this.stop('paused');
          await this.go((trainer) => trainer.seek(command.step));
          this.frameIsDue = true;
          break;
        case 'change':
          await this.ready();
          await this.change(command.change);
          this.changes = this.trainer!.changes;
          this.send({ kind: 'changes', changes: this.changes });
          if (this.status === 'diverged') this.report('paused');
          break;
        case 'speed':
          this.stepsPerFrame = command.stepsPerFrame;
          break;
        case 'standStill':
          this.standStill = command.standStill;
          break;
      }
      this.commands.shift();
    }
  }

  private async change(given: LiveChange): Promise<void> {
    const change = parseLiveChange(given);
    if ('objectives' in change) await loadObjectives({ ...this.run.settings, objectives: change.objectives });
    this.trainer!.change(change);
  }

  private async go(move: (trainer: Trainer) => Promise<Divergence | null>): Promise<void> {
    const trainer = this.trainer!;
    const divergence = await move(trainer);
    this.assertContext(trainer);
    if (divergence) this.noteDivergence(divergence);
    await this.saveSnapshot();
  }

  private async train(): Promise<void> {
    const trainer = this.trainer!;
    const start = this.around.now();
    do {
      const [before, began] = [trainer.step, this.around.now()];
      const divergence = await trainer.advance(this.stepsAtOnce(trainer));
      this.assertContext(trainer);
      if (divergence) {
        this.noteDivergence(divergence);
        break;
      }
      const done = trainer.step - before;
      const now = this.around.now();
      this.millisecondsPerStep = (now - began) / done;
      this.stepsSinceFrame += done;
      this.speed.count(now, done);
      if (trainer.step >= this.limit || trainer.converged) {
        this.stop('finished', { kind: 'finished', reason: trainer.converged ? 'converged' : 'steps' });
        break;
      }
    } while (this.mayTrain && this.commands.length === 0 && this.around.now() - start < turnLength);
    this.frameIsDue = true;
    if (this.around.now() - this.lastSnapshotAt > snapshotPause || !this.playing) await this.saveSnapshot();
  }

  /** As many steps as should take half a turn, but no more than are wanted: losses are read back once for all of them. */
  private stepsAtOnce(trainer: Trainer): number {
    const cheap = Math.max(1, Math.floor(turnLength / 2 / this.millisecondsPerStep));
    const wanted = this.stepsPerFrame === null ? Number.POSITIVE_INFINITY : this.stepsPerFrame - this.stepsSinceFrame;
    return Math.min(cheap, wanted, this.limit - trainer.step);
  }

  private async sendFrame(): Promise<void> {
    const ended = !this.playing;
    const trainer = this.trainer!;
    const core = await trainer.frame(ended);
    this.assertContext(trainer);
    const { status } = this;
    const { backend, note } = this.failover;
    const stepsPerSecond = ended ? 0 : this.speed.perSecond;
    this.frameIsDue = false;
    this.pageIsReady = false;
    this.stepsSinceFrame = 0;
    this.send({ kind: 'frame', frame: { ...core, status, backend, note, stepsPerSecond } satisfies Frame });
  }

  private async saveSnapshot(): Promise<void> {
    const trainer = this.trainer!;
    const snapshot = await trainer.snapshot();
    this.assertContext(trainer);
    this.lastGood = snapshot;
    this.lastSnapshotAt = this.around.now();
    this.send({ kind: 'snapshot', snapshot });
  }

  private noteDivergence(divergence: Divergence): void {
    const goodStep = this.trainer!.snapshots.before(divergence.step - 1)?.step ?? 0;
    this.stop('diverged', { kind: 'divergence', divergence, goodStep });
  }

  private stop(status: RunStatus, detail: Parameters<HostedRun['report']>[1] = null): void {
    this.playing = false;
    this.speed = new SpeedMeter();
    this.frameIsDue = this.trainer !== null;
    this.report(status, detail);
  }

  private report(status: RunStatus, detail: Extract<Parameters<Send>[0], { kind: 'status' }>['detail'] = null): void {
    this.status = status;
    this.send({ kind: 'status', status, detail });
  }

  /** Backend, data and trainer, ready for the next step. */
  private async ready(): Promise<void> {
    if (this.trainer) return;
    const before = this.status;
    const progress = (what: 'engine' | 'data') => (loaded: number, total: number) =>
      this.report('loading', { kind: 'progress', what, loaded, total });
    progress('engine')(0, 0);
    const settings = parseRunSettings(this.run.settings);
    const data = this.dataset ?? this.around.dataset(this.run, progress('data'));
    await Promise.all([data, this.failover.take(), loadObjectives(settings)]);
    this.dataset = await data;
    this.trainer = new Trainer(settings, this.dataset, this.changes);
    // Changes made after that snapshot come into force again at their steps.
    if (this.lastGood) this.trainer.restore({ ...this.lastGood, changes: this.changes });
    this.send({ kind: 'backend', backend: this.failover.backend, note: this.failover.note });
    this.report(before === 'loading' ? 'paused' : before);
  }

  /** After every wait: what was computed meanwhile counts only if the context is still there, and the trainer still ours. */
  private assertContext(trainer: Trainer): void {
    this.failover.assertAlive();
    if (trainer !== this.trainer) throw new ContextLost();
  }

  private abandonTrainer(): void {
    this.trainer?.dispose();
    this.trainer = null;
  }

  private fail(error: unknown): void {
    this.commands.length = 0;
    this.failover.release();
    this.abandonTrainer();
    const known: readonly unknown[] = ['data-missing', 'data-corrupt', 'bad-settings'] satisfies FailureCode[];
    const own = (error as { readonly code?: unknown }).code;
    const code = error instanceof NoBackend ? 'no-backend' : known.includes(own) ? (own as FailureCode) : 'internal';
    this.stop('failed', { kind: 'failure', code, message: error instanceof Error ? error.message : String(error) });
  }
}
