import { batch, computed, signal } from '@preact/signals';
import {
  type GradientPath,
  type LossId,
  type LossOptions,
  losses,
  type MarginLoss,
  type ParameterValues,
  type PastPi,
} from '../../../lib/losses';
import {
  defaultPageState,
  normalisePage,
  type PageState,
  type PresetName,
  parameterField,
  withLoss,
  withPreset,
} from '../../../lib/settings/page';

export { toyValues } from '../../../lib/settings/page';

/**
 * The page's parameters: one store a page, shared by all islands. Everything on the page that depends on the loss, m or s
 * reads these signals; only the functions below write them; only `address.ts` writes the address.
 */
export const lossId = signal<LossId>(defaultPageState.lossId);
export const parameters = signal<ParameterValues>(defaultPageState.parameters);
export const pastPi = signal<PastPi>(defaultPageState.pastPi);
export const gradientPath = signal<GradientPath>(defaultPageState.gradientPath);

export const loss = computed<MarginLoss>(() => losses[lossId.value]);
export const options = computed<LossOptions>(() => ({ pastPi: pastPi.value, gradient: gradientPath.value }));

/** The whole of it as one value. */
export const pageState = computed<PageState>(() => ({
  lossId: lossId.value,
  parameters: parameters.value,
  pastPi: pastPi.value,
  gradientPath: gradientPath.value,
}));

/** Takes over a whole state at once; it is brought to the nearest valid one. */
export function setPageState(state: PageState): void {
  const next = normalisePage(state);
  batch(() => {
    lossId.value = next.lossId;
    pastPi.value = next.pastPi;
    gradientPath.value = next.gradientPath;
    if (!sameValues(parameters.value, next.parameters)) parameters.value = next.parameters;
  });
}

/** Sets one parameter of the loss in force; the value is taken to the nearest valid one. */
export function setParameter(id: string, value: number): void {
  const parameter = loss.value.parameters.find((p) => p.id === id);
  if (!parameter || Number.isNaN(value)) return;
  const valid = parameterField(parameter).normalise(value);
  if (valid !== parameters.value[id]) parameters.value = { ...parameters.value, [id]: valid };
}

/** Changes the loss. s stays, the margin takes the toy value of the new loss, an unsupported behaviour past π becomes plain. */
export function setLoss(id: LossId): void {
  setPageState(withLoss(pageState.value, id));
}

/** Sets the behaviour past π; one that the loss in force refuses becomes plain. */
export function setPastPi(mode: PastPi): void {
  setPageState({ ...pageState.value, pastPi: mode });
}

export function setGradientPath(path: GradientPath): void {
  gradientPath.value = path;
}

/** Gives every parameter of the loss in force its published value, or the one that suits a few classes in 2-D or 3-D. */
export function applyPreset(preset: PresetName): void {
  setPageState(withPreset(pageState.value, preset));
}

function sameValues(a: ParameterValues, b: ParameterValues): boolean {
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => a[key] === b[key]);
}
