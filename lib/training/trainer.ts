import * as tf from '@tensorflow/tfjs-core';
import type { Dataset } from '../datasets/dataset';
import { Batches } from './batches';
import { addLoss, hasConverged, look, lookEvery, noProgress, type Progress, startAfresh } from './convergence';
import { type DeviceData, uploadDataset } from './device-data';
import { hashFloats } from './hash';
import { lossOf } from './loss-of';
import { initialise, type Layout, layoutOf } from './network';
import { classRows, needPreparation, prepareAll, sameObjectives, startingStates, trainsClasses } from './objectives';
import { type InForce, inForce, settledAt } from './schedule';
import { type Snapshot, SnapshotRing } from './snapshots';
import { disposeState, type RunState, type SavedState, saveState, uploadState } from './state';
import { embeddingsOf, type Setup, type StepInput, trainStep } from './step';
import type { Divergence, Frame, LiveChange, RunChange, RunSettings } from './types';
import { accuracyOn, drawnState, type Model } from './view';

/** No loss that could still recover gets there: at s = 128 a bounded target logit gives less than 2,000. */
const explodedLoss = 1e4;

export type FrameCore = Omit<Frame, 'status' | 'stepsPerSecond' | 'backend' | 'note'>;

/**
 * One training run on the backend that is in force (`tf.setBackend` before each call). State changes only in `advance`,
 * `seek`, `restore` and `change`; playing, pausing and drawing are somebody else's business (`host.ts`).
 *
 * A state is a function of settings, changes and step alone: batches are drawn from seed and step, and drawing or looking at
 * the accuracy leaves no trace.
 */
export class Trainer {
  readonly snapshots = new SnapshotRing(50, 32);
  private readonly layout: Layout;
  private readonly batches: Batches;
  private readonly data: DeviceData;
  private state: RunState;
  private progress: Progress = noProgress;
  private lastLoss = Number.NaN;
  private current = 0;
  private list: readonly RunChange[];

  constructor(
    readonly settings: RunSettings,
    private readonly dataset: Dataset,
    changes: readonly RunChange[] = [],
  ) {
    const { network, seed } = settings;
    const { train, inputSize, classes } = dataset;
    this.layout = layoutOf(network, inputSize, classRows(settings, classes), train.count);
    this.batches = new Batches(train.count, settings.batchSize, seed);
    this.list = changes;
    this.state = this.startingState();
    this.data = uploadDataset(dataset, settings);
  }

  /** Steps done. */
  get step(): number {
    return this.current;
  }

  get changes(): readonly RunChange[] {
    return this.list;
  }

  get converged(): boolean {
    return hasConverged(this.progress);
  }

  /**
   * In force from the next step on. Recorded changes that lie ahead are dropped: the run branches off here. Not to be called
   * while `advance` or `seek` is under way.
   */
  change(change: LiveChange): void {
    const step = this.current;
    const entry: RunChange =
      'learningRate' in change
        ? { step, kind: 'learningRate', value: change.learningRate }
        : 'objectives' in change
          ? { step, kind: 'objectives', objectives: sameObjectives(this.settings, change.objectives) }
          : { step, kind: 'loss', loss: change };
    // While a slider moves, several changes fall on one step: only the last one counts.
    this.list = [...this.list.filter((other) => other.step < step || (other.step === step && other.kind !== entry.kind)), entry];
    this.snapshots.dropAfter(step);
    this.progress = startAfresh(this.progress);
  }

  /**
   * Up to `count` steps, not past the next look at the accuracy or the next snapshot: `step` tells how many they were. Losses are
   * read back once, at the end. When the loss or a gradient of a step is not finite, or the loss has exploded, the run stays before
   * that step and the reason is returned.
   */
  async advance(count = 1): Promise<Divergence | null> {
    if (this.snapshots.wants(this.current)) this.snapshots.add(await this.snapshot());
    const start = this.state;
    const checks: tf.Tensor1D[] = [];
    let next = start;
    for (let step = this.current + 1; step <= this.current + Math.min(count, this.untilNextLook); step++) {
      const before = next;
      const result = trainStep(before, this.setup, await this.input(before, step));
      next = result.state;
      checks.push(result.check);
      if (before !== start) disposeState(before);
    }
    const values = await readAll(checks);
    const bad = values.findIndex(([loss, gradient]) => reasonToStop(loss, gradient));
    if (bad > 0) {
      // The good steps before it once more, alone: steps are determined.
      disposeState(next);
      return (await this.advance(bad)) ?? this.advance();
    }
    if (bad === 0) {
      disposeState(next);
      return { step: this.current + 1, reason: reasonToStop(...values[0]!)! };
    }
    disposeState(start);
    this.state = next;
    for (const [loss] of values) this.count(loss);
    if (this.current % lookEvery === 0) {
      this.progress = look(this.progress, await this.accuracy(), this.current > settledAt(this.settings));
    }
    return null;
  }

