import * as v from 'valibot';
import { type Dataset, DatasetError, type Part } from './dataset';

/** Handwritten digits, 8×8, as they are stored: all classes, training part first. See public/data/digits8/README.md. */
export interface Digits8 {
  readonly count: number;
  /** The first `train` samples are the training part. */
  readonly train: number;
  readonly width: number;
  readonly height: number;
  /** Ink of a full pixel. */
  readonly max: number;
  /** count × width × height bytes, 0 … max, bright ink. */
  readonly pixels: Uint8Array;
  /** The digit that each sample shows. */
  readonly digits: Uint8Array;
}

const positive = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const metaSchema = v.object({
  name: v.literal('digits8'),
  count: positive,
  train: positive,
  width: positive,
  height: positive,
  bits: v.literal(8),
  max: positive,
  labels: v.pipe(v.string(), v.regex(/^[0-9]+$/)),
});

/**
 * Puts the two files together and checks that they fit.
 *
 * @param meta    parsed meta.json
 * @param pixels  decoded images.bin
 * @throws DatasetError `data-corrupt`
 */
export function parseDigits8(meta: unknown, pixels: Uint8Array): Digits8 {
  const parsed = v.safeParse(metaSchema, meta);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new DatasetError('data-corrupt', `meta.json: ${v.getDotPath(issue) ?? 'root'}: ${issue.message}`);
  }
  const { count, train, width, height, max, labels } = parsed.output;
  const corrupt = (message: string) => new DatasetError('data-corrupt', message);
  if (train >= count) throw corrupt(`meta.json: ${train} training samples of ${count}`);
  if (labels.length !== count) throw corrupt(`meta.json: ${labels.length} labels for ${count} samples`);
  const expected = count * width * height;
  if (pixels.length !== expected) throw corrupt(`images.bin: ${pixels.length} bytes, expected ${expected}`);
  const tooBright = pixels.findIndex((value) => value > max);
  if (tooBright >= 0) throw corrupt(`images.bin: value ${pixels[tooBright]} at byte ${tooBright}, at most ${max} expected`);
  const digits = Uint8Array.from(labels, (character) => character.charCodeAt(0) - 48);
  return { count, train, width, height, max, pixels, digits };
}

/**
 * The chosen digits as a data set: inputs are pixels in [0, 1], class k is the k-th of `classes`.
 *
 * @param classes  different digits 0 … 9, at least two
 */
export function selectDigits(source: Digits8, classes: readonly number[]): Dataset {
  const inputSize = source.width * source.height;
  const classOf = new Map(classes.map((digit, index) => [digit, index]));
  const part = (from: number, to: number): Part => {
    const chosen: number[] = [];
    for (let i = from; i < to; i++) if (classOf.has(source.digits[i]!)) chosen.push(i);
    const inputs = new Float32Array(chosen.length * inputSize);
    chosen.forEach((sample, row) => {
      for (let k = 0; k < inputSize; k++) inputs[row * inputSize + k] = source.pixels[sample * inputSize + k]! / source.max;
    });
    const labels = Uint8Array.from(chosen, (sample) => classOf.get(source.digits[sample]!)!);
    return { count: chosen.length, inputs, labels, indices: Uint32Array.from(chosen) };
  };
  return {
    classes: classes.length,
    classNames: classes.map(String),
    inputSize,
    train: part(0, source.train),
    test: part(source.train, source.count),
  };
}
