import { createRng } from '../../pure/random';
import { checkBatch, readSettings } from '../check';
import type { Batch, Objective, Result, Settings, State } from '../objective';
import { objectives } from '../registry';

export type Shape = Readonly<Partial<Record<'samples' | 'classes' | 'dimension' | 'rows' | 'length', number>>>;

/** A seeded batch: n samples of C classes in d dimensions, embeddings of length about `length`. */
export function randomBatch(seed: number, shape: Shape = {}): Batch {
  const { samples = 7, classes = 4, dimension = 3, rows = classes, length = 1 } = shape;
  const rng = createRng(seed, 'objectives');
  const make = (count: number, scale: number): number[][] =>
    Array.from({ length: count }, () => Array.from({ length: dimension }, () => scale * rng.normal()));
  return {
    embeddings: make(samples, length),
    weights: make(rows, 1),
    labels: Array.from({ length: samples }, (_, i) => i % classes),
  };
}

const objectiveOf = (id: string): Objective => {
  const found = objectives.get(id);
  if (!found) throw new Error(`no objective ${id}`);
  return found;
};

/** Evaluates as the command does, checks included. */
export function evaluate(id: string, batch: Batch, params: Readonly<Record<string, number | string>> = {}): Result {
  const named = objectiveOf(id);
  const objective = named.withParams?.(params) ?? named;
  const settings: Settings = readSettings(objective, params);
  checkBatch(objective, batch, settings);
  return objective.evaluate(batch, settings);
}

/** The batch with one coordinate moved. */
export function moved(batch: Batch, part: 'embeddings' | 'weights', row: number, column: number, by: number): Batch {
  const rows = batch[part].map((values, i) => Array.from(values, (value, c) => (i === row && c === column ? value + by : value)));
  return { ...batch, [part]: rows };
}

/** The greatest difference between gradients and central differences of `lossOf`, relative to the slope where that is above 1. */
export function worstDifference(batch: Batch, result: Result, lossOf: (batch: Batch) => number, h = 1e-6): number {
  let worst = 0;
  for (const [part, gradients] of [
    ['embeddings', result.gradEmbeddings],
    ['weights', result.gradWeights ?? []],
  ] as const) {
    gradients.forEach((gradient, row) => {
      Array.from(gradient).forEach((value, column) => {
        const slope = (lossOf(moved(batch, part, row, column, h)) - lossOf(moved(batch, part, row, column, -h))) / (2 * h);
        worst = Math.max(worst, Math.abs(value - slope) / Math.max(1, Math.abs(slope)));
      });
    });
  }
  return worst;
}

export const withState = (batch: Batch, state: State): Batch => ({ ...batch, state: { ...batch.state, ...state } });

/** The greatest difference between two results, over loss and gradients. */
export function apart(a: Result, b: Result): number {
  const numbers = (r: Result): number[] => [
    r.loss,
    ...[...r.gradEmbeddings, ...(r.gradWeights ?? [])].flatMap((row) => Array.from(row)),
  ];
  const other = numbers(b);
  return Math.max(...numbers(a).map((value, i) => Math.abs(value - other[i]!)));
}
