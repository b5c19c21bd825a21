import { batch, signal, untracked } from '@preact/signals';
import type { Run, StatusDetail } from '../../../lib/training/run-api';
import type { Frame, RunSettings, RunStatus } from '../../../lib/training/types';
import type { Speed } from '../../controls/PlayBar';
import { pageEngine } from './engine';
import { datasetOf, type RunFields } from './fields';
import { followSlowly } from './follow';
import { addToHistory, emptyHistory } from './history';
import { courseOf, decodeCourse, type Origin } from './link';
import { RunView } from './run-view';

/** At full speed a run of the default sets is over before the eye has followed it; medium takes two to three seconds. */
const stepsPerFrame: Readonly<Record<Speed, number | null>> = { slow: 1, medium: 6, full: null };

/** A link that holds no run. */
const noRun: Partial<RunFields> = { steps: 0, course: '', check: '', backend: 'wasm' };

/** One run of a figure: takes the engine's events and the reader's commands. */
export class RunStore extends RunView {
  readonly speed = signal<Speed>('medium');

  #run: Run | null = null;
  #starting: Promise<Run> | null = null;
  /** How the run began. */
  #origin: Origin | null = null;
  #prefetched = false;
  #visible = true;
  #playAfterStart = false;
  /** The frame shown is that of a run that has been given up. */
  #outdated = false;

  /** Follows the page's parameters from now on, and offers the run that the link holds. Returns how to stop. Call it in the browser only. */
  connect(): () => void {
    const stop = followSlowly(this.pageLoss, (loss) => {
      if (this.replay.peek() === 'running') this.replay.value = 'none'; // it is another run from here on
      this.#run?.change(loss);
      if (this.status.peek() !== 'running') this.#record(this.frame.peek());
    });
    const { steps, check, course } = this.slice.state.value;
    if (steps > 0 && check && decodeCourse(course) && !this.#run) this.replay.value = 'offered';
    return stop;
  }

  /** A run is likely: loads the engine, its worker and the data, once. */
  prefetch(): void {
    if (this.#prefetched) return;
    this.#prefetched = true;
    pageEngine().then(
      (engine) => engine.prefetch(this.settings()),
      (error) => console.info('the engine was not prefetched:', error),
    );
  }

  /** Train, pause, or go on; a link's run is replayed first, so that Train does not silently replace it. */
  toggle(): void {
    if (this.replay.value === 'offered') this.replayLink();
    else if (this.status.value === 'running' || this.status.value === 'loading') this.pause();
    else void this.#command((run) => this.#play(run));
  }

  pause(): void {
    this.#playAfterStart = false;
    this.#run?.pause();
    if (this.status.value === 'loading') this.status.value = 'paused';
  }

  step(): void {
    this.#playAfterStart = false;
    void this.#command((run) => run.step());
  }

  /** Step 0 again: same seed and data, the page's loss. */
  restart(andPlay = false): void {
    this.#forget();
    void this.#command((run) => {
      run.restart(this.settings());
      if (andPlay) this.#play(run);
      else run.seek(0);
    });
  }

  /** Takes another seed or other data, and starts again with them: going on if it was, else at step 0. A learning rate changes on the way. */
  configure(patch: Partial<RunFields>): void {
    const was = this.status.value;
    if (Object.keys(patch).every((key) => key === 'learningRate')) {
      this.slice.set(patch);
      this.#run?.change({ learningRate: this.slice.state.value.learningRate });
      return;
    }
    this.slice.set(patch);
    this.restart(was === 'running' || was === 'loading');
  }

  seek(step: number): void {
    void this.#command((run) => run.seek(step));
  }

  setSpeed(speed: Speed): void {
    this.speed.value = speed;
    this.#run?.setSpeed(stepsPerFrame[speed]);
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#run?.setVisible(visible);
  }

