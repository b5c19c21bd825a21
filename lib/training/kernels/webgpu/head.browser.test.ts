import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { readFormula } from '../../../formula/formula';
import { errorText } from '../../../formula/messages';
import {
  type AnyLoss,
  gradientPaths,
  type LossOptions,
  losses,
  lossIds,
  type ParameterValues,
  paperOptions,
} from '../../../losses';
import { everyCase } from '../../../losses/read.cases';
import { softmaxHead } from '../../../objectives/softmax-head';
import { createRng } from '../../../pure/random';
import { angleBetween } from '../../../sphere/angle';
import { toyLoss } from '../../testing/runs';
import { head } from '../calls';
import { hasWebGpu, onWebGpu, webGpu } from './device.cases';

interface Batch {
  readonly embeddings: Float32Array[];
  readonly weights: Float32Array[];
  readonly bias: Float32Array;
  readonly labels: number[];
}

function randomBatch(seed: number, samples: number, classes: number, dimension: number): Batch {
  const rng = createRng(seed, 'batch');
  const rows = (count: number) =>
    Array.from({ length: count }, () => Float32Array.from({ length: dimension }, () => rng.normal()));
  return {
    embeddings: rows(samples),
    weights: rows(classes),
    bias: Float32Array.from({ length: classes }, () => 0.3 * rng.normal()),
    labels: Array.from({ length: samples }, () => Math.floor(rng.uniform() * classes)),
  };
}

/** Zero vectors, a doubled class, doubled samples, and samples at θ = 0, π and 90° of their own class. Needs d ≥ 2. */
function specialBatch(dimension: number): Batch {
  const random = randomBatch(11, 6, 5, dimension);
  const vector = (...values: number[]) => Float32Array.from({ length: dimension }, (_, k) => values[k] ?? 0);
  const weights = [vector(0.5), vector(0.5), vector(), vector(0, 2), ...random.weights.slice(4)];
  const embeddings = [vector(), vector(3), vector(-2), vector(1, 2), vector(1, 2), vector(0, 4), vector(1)];
  return {
    ...random,
    weights,
    embeddings: [...embeddings, ...random.embeddings],
    labels: [0, 0, 1, 3, 3, 2, 3, ...random.labels],
  };
}

interface Outcome {
  readonly perSample: number[];
  readonly gradEmbeddings: number[];
  readonly gradClasses: number[];
}

/** The kernel's answer; the classes lie in the flat vector behind three other numbers. */
async function onGpu(
  { embeddings, weights, bias, labels }: Batch,
  loss: AnyLoss,
  values: ParameterValues,
  options: LossOptions,
): Promise<Outcome> {
  const flat = (rows: readonly Float32Array[]) => rows.flatMap((row) => [...row]);
  const dimension = weights[0]!.length;
  const tensors = [
    tf.tensor2d(flat(embeddings), [embeddings.length, dimension]),
    tf.tensor1d([7, 8, 9, ...flat(weights), ...bias]),
    tf.tensor1d(labels, 'int32'),
  ] as const;
  const outputs = head(...tensors, { offset: 3, classes: weights.length, loss, values, options });
  const read = async (tensor: tf.Tensor): Promise<number[]> => [...(await tensor.data())];
  const outcome: Outcome = {
    perSample: await read(outputs.perSample),
    gradEmbeddings: await read(outputs.gradEmbeddings),
    gradClasses: await read(outputs.gradClasses),
  };
  tf.dispose([...tensors, ...Object.values(outputs)]);
  return outcome;
}

function reference({ bias, ...batch }: Batch, loss: AnyLoss, values: ParameterValues, options: LossOptions): Outcome {
  const result = softmaxHead(loss.hasBias ? { ...batch, bias } : batch, loss, values, options);
  const flat = (rows: readonly ArrayLike<number>[]) => rows.flatMap((row) => Array.from(row));
  return {
    perSample: [...result.perSample],
    gradEmbeddings: flat(result.gradEmbeddings),
    gradClasses: [...flat(result.gradWeights), ...result.gradBias],
  };
}

