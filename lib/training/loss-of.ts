import { type AnyLoss, losses } from '../losses';
import type { LossSettings } from './types';

/** The loss that settings name. */
export const lossOf = (settings: LossSettings): AnyLoss => losses[settings.id];
