import type { LossInForce } from '../../../lib/sphere/in-force';
import { type Bearings, sweep } from './scene';

/** x on its way from W₁ to W₂, degree by degree: angles in degrees, logits before the scale. One row a place. */
export function sweepCsv(bearings: Bearings, inForce: LossInForce): string {
  const { loss, values, options } = inForce;
  const settings = [loss.id, ...loss.parameters.map((p) => `${p.id}=${values[p.id]}`), `past_pi=${options.pastPi}`].join(' ');
  const header = 'theta1_deg,theta2_deg,target_logit,other_logit,probability,loss,setting';
  const rows = sweep(bearings, inForce).map((row) =>
    [
      row.theta1,
      row.theta2.toFixed(1),
      row.target.toFixed(6),
      row.other.toFixed(6),
      row.probability.toPrecision(6),
      row.loss.toPrecision(6),
      settings,
    ].join(','),
  );
  return `${[header, ...rows].join('\n')}\n`;
}