  /** Runs what the link holds, to its last step, and compares the check number. */
  replayLink(): void {
    const { steps, course, backend } = this.slice.state.value;
    const decoded = decodeCourse(course);
    if (!decoded || steps === 0) return;
    this.replay.value = 'running';
    this.#outdated = true;
    const start = decoded.start ?? this.pageLoss.value;
    void this.#command((run) => {
      this.#origin = { loss: start, learningRate: this.slice.state.peek().learningRate };
      // It ends by itself at the step of the link, and can be watched on the way.
      run.restart({ ...this.settings(), loss: start, maxSteps: steps }, decoded.changes, backend);
      this.#playAfterStart = true;
      run.seek(0);
    });
  }

  /** Settings of a run that starts now. */
  settings(): RunSettings {
    const fields = this.slice.state.value;
    return {
      ...this.base,
      dataset: datasetOf(fields, this.base),
      loss: this.pageLoss.value,
      optimizer: { ...this.base.optimizer, learningRate: fields.learningRate },
      seed: fields.seed,
    };
  }

  /** Frees the run and shows the still again. */
  async release(): Promise<void> {
    const starting = this.#starting;
    this.#starting = null;
    this.#run = null;
    this.#playAfterStart = false;
    this.#forget();
    batch(() => {
      this.frame.value = this.still;
      this.history.value = this.stillHistory;
      this.status.value = 'idle';
      this.note.value = null;
    });
    const run = await starting?.catch(() => null);
    await run?.dispose();
  }

  /** A fresh run first shows its start: it plays once the frame of step 0 is here. */
  #play(run: Run): void {
    if (this.isStill.peek() || this.history.peek().steps.length === 0) {
      this.#forget();
      this.#playAfterStart = true;
      run.seek(0);
    } else void run.play();
  }

  async #command(command: (run: Run) => void): Promise<void> {
    if (!this.#run) {
      // Say so at once: script, worker and data may take a moment.
      batch(() => {
        this.status.value = 'loading';
        this.detail.value = null;
      });
    }
    try {
      const run = await this.#ready();
      if (this.status.peek() === 'paused' && run.status === 'idle') return; // paused while loading
      command(run);
    } catch (error) {
      batch(() => {
        this.status.value = 'failed';
        this.detail.value = { kind: 'failure', code: 'internal', message: String(error) };
      });
    }
  }

  #ready(): Promise<Run> {
    this.#starting ??= pageEngine().then((engine) => {
      const settings = this.settings();
      this.#origin = { loss: settings.loss, learningRate: settings.optimizer.learningRate };
      const run = engine.createRun(settings, {
        onFrame: (frame) => this.#onFrame(frame),
        onStatus: (status, detail) => this.#onStatus(status, detail),
      });
      run.setSpeed(stepsPerFrame[this.speed.value]);
      run.setVisible(this.#visible);
      this.#run = run;
      return run;
    });
    this.#starting.catch(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  #onFrame(frame: Frame): void {
    this.#outdated = false;
    batch(() => {
      if (frame.step === 0 || frame.step < untracked(() => this.history.value.steps.at(-1) ?? 0))
        this.history.value = emptyHistory;
      this.frame.value = frame;
      this.note.value = frame.note;
      if (frame.step === 0) this.firstAngles.value = this.drawn.value.angles;
      if (frame.step > 0) this.history.value = addToHistory(this.history.value, frame);
      if (frame.status !== 'running') this.#record(frame);
    });
    if (this.#playAfterStart && frame.step === 0) {
      this.#playAfterStart = false;
      void this.#run?.play();
    }
  }

  #onStatus(status: RunStatus, detail: StatusDetail): void {
    if (status === 'failed' || status === 'diverged') this.#playAfterStart = false;
    batch(() => {
      // Between the frame of step 0 and the first steps the engine stands still for a moment; the reader has pressed Train.
      this.status.value = this.#playAfterStart && status === 'paused' ? 'loading' : status;
      if (detail?.kind === 'backend') this.note.value = detail.note;
      else this.detail.value = detail;
      if (status === 'paused' || status === 'finished') this.#record(this.frame.peek());
    });
  }

  /** Puts the run as it stands into the address, or takes it out where the link cannot carry it. */
  #record(frame: Frame): void {
    if (this.isStill.peek() || this.#outdated || frame.step === 0 || !this.#run) return;
    if (this.replay.peek() === 'running') {
      const { steps, check } = this.slice.state.peek();
      if (frame.step < steps) {
        // It converged earlier, as it once did for the sender, who then trained on.
        if (frame.status === 'finished') this.#run.seek(steps);
        return;
      }
      this.replay.value = frame.hash === check ? 'reproduced' : 'differs';
      return;
    }
    const replayed = this.replay.peek();
    if ((replayed === 'reproduced' || replayed === 'differs') && frame.step === this.slice.state.peek().steps) return;
    const now = { loss: this.pageLoss.peek(), learningRate: this.slice.state.peek().learningRate };
    const course = this.#origin && courseOf(this.#origin, this.#run.changes, frame.step, now);
    this.tooManyChanges.value = course === null;
    this.slice.set(course === null ? noRun : { steps: frame.step, course, check: frame.hash, backend: frame.backend });
    this.replay.value = 'none';
  }

  #forget(): void {
    this.#outdated = true;
    batch(() => {
      this.history.value = emptyHistory;
      this.firstAngles.value = null;
      this.detail.value = null;
      this.tooManyChanges.value = false;
      this.replay.value = 'none';
      this.#origin = { loss: this.pageLoss.value, learningRate: this.slice.state.value.learningRate };
      this.slice.set(noRun);
    });
  }
}
