import { computed } from '@preact/signals';
import type { LossInForce } from '../../../lib/sphere/in-force';
import { loss, options, parameters } from '../../page/state/page-state';

/** The page's loss with its parameters and options, as geometry asks for it. The same object until one of them changes. */
export const inForce = computed<LossInForce>(() => ({ loss: loss.value, values: parameters.value, options: options.value }));
