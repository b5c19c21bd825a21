import { readFormula } from '../formula/formula';
import { errorText } from '../formula/messages';
import { type AnyLoss, losses } from '../losses';
import { keepLoss, keptLoss, type NamedLoss } from './known-loss';
import type { LossSettings } from './types';

/**
 * The loss that settings name: one of the registry, or one read from the reader's formula. The same text gives the same object, so that
 * it can be a key.
 *
 * @throws RangeError if the formula is missing or refused; the message says why and at which character
 */
export function lossOf({ id, formula, parameters }: NamedLoss & Partial<Pick<LossSettings, 'parameters'>>): AnyLoss {
  if (id !== 'custom') return losses[id];
  const kept = keptLoss(formula);
  if (kept) return kept;
  if (formula === undefined) throw new RangeError('formula: it is missing; a custom loss needs one, such as "cos(theta + m)"');
  // Judged once, at the first values; `run-schema.ts` judges again whenever settings come in.
  const read = readFormula(formula, parameters);
  if (!read.ok) throw new RangeError(`formula: ${errorText(read.error, 'en')}`);
  keepLoss(formula, read.loss);
  return read.loss;
}
