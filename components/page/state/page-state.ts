import { computed, signal } from '@preact/signals';
import { type GradientPath, type LossId, losses, type LossOptions, type MarginLoss, type ParameterValues, type PastPi } from '../../../lib/losses';

/**
 * The page's parameters: one store a page, shared by all islands. Everything on the page that depends on the loss, m or s
 * reads these signals; only the functions below write them; only `address.ts` writes the address.
 */
export const lossId = signal<LossId>('arcface');
export const parameters = signal<ParameterValues>(toyValues(losses.arcface));
export const pastPi = signal<PastPi>('plain');
export const gradientPath = signal<GradientPath>('exact');

export const loss = computed<MarginLoss>(() => losses[lossId.value]);
export const options = computed<LossOptions>(() => ({ pastPi: pastPi.value, gradient: gradientPath.value }));

/** The toy preset of every parameter of a loss: what the page shows at first. */
export function toyValues(of: MarginLoss): ParameterValues {
  return Object.fromEntries(of.parameters.map((p) => [p.id, p.presets.toy]));
}

/** Sets one parameter of the loss in force; the value is taken to the nearest valid one. */
export function setParameter(id: string, value: number): void {
  const parameter = loss.value.parameters.find((p) => p.id === id);
  if (!parameter || Number.isNaN(value)) return;
  const rounded = parameter.integer ? Math.round(value) : value;
  const clamped = Math.min(parameter.max, Math.max(parameter.min, rounded));
  parameters.value = { ...parameters.value, [id]: clamped };
}

/** Changes the loss. s stays, the margin takes the toy value of the new loss, an unsupported behaviour past π becomes plain. */
export function setLoss(id: LossId): void {
  const next = losses[id];
  const kept = parameters.value['s'];
  const values = toyValues(next);
  parameters.value = kept !== undefined && 's' in values ? { ...values, s: kept } : values;
  if (!next.pastPi.includes(pastPi.value)) pastPi.value = 'plain';
  lossId.value = id;
}
