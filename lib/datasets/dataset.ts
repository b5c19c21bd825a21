/** Labelled vectors, a training part and an unseen part. Inputs are row-major, n × inputSize. */
export interface Dataset {
  readonly classes: number;
  /** What a class is called where its picture is not shown. */
  readonly classNames: readonly string[];
  readonly inputSize: number;
  readonly train: Part;
  /** Samples that training never sees; count 0 where there are none. */
  readonly test: Part;
}

/** One class number a sample. */
export type ClassLabels = Uint8Array | Uint16Array;

export interface Part {
  readonly count: number;
  readonly inputs: Float32Array;
  /** 0 … classes − 1. */
  readonly labels: ClassLabels;
  /** Where each sample stands in the source. */
  readonly indices: Uint32Array;
}

export type DatasetErrorCode = 'data-missing' | 'data-corrupt';

/** The data could not be had (`data-missing`) or are not what they should be (`data-corrupt`). The message is for developers. */
export class DatasetError extends Error {
  constructor(
    readonly code: DatasetErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'DatasetError';
  }
}
