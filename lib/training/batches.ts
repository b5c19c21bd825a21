import { createRng, permutation } from '../pure/random';

/**
 * Which samples a step trains on, as a function of seed and step alone: every epoch is a fresh permutation, cut into batches;
 * the rest that fills no batch is left out, so that all batches have one shape. So no generator state has to be saved.
 */
export class Batches {
  readonly size: number;
  readonly perEpoch: number;
  private epoch = -1;
  private order: Int32Array = new Int32Array();

  constructor(
    private readonly count: number,
    batchSize: number,
    private readonly seed: number,
  ) {
    this.size = Math.min(batchSize, count);
    this.perEpoch = Math.floor(count / this.size);
  }

  /** @param step  1 for the first. */
  at(step: number): Int32Array {
    const epoch = Math.floor((step - 1) / this.perEpoch);
    if (epoch !== this.epoch) {
      this.order = permutation(this.count, createRng(this.seed, `epoch ${epoch}`));
      this.epoch = epoch;
    }
    const start = ((step - 1) % this.perEpoch) * this.size;
    return this.order.subarray(start, start + this.size);
  }
}

/** A fixed, seeded choice of `wanted` of `count` samples, in rising order. */
export function chooseSamples(count: number, wanted: number, seed: number): Int32Array {
  if (count <= wanted) return Int32Array.from({ length: count }, (_, i) => i);
  return permutation(count, createRng(seed, 'drawn samples')).slice(0, wanted).sort();
}
