import * as tf from '@tensorflow/tfjs-core';
import type { Dataset } from '../datasets/dataset';
import { Batches } from './batches';
import { addLoss, hasConverged, look, lookEvery, noProgress, type Progress, startAfresh } from './convergence';
import { copyOut, type DeviceData, uploadDataset } from './device-data';
import { hashFloats } from './hash';
import type { Vectors } from './kernels/calls';
import { lossOf } from './loss-of';
import { initialise, type Layout, layoutOf } from './network';
import { type InForce, inForce, settledAt } from './schedule';
import { type Snapshot, SnapshotRing } from './snapshots';
import { type StepResult, trainStep } from './step';
import type { Divergence, Frame, LossSettings, RunChange, RunSettings } from './types';
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
  private vectors: Vectors;
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
    this.layout = layoutOf(network, inputSize, classes, train.count);
    this.batches = new Batches(train.count, settings.batchSize, seed);
    this.list = changes;
    const start = this.startingState();
    this.vectors = upload(start);
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
  change(change: LossSettings | { readonly learningRate: number }): void {
    const step = this.current;
    const entry: RunChange =
      'learningRate' in change
        ? { step, kind: 'learningRate', value: change.learningRate }
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
    const start = this.vectors;
    const checks: tf.Tensor1D[] = [];
    let next = start;
    for (let step = this.current + 1; step <= this.current + Math.min(count, this.untilNextLook); step++) {
      const before = next;
      const result = this.update(before, step);
      next = result.vectors;
      checks.push(result.check);
      if (before !== start) disposeOf(before);
    }
    const values = await readAll(checks);
    const bad = values.findIndex(([loss, gradient]) => reasonToStop(loss, gradient));
    if (bad > 0) {
      // The good steps before it once more, alone: steps are determined.
      disposeOf(next);
      return (await this.advance(bad)) ?? this.advance();
    }
    if (bad === 0) {
      disposeOf(next);
      return { step: this.current + 1, reason: reasonToStop(...values[0]!)! };
    }
    disposeOf(start);
    this.vectors = next;
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
      train: await accuracyOn(this.model, this.data.train, loss),
      test: await accuracyOn(this.model, this.data.test, loss),
    };
  }

  /** Check number of the present weights. */
  async hash(): Promise<string> {
    return hashFloats((await this.vectors.parameters.data()) as Float32Array);
  }

  async snapshot(): Promise<Snapshot> {
    const { parameters, first, second } = this.vectors;
    const [copied, firstCopied, secondCopied] = await Promise.all([parameters, first, second].map(copyOut));
    return {
      step: this.current,
      parameters: copied!,
      first: firstCopied!,
      second: secondCopied!,
      progress: this.progress,
      loss: this.lastLoss,
      changes: this.list,
    };
  }

  /** Takes over a state, such as one saved on another backend. */
  restore(snapshot: Snapshot): void {
    disposeOf(this.vectors);
    this.vectors = upload(snapshot);
    this.current = snapshot.step;
    this.progress = snapshot.progress;
    this.lastLoss = snapshot.loss;
    this.list = snapshot.changes;
  }

  /** To the state after `step` steps: from the nearest snapshot on, step by step. Changes stay recorded. */
  async seek(step: number): Promise<Divergence | null> {
    const start = this.snapshots.before(step) ?? this.startingState();
    const onTheWay = this.current <= step && this.current >= start.step;
    if (!onTheWay) this.restore({ ...start, changes: this.list });
    while (this.current < step) {
      const divergence = await this.advance(step - this.current);
      if (divergence) return divergence;
    }
    return null;
  }

  dispose(): void {
    disposeOf(this.vectors);
    this.data.dispose();
  }

  private startingState(): Snapshot {
    const { network, seed } = this.settings;
    const parameters = initialise(this.layout, network, seed);
    const zeros = () => new Float32Array(parameters.length);
    return { step: 0, parameters, first: zeros(), second: zeros(), progress: noProgress, loss: Number.NaN, changes: this.list };
  }

  private inForce(step: number): InForce {
    return inForce(this.settings, this.list, step);
  }

  private update(vectors: Vectors, step: number): StepResult {
    const { settings, layout, data, batches } = this;
    return trainStep(vectors, layout, settings, this.inForce(step), data.train, batches.at(step), step);
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
    return { parameters: this.vectors.parameters, layout: this.layout, network: this.settings.network };
  }
}

function reasonToStop(loss: number, gradientSum: number): Divergence['reason'] | null {
  if (!Number.isFinite(loss)) return 'loss-not-finite';
  if (!Number.isFinite(gradientSum)) return 'gradient-not-finite';
  return Math.abs(loss) > explodedLoss ? 'loss-exploded' : null;
}

const upload = ({ parameters, first, second }: Snapshot): Vectors => ({
  parameters: tf.tensor1d(parameters),
  first: tf.tensor1d(first),
  second: tf.tensor1d(second),
});

const disposeOf = ({ parameters, first, second }: Vectors): void => tf.dispose([parameters, first, second]);

/** Loss and gradient sum of each step, read back in one go. The tensors are disposed. */
async function readAll(checks: readonly tf.Tensor1D[]): Promise<[loss: number, gradient: number][]> {
  const all = checks.length === 1 ? checks[0]! : tf.concat1d([...checks]);
  const values = await all.data();
  tf.dispose([all, ...checks]);
  return checks.map((_, i) => [values[2 * i]!, values[2 * i + 1]!]);
}
