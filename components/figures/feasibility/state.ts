import { choice, integer } from '../../../lib/settings/field';
import { slice } from '../../page/state/slice';
import { dimensions, type FeasibilityState, wishes } from './scene';

export const leastClasses = 2;
export const mostClasses = 20;

/** Ten classes on the circle, wished 0.9: in the address as fc, fd, fp. */
export const feasibilityState = slice<FeasibilityState>('feasibility', {
  classes: integer({ key: 'fc', default: 10, min: leastClasses, max: mostClasses }),
  dimension: choice({ key: 'fd', default: '2', options: dimensions }),
  wish: choice({ key: 'fp', default: '0.9', options: wishes }),
});
