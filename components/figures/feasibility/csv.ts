import { toDegrees } from '../../../lib/sphere/angle';
import type { LossInForce } from '../../../lib/sphere/in-force';
import { dimensions, type FeasibilityState, feasibilityScene } from './scene';
import { leastClasses, mostClasses } from './state';

/** The meter's answer for every C and d, at the wish, loss and parameters in force. Angles in degrees; empty where there is none. */
export function feasibilityCsv(state: FeasibilityState, inForce: LossInForce): string {
  const { loss, values } = inForce;
  const setting = [loss.id, ...loss.parameters.map((p) => `${p.id}=${values[p.id]}`)].join(' ');
  const header =
    'classes,dimension,arrangement,theta12_deg,gap_deg,half_width_deg,satisfiable,largest_margin,scale,probability,wished,needed_scale,necessary_scale,setting';
  const rows = dimensions.flatMap((dimension) =>
    Array.from({ length: mostClasses - leastClasses + 1 }, (_, i) => {
      const classes = leastClasses + i;
      const scene = feasibilityScene({ ...state, classes, dimension }, inForce);
      const angle = (radians: number | null) => (radians === null ? '' : toDegrees(radians).toFixed(3));
      return [
        classes,
        dimension,
        scene.arrangement.method,
        angle(scene.theta12),
        angle(scene.gap),
        angle(scene.halfWidth),
        scene.satisfiable,
        scene.largestMargin?.toFixed(5) ?? '',
        scene.scale,
        scene.probability.toPrecision(6),
        state.wish,
        scene.neededScale?.toFixed(3) ?? '',
        scene.necessaryScale.toFixed(3),
        setting,
      ].join(',');
    }),
  );
  return `${[header, ...rows].join('\n')}\n`;
}
