import type { Dataset } from '../../lib/datasets/dataset';
import { Batches } from '../../lib/training/batches';
import { initialise, type Layout, layoutOf } from '../../lib/training/network';
import type { RunSettings } from '../../lib/training/types';

/** One way of training a model. All contenders of a race start from the same weights and see the same batches. */
export interface Contender {
  readonly name: 'ours' | 'trainer' | 'stock' | 'hand';
  /** tfjs backend to be in force while it trains; null: it needs none. */
  readonly backend: string | null;
  /** Trains so many steps and gives the loss of the last of them, read back once, at the end. */
  steps(count: number): Promise<number>;
  dispose(): void;
}

/** What all contenders begin with. */
export interface Start {
  readonly settings: RunSettings;
  readonly dataset: Dataset;
  readonly layout: Layout;
  /** Initial weights, as `layout` lays them out. Not to be written to. */
  readonly parameters: Float32Array;
  /** Samples of a step's batch, 1 for the first. Drawn in advance: shuffling is nobody's step. */
  batch(step: number): Int32Array;
}

const drawn = 64;

export function startOf({ settings, dataset }: { settings: RunSettings; dataset: Dataset }): Start {
  const layout = layoutOf(settings.network, dataset.inputSize, dataset.classes, dataset.train.count);
  const source = new Batches(dataset.train.count, settings.batchSize, settings.seed);
  const batches = Array.from({ length: drawn }, (_, i) => source.at(i + 1).slice());
  return {
    settings,
    dataset,
    layout,
    parameters: initialise(layout, settings.network, settings.seed),
    batch: (step) => batches[(step - 1) % drawn]!,
  };
}
