import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { StatusDetail } from '../../../lib/training/run-api';
import type { BackendNote, Frame, LossSettings, RunSettings, RunStatus } from '../../../lib/training/types';
import { lossId, options, parameters } from '../../page/state/page-state';
import type { Slice } from '../../page/state/slice';
import { type Drawn, drawn } from './drawn';
import { classLabels, datasetOf, type RunFields } from './fields';
import { emptyHistory, type History } from './history';

/** Whether a replayed run came out as its link says. */
export type Replay = 'none' | 'offered' | 'running' | 'reproduced' | 'differs';

/** What a figure sees of its run: signals that only `RunStore` writes. */
export class RunView {
  readonly frame: Signal<Frame>;
  readonly status = signal<RunStatus>('idle');
  readonly detail = signal<StatusDetail>(null);
  readonly note = signal<BackendNote | null>(null);
  readonly history: Signal<History>;
  /** Angles at step 0 of this run. */
  readonly firstAngles = signal<Float32Array | null>(null);
  readonly replay = signal<Replay>('none');
  /** The link can no longer carry all changes of this run. */
  readonly tooManyChanges = signal(false);
  /** What is drawn comes from the still, not from a run of this reader. */
  readonly isStill: ReadonlySignal<boolean>;
  readonly drawn: ReadonlySignal<Drawn>;
  readonly pageLoss: ReadonlySignal<LossSettings> = computed(() => ({
    id: lossId.value,
    parameters: parameters.value,
    options: options.value,
  }));
  /** The loss whose regions are drawn: during a ramp and a replay the one in force, else the page's, which follows the slider at once. */
  readonly shownLoss: ReadonlySignal<LossSettings>;
  readonly labels: ReadonlySignal<readonly string[]>;

  constructor(
    readonly base: RunSettings,
    readonly slice: Slice<RunFields>,
    protected readonly still: Frame,
    protected readonly stillHistory: History = emptyHistory,
  ) {
    this.history = signal(stillHistory);
    this.frame = signal(still);
    this.isStill = computed(() => this.frame.value === still);
    this.drawn = computed(() => drawn(this.frame.value));
    this.labels = computed(() =>
      this.isStill.value ? classLabels(base.dataset) : classLabels(datasetOf(slice.state.value, base)),
    );
    this.shownLoss = computed(() => {
      const { inForce, step } = this.frame.value;
      const ramping = !this.isStill.value && base.ramps.some((ramp) => step < ramp.steps && ramp.parameter in inForce.parameters);
      const follows = this.replay.value === 'running' || (ramping && inForce.id === this.pageLoss.value.id);
      return follows ? inForce : this.pageLoss.value;
    });
  }
}
