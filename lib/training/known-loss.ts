import { type AnyLoss, losses } from '../losses';
import type { LossSettings } from './types';

/** Formulas that are kept at once: enough for every change that a link carries, and for a long evening of typing. */
const most = 200;
/** By text, the least recently used first. */
const custom = new Map<string, AnyLoss>();

export type NamedLoss = Pick<LossSettings, 'id' | 'formula'>;

/**
 * The loss that settings name, without the parser of formulas: what draws a run uses this, so that a page without a formula never loads
 * it. A custom loss is known once `lossOf` has read it in this thread.
 *
 * @throws Error if a custom loss has not been read
 */
export function knownLoss({ id, formula }: NamedLoss): AnyLoss {
  if (id !== 'custom') return losses[id];
  const loss = keptLoss(formula);
  if (!loss) throw new Error(`The formula ${JSON.stringify(formula)} has not been read: call lossOf first.`);
  return loss;
}

/** The loss that was kept for a text, or null. */
export function keptLoss(formula: string | undefined): AnyLoss | null {
  const loss = formula === undefined ? undefined : custom.get(formula);
  if (!loss) return null;
  custom.delete(formula!);
  custom.set(formula!, loss);
  return loss;
}

/** Keeps a loss that was read from a text, for `knownLoss`. */
export function keepLoss(formula: string, loss: AnyLoss): void {
  custom.set(formula, loss);
  if (custom.size > most) custom.delete(custom.keys().next().value!);
}