/**
 * Single precision: a logit S·cos θ carries a few roundings of S · 6e-8, which move a probability by half as much at most, and
 * every slope by that share of S ÷ (length of the vector). A multiplied angle mθ multiplies its rounding, the value's by m and the
 * slope's by m². A sample's gradient is 1/n of that; a class's is a sum of n, whose roundings are independent: 1/√n. The device may
 * be 2^-21 off in `log`. Zero vectors get exactly 0. The direction from x to its class is the difference of two unit vectors, sin θ
 * long: its roundings, 2e-7, count 1/sin θ. Measured: errors are up to 0.8 of the allowed for losses, 0.3 for gradients.
 */
function tolerances({ embeddings, weights, labels }: Batch, loss: AnyLoss, values: ParameterValues): Outcome {
  const lengths = (rows: readonly Float32Array[]) => rows.map((row) => Math.hypot(...row));
  const longest = Math.max(...lengths(embeddings)) * (loss.normalisesWeights ? 1 : Math.max(...lengths(weights)));
  const scale = loss.normalisesFeatures ? values['s']! : longest;
  const factor = Math.max(1, values['m1'] ?? (loss.id.startsWith('sphereface') ? values['m']! : 1));
  const logit = 1e-6 + 4e-7 * scale * factor;
  const slope = (logit / 2) * Math.max(1, scale) * factor;
  const turns = embeddings.map((x, i) => {
    const sine = Math.sin(angleBetween(x, weights[labels[i]!]!));
    return sine > 1e-6 ? (2e-7 * scale * factor) / sine : 0;
  });
  const samples = embeddings.length;
  const ofRows = (rows: readonly Float32Array[], allowed: (row: number) => number) =>
    rows.flatMap((row, i) => Array.from(row, () => (row.some(Boolean) ? allowed(i) / Math.min(1, Math.hypot(...row)) : 0)));
  const turn = turns.reduce((sum, each) => sum + each, 0) / samples;
  return {
    perSample: embeddings.map(() => logit),
    gradEmbeddings: ofRows(embeddings, (i) => (slope + turns[i]!) / samples),
    gradClasses: [...ofRows(weights, () => slope * samples ** -0.5 + turn), ...weights.map(() => logit * samples ** -0.5)],
  };
}

async function compare(batch: Batch, loss: AnyLoss, values: ParameterValues, options: LossOptions, name: string): Promise<void> {
  const got = await onGpu(batch, loss, values, options);
  const expected = reference(batch, loss, values, options);
  const allowed = tolerances(batch, loss, values);
  for (const part of ['perSample', 'gradEmbeddings', 'gradClasses'] as const) {
    expect(got[part].length, part).toBe(expected[part].length);
    got[part].forEach((value, i) => {
      const error = Math.abs(value - expected[part][i]!);
      if (!(error <= allowed[part][i]!)) {
        throw new Error(`${name}: ${part}[${i}] is ${value}, not ${expected[part][i]} (± ${allowed[part][i]})`);
      }
    });
  }
}

