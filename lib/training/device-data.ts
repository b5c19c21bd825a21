import * as tf from '@tensorflow/tfjs-core';
import type { ClassLabels, Dataset, Part } from '../datasets/dataset';
import { chooseSamples } from './batches';
import type { RunSettings } from './types';

/** Points that a frame shows at most. */
const drawnSamples = 600;

/** A part of a data set in the backend's memory. */
export interface DevicePart {
  readonly count: number;
  /** n × inputSize */
  readonly inputs: tf.Tensor2D;
  /** n classes, int32. */
  readonly classes: tf.Tensor1D;
  /** What each sample really is, in main memory. */
  readonly labels: ClassLabels;
}

/** A run's data in the backend's memory, and the samples that its frames show. */
export interface DeviceData {
  readonly train: DevicePart;
  readonly test: DevicePart;
  readonly drawn: { readonly rows: Int32Array; readonly rowsTensor: tf.Tensor1D; readonly inputs: tf.Tensor2D };
  dispose(): void;
}

export function uploadDataset(dataset: Dataset, { network, seed }: RunSettings): DeviceData {
  const train = upload(dataset.train, dataset);
  // Free points belong to training samples; unseen samples have none.
  const test = upload(
    network.kind === 'free' ? { ...dataset.test, count: 0, inputs: new Float32Array() } : dataset.test,
    dataset,
  );
  const rows = chooseSamples(train.count, drawnSamples, seed);
  const rowsTensor = tf.tensor1d(rows, 'int32');
  const inputs = tf.gather(train.inputs, rowsTensor);
  return {
    train,
    test,
    drawn: { rows, rowsTensor, inputs },
    dispose: () => tf.dispose([train.inputs, train.classes, test.inputs, test.classes, rowsTensor, inputs]),
  };
}

function upload({ count, inputs, labels }: Part, { inputSize }: Dataset): DevicePart {
  const classes = tf.tensor1d(Int32Array.from(labels.subarray(0, count)), 'int32');
  return { count, inputs: tf.tensor2d(inputs, [count, inputSize]), classes, labels };
}
