import * as tf from '@tensorflow/tfjs-core';
import type { Prepared } from '../objectives/tensor/objective';
import type { DevicePart } from './device-data';
import { type HeadOutputs, head, sum, update } from './kernels/calls';
import { lossOf } from './loss-of';
import { classesIn, classesOf, forward, type Layout } from './network';
import { evaluateObjective } from './objectives';
import type { InForce } from './schedule';
import type { ObjectiveState, RunState } from './state';
import type { RunSettings } from './types';

/** A run as a step sees it. */
export interface Setup {
  readonly settings: RunSettings;
  readonly layout: Layout;
  readonly train: DevicePart;
  /** Number of classes; the class weights may have more rows. */
  readonly classes: number;
}

/** What one step works on. */
export interface StepInput {
  /** 1 for the first. */
  readonly step: number;
  readonly inForce: InForce;
  /** The samples of the batch. */
  readonly rows: Int32Array;
  /** What the objectives chose on the host, one each. */
  readonly prepared: readonly (Prepared | undefined)[];
}

/** What a step leaves behind. */
export interface StepResult {
  readonly state: RunState;
  /** Mean loss of the batch, and a number that is finite only if the whole gradient was. */
  readonly check: tf.Tensor1D;
}

/**
 * One step of training: forward pass, head and objectives, backward pass, optimizer. Nothing is read back and nothing changed: the
 * new state is new tensors.
 */
export function trainStep(state: RunState, setup: Setup, input: StepInput): StepResult {
  const { settings, layout, train } = setup;
  return tf.tidy(() => {
    const rows = tf.tensor1d(input.rows, 'int32');
    const inputs = tf.gather(train.inputs, rows);
    const labels = tf.gather(train.classes, rows);
    const pass = forward(state.parameters, layout, settings.network, inputs, rows);
    const { loss, gradEmbeddings, gradClasses, objectives } = lossAndGradients(pass.embeddings, labels, state, setup, input);
    const gradient = [...pass.backward(gradEmbeddings), gradClasses];
    const how = { ...settings.optimizer, learningRate: input.inForce.learningRate, step: input.step };
    const { parameters, first, second } = update(state, gradient, how);
    // `first` is linear in the gradient for every optimizer: its sum is finite only if the gradient is (or it overflows, which is as bad).
    const check = tf.stack([loss, sum(first)]);
    return { state: { parameters, first, second, objectives }, check } as unknown as tf.TensorContainerObject;
  }) as unknown as StepResult;
}

/** Raw embeddings of a batch, n × d, for objectives that choose by them. */
export function embeddingsOf(state: RunState, { settings, layout, train }: Setup, batch: Int32Array): tf.Tensor2D {
  return tf.tidy(() => {
    const rows = tf.tensor1d(batch, 'int32');
    return forward(state.parameters, layout, settings.network, tf.gather(train.inputs, rows), rows).embeddings;
  });
}

interface Gradients extends Pick<HeadOutputs, 'gradEmbeddings' | 'gradClasses'> {
  readonly loss: tf.Scalar;
  readonly objectives: readonly ObjectiveState[];
}

/** The head's and the objectives' together. */
function lossAndGradients(
  embeddings: tf.Tensor2D,
  labels: tf.Tensor1D,
  state: RunState,
  { settings, layout, train, classes }: Setup,
  { step, inForce, rows, prepared }: StepInput,
): Gradients {
  const losses: tf.Scalar[] = [];
  const byEmbeddings: tf.Tensor2D[] = [];
  const byClasses: tf.Tensor1D[] = [];
  if (settings.head !== 'off') {
    const { loss } = inForce;
    const own = { ...classesIn(layout), loss: lossOf(loss), values: loss.parameters, options: loss.options };
    const output = head(embeddings, state.parameters, labels, own);
    losses.push(tf.mean(output.perSample));
    byEmbeddings.push(output.gradEmbeddings);
    byClasses.push(output.gradClasses);
  }
  const objectives: ObjectiveState[] = [];
  inForce.objectives.forEach((objective, k) => {
    const hostLabels = Array.from(rows, (row) => train.labels[row]!);
    const input = { embeddings, ...classesOf(state.parameters, layout), labels, hostLabels, classes };
    const { result, state: after } = evaluateObjective(
      objective,
      state.objectives[k]!,
      input,
      settings,
      inForce.learningRate,
      step,
      prepared[k],
    );
    losses.push(result.loss);
    byEmbeddings.push(result.gradEmbeddings);
    const gradBias = result.gradBias ?? tf.zerosLike(input.bias);
    byClasses.push(tf.concat1d([tf.reshape(result.gradWeights, [result.gradWeights.size]), gradBias]));
    objectives.push(after);
  });
  return {
    loss: sumOf(losses, () => tf.scalar(0)),
    gradEmbeddings: sumOf(byEmbeddings, () => tf.zerosLike(embeddings)),
    gradClasses: sumOf(byClasses, () => {
      const { weights, bias } = classesOf(state.parameters, layout);
      return tf.zeros([weights.size + bias.size]);
    }),
    objectives,
  };
}

const sumOf = <T extends tf.Tensor>(parts: readonly T[], none: () => T): T =>
  parts.length === 0 ? none() : parts.length === 1 ? parts[0]! : tf.addN([...parts]);