  /** What can be drawn of the present state, with accuracies as of the last look. @param fresh  look now. */
  async frame(fresh = false): Promise<FrameCore> {
    const { embeddings, weights, bias } = await drawnState(this.model, this.data);
    const accuracy = fresh || this.current === 0 ? await this.accuracy() : this.progress.accuracy;
    return {
      step: this.current,
      loss: this.lastLoss,
      accuracy,
      embeddings,
      labels: Uint16Array.from(this.data.drawn.rows, (row) => this.dataset.train.labels[row]!),
      samples: Uint32Array.from(this.data.drawn.rows, (row) => this.dataset.train.indices[row]!),
      weights,
      bias,
      inForce: this.inForce(Math.max(1, this.current)).loss,
      hash: await this.hash(),
    };
  }

  /** Share of samples whose own class has the highest logit without margin; NaN for an empty part. */
  async accuracy(): Promise<Progress['accuracy']> {
    const loss = lossOf(this.inForce(Math.max(1, this.current)).loss);
    return {
      train: await accuracyOn(this.model, this.data, this.data.train, loss),
      test: await accuracyOn(this.model, this.data, this.data.test, loss),
    };
  }

  /** Check number of the present weights. */
  async hash(): Promise<string> {
    return hashFloats((await this.state.parameters.data()) as Float32Array);
  }

  async snapshot(): Promise<Snapshot> {
    const { current: step, progress, lastLoss: loss, list: changes } = this;
    return { ...(await saveState(this.state)), step, progress, loss, changes };
  }

  /** Takes over a state, such as one saved on another backend. */
  restore(snapshot: Snapshot): void {
    this.replace(uploadState(snapshot), snapshot);
  }

  /** To the state after `step` steps: from the nearest snapshot on, step by step. Changes stay recorded. */
  async seek(step: number): Promise<Divergence | null> {
    const start = this.snapshots.before(step);
    const onTheWay = this.current <= step && this.current >= (start?.step ?? 0);
    if (!onTheWay)
      this.replace(start ? uploadState(start) : this.startingState(), { ...(start ?? beginning), changes: this.list });
    while (this.current < step) {
      const divergence = await this.advance(step - this.current);
      if (divergence) return divergence;
    }
    return null;
  }

  dispose(): void {
    disposeState(this.state);
    this.data.dispose();
  }

  private startingState(): RunState {
    const { network, seed } = this.settings;
    const parameters = initialise(this.layout, network, seed);
    const zeros = () => tf.zeros<tf.Rank.R1>([parameters.length]);
    const objectives = startingStates(this.settings, this.dataset.classes);
    return { parameters: tf.tensor1d(parameters), first: zeros(), second: zeros(), objectives };
  }

  private replace(state: RunState, { step, progress, loss, changes }: Omit<Snapshot, keyof SavedState>): void {
    disposeState(this.state);
    this.state = state;
    this.current = step;
    this.progress = progress;
    this.lastLoss = loss;
    this.list = changes;
  }

  private inForce(step: number): InForce {
    return inForce(this.settings, this.list, step);
  }

  private get setup(): Setup {
    return { settings: this.settings, layout: this.layout, train: this.data.train, classes: this.dataset.classes };
  }

  private async input(state: RunState, step: number): Promise<StepInput> {
    const inForce = this.inForce(step);
    const rows = this.batches.at(step);
    if (!needPreparation(this.settings)) return { step, inForce, rows, prepared: [] };
    const embeddings = embeddingsOf(state, this.setup, rows);
    const hostLabels = Array.from(rows, (row) => this.data.train.labels[row]!);
    const prepared = await prepareAll(inForce.objectives, { embeddings, hostLabels }, { seed: this.settings.seed, step });
    embeddings.dispose();
    return { step, inForce, rows, prepared };
  }

  /** Takes a step's loss into account; its vectors are already in place. */
  private count(loss: number): void {
    const step = this.current + 1;
    this.current = step;
    this.lastLoss = loss;
    // A recorded change that now comes into force gives the run all its patience back, as it did when it was made.
    if (this.list.some((change) => change.step === step - 1)) this.progress = startAfresh(this.progress);
    this.progress = addLoss(this.progress, loss);
  }

  /** Steps to the next one after which the state is looked at or kept. */
  private get untilNextLook(): number {
    return lookEvery - (this.current % lookEvery);
  }

  private get model(): Model {
    const { settings, layout, dataset, state } = this;
    const directions = trainsClasses(settings) ? 'weights' : 'means';
    return { parameters: state.parameters, layout, network: settings.network, classes: dataset.classes, directions };
  }
}

function reasonToStop(loss: number, gradientSum: number): Divergence['reason'] | null {
  if (!Number.isFinite(loss)) return 'loss-not-finite';
  if (!Number.isFinite(gradientSum)) return 'gradient-not-finite';
  return Math.abs(loss) > explodedLoss ? 'loss-exploded' : null;
}

/** What is known of a run before its first step. */
const beginning = { step: 0, progress: noProgress, loss: Number.NaN };

/** Loss and gradient sum of each step, read back in one go. The tensors are disposed. */
async function readAll(checks: readonly tf.Tensor1D[]): Promise<[loss: number, gradient: number][]> {
  const all = checks.length === 1 ? checks[0]! : tf.concat1d([...checks]);
  const values = await all.data();
  tf.dispose([all, ...checks]);
  return checks.map((_, i) => [values[2 * i]!, values[2 * i + 1]!]);
}
