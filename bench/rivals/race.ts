import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../../lib/training/types';
import type { BenchModel } from '../models';
import { median, rounded } from '../statistics';
import { type Contender, startOf } from './contender';
import { hand } from './hand';
import { launchesOf } from './launches';
import { ours, wholeTrainer } from './ours';
import { stock } from './stock';

/** What a race found on one backend. */
export interface Race {
  readonly model: string;
  readonly backend: BackendName;
  /** Milliseconds a step: median over rounds. */
  readonly ms: Readonly<Record<Contender['name'], number>>;
  /** Shortest and longest round, ms a step. */
  readonly spread: Readonly<Record<Contender['name'], readonly [least: number, most: number]>>;
  /** How many times faster ours is than stock tfjs: median over rounds of the ratio in the round. */
  readonly toStock: number;
  /** Our time in times of the hand-written loop's. */
  readonly toHand: number;
  /** Kernel launches a step. */
  readonly launches: { readonly ours: number; readonly stock: number };
  /** Tensors that 200 steps of ours leave behind. */
  readonly leaked: number;
  /** Loss of the 50th step. */
  readonly loss: Readonly<Record<Contender['name'], number>>;
}

export interface RaceOptions {
  readonly rounds: number;
  /** Milliseconds that a contender gets in a round, about; at least one step. */
  readonly roundMs: number;
}

const sharedSteps = 50;
/**
 * How far the losses of the 50th step may lie apart, relatively. On wasm and cpu ours and the hand-written loop agree to 1e-6; rounding
 * on a GPU is coarser. Stock takes sin θ from √(1 − cos² θ) in single precision, which near θ = 0 and π is mostly rounding, and
 * training carries that on (0.1 to 1 %). A wrong gradient, another optimizer or other batches are far outside.
 */
export const tolerances = { exact: 1e-3, coarse: 0.02 } as const;

/**
 * Lets all contenders train the model on the backend in force, in turn, so that whatever else the machine does hits them all.
 *
 * @param stockBackend  name of the untouched backend for the stock contender; on cpu ours replaces kernels
 * @throws Error if they do not reach the same loss
 */
export async function race(model: BenchModel, backend: BackendName, stockBackend: string, options: RaceOptions): Promise<Race> {
  const start = startOf(model);
  const contenders: Contender[] = [];
  for (const enter of [
    () => ours(start, backend),
    () => stock(start, stockBackend),
    () => hand(start),
    () => wholeTrainer(start, backend),
  ]) {
    await tf.setBackend(contenders.length === 1 ? stockBackend : backend);
    contenders.push(enter());
  }
  const run = async (contender: Contender, count: number): Promise<number> => {
    if (contender.backend && contender.backend !== tf.getBackend()) await tf.setBackend(contender.backend);
    return contender.steps(count);
  };
  const record = <T>(values: readonly T[]) =>
    Object.fromEntries(contenders.map(({ name }, i) => [name, values[i]])) as Record<Contender['name'], T>;
  try {
    const loss: number[] = [];
    for (const contender of contenders) loss.push(await run(contender, sharedSteps));
    checkSame(model.name, backend, record(loss));
    const timed = await alternate(contenders, run, options);
    const ms = record(timed.map((times) => rounded(median(times))));
    const [mine, theirs] = [contenders[0]!, contenders[1]!];
    const launches = {
      ours: await launchesPerStep(mine, run),
      stock: await launchesPerStep(theirs, run),
    };
    await run(mine, 1);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 8; i++) await run(mine, 25);
    return {
      model: model.name,
      backend,
      ms,
      spread: record(timed.map((times): [number, number] => [rounded(Math.min(...times)), rounded(Math.max(...times))])),
      toStock: ratio(timed[1]!, timed[0]!),
      toHand: ratio(timed[0]!, timed[2]!),
      launches,
      leaked: tf.memory().numTensors - before,
      loss: record(loss.map((value) => rounded(value, 6))),
    };
  } finally {
    for (const contender of contenders) contender.dispose();
  }
}

function checkSame(model: string, backend: BackendName, loss: Readonly<Record<Contender['name'], number>>): void {
  const onGpu = backend === 'webgl' || backend === 'webgpu';
  for (const [name, value] of Object.entries(loss)) {
    const tolerance = onGpu || name === 'stock' ? tolerances.coarse : tolerances.exact;
    // Written so that NaN is not near enough.
    if (Math.abs(value - loss.hand) <= tolerance * loss.hand) continue;
    throw new Error(`Model ${model} on ${backend}: after ${sharedSteps} steps the losses differ: ${JSON.stringify(loss)}`);
  }
}

/** Times of each contender, ms a step, one a round. */
async function alternate(
  contenders: readonly Contender[],
  run: (contender: Contender, count: number) => Promise<number>,
  { rounds, roundMs }: RaceOptions,
): Promise<number[][]> {
  const timed: number[][] = contenders.map(() => []);
  const time = async (contender: Contender, count: number): Promise<number> => {
    const began = performance.now();
    await run(contender, count);
    return (performance.now() - began) / count;
  };
  const counts: number[] = [];
  for (const contender of contenders) {
    const probe = await time(contender, 5);
    // A multiple of 25 for the trainer, which looks at the accuracy every 25 steps.
    const whole = contender.name === 'trainer' ? 25 : 1;
    counts.push(Math.max(1, Math.round(Math.min(200, roundMs / probe) / whole)) * whole);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) timed[i]!.push(await time(contender, counts[i]!));
  }
  return timed;
}

/** Median over rounds of the ratio within a round: what happens to the machine for a while happens to both. */
const ratio = (above: readonly number[], below: readonly number[]): number =>
  rounded(median(above.map((time, round) => time / below[round]!)));

/** Over ten steps, so that what is read back once a call hardly counts. */
async function launchesPerStep(contender: Contender, run: (contender: Contender, count: number) => Promise<number>) {
  if (contender.backend) await tf.setBackend(contender.backend);
  const [one, eleven] = [await launchesOf(() => run(contender, 1)), await launchesOf(() => run(contender, 11))];
  return (eleven - one) / 10;
}
