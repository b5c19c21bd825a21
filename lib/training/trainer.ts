import * as tf from '@tensorflow/tfjs-core';
import type { Dataset } from '../datasets/dataset';
import { tensorHead } from '../objectives/tensor-head';
import { Batches } from './batches';
import { addLoss, hasConverged, look, lookEvery, noProgress, type Progress, startAfresh } from './convergence';
import { copyOut, type DeviceData, uploadDataset } from './device-data';
import { hashFloats } from './hash';
import { forward, initialise, type Layout, layoutOf, unpack } from './network';
import { optimizers } from './optimizers/optimizer';
import { type InForce, inForce, settledAt } from './schedule';
import { type Snapshot, SnapshotRing } from './snapshots';
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
  private parameters: tf.Tensor1D;
  private first: tf.Tensor1D;
  private second: tf.Tensor1D;
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
    this.parameters = tf.tensor1d(start.parameters);
    this.first = tf.tensor1d(start.first);
    this.second = tf.tensor1d(start.second);
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
   * One step. When the loss or a gradient is not finite, or the loss has exploded, nothing is changed and the reason returned.
   */
  async advance(): Promise<Divergence | null> {
    if (this.snapshots.wants(this.current)) this.snapshots.add(await this.snapshot());
    const step = this.current + 1;
    const rows = tf.tensor1d(this.batches.at(step), 'int32');
    const next = tf.tidy(() => this.update(rows, step));
    rows.dispose();
    const [loss, finite] = (await next.check.data()) as unknown as [number, number];
    next.check.dispose();
    const reason = reasonToStop(loss, finite);
    if (reason) {
      tf.dispose([next.parameters, next.first, next.second]);
      return { step, reason };
    }
    tf.dispose([this.parameters, this.first, this.second]);
    ({ parameters: this.parameters, first: this.first, second: this.second } = next);
    this.current = step;
    this.lastLoss = loss;
    // A recorded change that now comes into force gives the run all its patience back, as it did when it was made.
    if (this.list.some((change) => change.step === step - 1)) this.progress = startAfresh(this.progress);
    this.progress = addLoss(this.progress, loss);
    if (step % lookEvery === 0) this.progress = look(this.progress, await this.accuracy(), step > settledAt(this.settings));
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
      labels: Uint8Array.from(this.data.drawn.rows, (row) => this.dataset.train.labels[row]!),
      samples: Uint32Array.from(this.data.drawn.rows, (row) => this.dataset.train.indices[row]!),
      weights,
      bias,
      inForce: this.inForce(Math.max(1, this.current)).loss,
      hash: await this.hash(),
    };
  }

  /** Share of samples whose own class has the highest logit without margin; NaN for an empty part. */
  async accuracy(): Promise<Progress['accuracy']> {
    const { id } = this.inForce(Math.max(1, this.current)).loss;
    return { train: await accuracyOn(this.model, this.data.train, id), test: await accuracyOn(this.model, this.data.test, id) };
  }

  /** Check number of the present weights. */
  async hash(): Promise<string> {
    return hashFloats((await this.parameters.data()) as Float32Array);
  }

  async snapshot(): Promise<Snapshot> {
    const [parameters, first, second] = await Promise.all([this.parameters, this.first, this.second].map(copyOut));
    return {
      step: this.current,
      parameters: parameters!,
      first: first!,
      second: second!,
      progress: this.progress,
      loss: this.lastLoss,
      changes: this.list,
    };
  }

  /** Takes over a state, such as one saved on another backend. */
  restore(snapshot: Snapshot): void {
    tf.dispose([this.parameters, this.first, this.second]);
    this.parameters = tf.tensor1d(snapshot.parameters);
    this.first = tf.tensor1d(snapshot.first);
    this.second = tf.tensor1d(snapshot.second);
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
      const divergence = await this.advance();
      if (divergence) return divergence;
    }
    return null;
  }

  dispose(): void {
    tf.dispose([this.parameters, this.first, this.second]);
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

  private update(
    rows: tf.Tensor1D,
    step: number,
  ): { parameters: tf.Tensor1D; first: tf.Tensor1D; second: tf.Tensor1D; check: tf.Tensor1D } {
    const { network, optimizer } = this.settings;
    const { loss, learningRate } = this.inForce(step);
    const inputs = tf.gather(this.data.train.inputs, rows);
    const oneHot = tf.gather(this.data.train.oneHot, rows);
    const pass = forward(unpack(this.parameters, this.layout), network, inputs, rows);
    const head = tensorHead(
      { embeddings: pass.embeddings, weights: pass.classWeights, bias: pass.classBias, oneHot },
      loss.id,
      loss.parameters,
      loss.options,
    );
    const gradient = pass.backward(head.gradEmbeddings, head.gradWeights, head.gradBias);
    const { parameters, moments } = optimizers[optimizer.kind](
      this.parameters,
      gradient,
      { first: this.first, second: this.second },
      { ...optimizer, learningRate },
      step,
    );
    // A sum is finite only if everything in it is (or it overflows, which is as bad).
    const check = tf.concat1d([tf.reshape(head.loss, [1]), tf.reshape(tf.sum(gradient), [1])]);
    return { parameters, first: moments.first, second: moments.second, check };
  }

  private get model(): Model {
    return { parameters: this.parameters, layout: this.layout, network: this.settings.network };
  }
}

function reasonToStop(loss: number, gradientSum: number): Divergence['reason'] | null {
  if (!Number.isFinite(loss)) return 'loss-not-finite';
  if (!Number.isFinite(gradientSum)) return 'gradient-not-finite';
  return Math.abs(loss) > explodedLoss ? 'loss-exploded' : null;
}