describe.skipIf(!hasWebGpu)('the head on WebGPU', () => {
  onWebGpu();

  it.each(lossIds)('%s: agrees with double precision at every setting, past π and on both gradient paths', async (id) => {
    for (const { name, loss, values, options } of everyCase().filter((c) => c.loss.id === id)) {
      for (const dimension of [2, 12]) {
        await compare(randomBatch(1, 12, 5, dimension), loss, values, options, `${name}, d = ${dimension}`);
      }
    }
  });

  it.each(lossIds)('%s: has the conventions of double precision at aligned, opposite, zero and doubled vectors', async (id) => {
    for (const { name, loss, values, options } of everyCase().filter((c) => c.loss.id === id)) {
      for (const dimension of [3, 12]) await compare(specialBatch(dimension), loss, values, options, `${name}, d = ${dimension}`);
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 63, 64, 512])('%i dimensions', async (dimension) => {
    const { parameters, options } = toyLoss('arcface');
    await compare(randomBatch(dimension, 30, 7, dimension), losses.arcface, parameters, options, `d = ${dimension}`);
  });

  it.each(['arcface', 'softmax'] as const)('%s: rows shorter and longer than a workgroup', async (id) => {
    const sizes = [
      [1, 1],
      [1, 70],
      [64, 3],
      [65, 64],
      [70, 65],
      [2, 1030],
      [1030, 2],
    ] as const;
    for (const [samples, classes] of sizes) {
      const { parameters, options } = toyLoss(id);
      for (const dimension of [id === 'softmax' ? 5 : 2, 12]) {
        const batch = randomBatch(samples + classes, samples, classes, dimension);
        await compare(batch, losses[id], parameters, options, `n = ${samples}, C = ${classes}, d = ${dimension}`);
      }
    }
  });

  it('keeps small losses and pulls, which a probability in single precision rounds away', async () => {
    const batch: Batch = {
      embeddings: [Float32Array.of(1, 0.1), Float32Array.of(0.1, 2)],
      weights: [Float32Array.of(1, 0.05), Float32Array.of(-0.1, 1)],
      bias: new Float32Array(2),
      labels: [0, 1],
    };
    const values = { s: 32, m: 0.2 };
    const got = await onGpu(batch, losses.arcface, values, paperOptions);
    const expected = reference(batch, losses.arcface, values, paperOptions);
    expected.perSample.forEach((loss, i) => {
      expect(loss).toBeLessThan(1e-9);
      // The logits' rounding, 32 · 6e-8 each, is a relative error of the loss.
      expect(Math.abs(got.perSample[i]! / loss - 1)).toBeLessThan(2e-5);
    });
    expected.gradEmbeddings.forEach((slope, i) => {
      expect(Math.abs(got.gradEmbeddings[i]! - slope)).toBeLessThan(1e-4 * Math.abs(slope));
    });
  });

  it('takes a loss that the reader typed', async () => {
    const values = { s: 16, m: 0.4, bend: 0.1 };
    const read = readFormula('cos(theta + m) - bend*sqrt(theta + 1)', values);
    if (!read.ok) throw new Error(errorText(read.error, 'en'));
    for (const gradient of gradientPaths) {
      const options: LossOptions = { pastPi: 'plain', gradient };
      await compare(randomBatch(4, 20, 6, 3), read.loss, values, options, `own formula, ${gradient}`);
    }
  });

  it('compiles one kernel when only ψ is another', async () => {
    const { pipelineCache } = webGpu();
    const batch = randomBatch(3, 12, 5, 2);
    const { parameters, options } = toyLoss('cosface');
    await compare(batch, losses.cosface, parameters, options, 'cosface');
    const before = Object.keys(pipelineCache).length;
    const read = readFormula('cos(theta) - m*theta', parameters);
    if (!read.ok) throw new Error(errorText(read.error, 'en'));
    await compare(batch, read.loss, parameters, options, 'own formula');
    expect(Object.keys(pipelineCache).length).toBe(before + 1);
  });

  it('compiles nothing when a parameter of the loss moves', async () => {
    const { pipelineCache } = webGpu();
    for (const [id, dimension] of lossIds.flatMap((each) => [[each, 2] as const, [each, 12] as const])) {
      const batch = randomBatch(2, 12, 5, dimension);
      const { parameters, options } = toyLoss(id);
      await compare(batch, losses[id], parameters, options, id);
      const before = Object.keys(pipelineCache).length;
      for (const parameter of losses[id].parameters) {
        const moved = { ...parameters, [parameter.id]: parameter.min + parameter.step };
        await compare(batch, losses[id], moved, options, `${id}, ${parameter.id} moved`);
      }
      expect(Object.keys(pipelineCache).length, id).toBe(before);
    }
  });
});
