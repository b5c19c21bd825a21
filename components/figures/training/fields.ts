import { choice, integer, number, numbers, text } from '../../../lib/settings/field';
import { type BackendName, backendNames, type DatasetSettings, type RunSettings } from '../../../lib/training/types';
import { slice } from '../../page/state/slice';

/** What is a training figure's own in the address. m, s, the loss and its options are the page's. */
export interface RunFields {
  readonly seed: number;
  readonly dataset: 'digits' | 'identities';
  /** Classes, samples a class, spread, overlap of the invented identities. */
  readonly identities: readonly number[];
  readonly learningRate: number;
  /** Step to which the run was taken; 0: the link holds no run. */
  readonly steps: number;
  /** Changes on the way (`link.ts`). */
  readonly course: string;
  /** Check number of the run at that step. */
  readonly check: string;
  /** Where that run was computed: check numbers hold for one backend. */
  readonly backend: BackendName;
}

export const identityRanges = [
  { id: 'classes', min: 2, max: 12, step: 1, default: 8 },
  { id: 'samples', min: 20, max: 200, step: 10, default: 60 },
  { id: 'spread', min: 0.1, max: 2, step: 0.05, default: 0.4 },
  { id: 'overlap', min: 0, max: 0.5, step: 0.05, default: 0.05 },
] as const;

export const learningRates = { min: 0.0001, max: 0.1 } as const;

/** A run's slice of the address. `suffix` keeps the keys of several runs on one page apart. */
export function runSlice(name: string, suffix: string, base: RunSettings) {
  return slice<RunFields>(name, {
    seed: integer({ key: `seed${suffix}`, default: base.seed, min: 0, max: 999_999 }),
    dataset: choice<RunFields['dataset']>({ key: `data${suffix}`, default: 'digits', options: ['digits', 'identities'] }),
    identities: numbers({ key: `ids${suffix}`, default: identityRanges.map((r) => r.default), min: 0, max: 200, digits: 2 }),
    learningRate: number({ key: `lr${suffix}`, default: base.optimizer.learningRate, ...learningRates, step: 0.0001 }),
    steps: integer({ key: `n${suffix}`, default: 0, min: 0, max: 100_000 }),
    course: text({ key: `ch${suffix}`, default: '', maxLength: 1200, pattern: /[a-z0-9.~_-]*/ }),
    check: text({ key: `ck${suffix}`, default: '', maxLength: 32, pattern: /[0-9a-z]*/ }),
    backend: choice<BackendName>({ key: `be${suffix}`, default: 'wasm', options: backendNames }),
  });
}

/** The data set that the fields choose: the base's digits, or invented identities with every value in its range. */
export function datasetOf(fields: RunFields, base: RunSettings): DatasetSettings {
  if (fields.dataset === 'digits') return base.dataset;
  const [classes, samples, spread, overlap] = identityRanges.map((range, i) => {
    const value = Math.min(range.max, Math.max(range.min, fields.identities[i] ?? range.default));
    return range.step === 1 || range.step === 10 ? Math.round(value) : value;
  });
  return { kind: 'identities', classes: classes!, samples: samples!, spread: spread!, overlap: overlap! };
}

/** Labels of the classes of a data set: the digit, or a letter. */
export function classLabels(dataset: DatasetSettings): readonly string[] {
  if (dataset.kind === 'digits8') return dataset.classes.map(String);
  return Array.from({ length: dataset.classes }, (_, k) => String.fromCharCode(65 + k));
}
