import { signal } from '@preact/signals';
import type { ParameterValues } from '../../../lib/losses';

/**
 * While a ramp of a run is under way: the values that it trains with now, which differ from those that are set. Null: those that are set
 * are in force. Written by the figure that trains; the parameter bar shows them as ghost marks.
 */
export const valuesInForce = signal<ParameterValues | null>(null);
