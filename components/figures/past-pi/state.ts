import { number } from '../../../lib/settings/field';
import { slice } from '../../page/state/slice';

/** What the figure keeps in the address: the angle of the sample that the reader moves, degrees. */
export const pastPiSlice = slice('past-pi', { theta: number({ key: 'pt', default: 165, min: 0, max: 180, step: 1 }) });
