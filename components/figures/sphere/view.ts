import { numberAlgebra } from '../../../lib/algebra/number';
import { targetLogit } from '../../../lib/losses';
import { knownLoss } from '../../../lib/training/known-loss';
import type { LossSettings } from '../../../lib/training/types';
import type { SphereModel } from './model';

/** Half the width of a sphere's picture in sphere radii: room round the silhouette for labels. */
export const extent = 1.1;

/**
 * The largest target logit on the angles (past π) where it lies above the plain cosine; −∞ where it never does. Only where every
 * plain logit is below it can a class win that is not the nearest.
 */
export function ceilingAboveCosine(loss: LossSettings): number {
  const definition = knownLoss(loss);
  let ceiling = Number.NEGATIVE_INFINITY;
  for (let i = 0; i <= 360; i++) {
    const theta = (i / 360) * Math.PI;
    const target = targetLogit(numberAlgebra, definition, { theta }, loss.parameters, loss.options);
    if (target > Math.cos(theta) + 1e-6) ceiling = Math.max(ceiling, target);
  }
  return ceiling;
}

const probes = spiral(400);

/** Somewhere on the sphere a class may win that is not the nearest, so that every class has to be looked at. Errs on the side of yes. */
export function needsEveryClass(model: SphereModel): boolean {
  const ceiling = ceilingAboveCosine(model.loss);
  if (ceiling === Number.NEGATIVE_INFINITY) return false;
  if (model.norms.some((norm) => norm !== 1)) return true;
  // Probes are at most 0.14 rad from any point, and a cosine changes by at most that much on the way.
  for (let i = 0; i < probes.length; i += 3) {
    let best = -1;
    for (let k = 0; k < model.classes; k++) {
      const cosine =
        probes[i]! * model.directions[3 * k]! +
        probes[i + 1]! * model.directions[3 * k + 1]! +
        probes[i + 2]! * model.directions[3 * k + 2]!;
      if (cosine > best) best = cosine;
    }
    if (best - 0.14 < ceiling) return true;
  }
  return false;
}

/** n directions spread nearly evenly (Fibonacci's spiral), n × 3. */
function spiral(n: number): Float64Array {
  const out = new Float64Array(3 * n);
  for (let i = 0; i < n; i++) {
    const y = 1 - (2 * i + 1) / n;
    const r = Math.sqrt(1 - y * y);
    const angle = Math.PI * (3 - Math.sqrt(5)) * i;
    out.set([r * Math.cos(angle), y, r * Math.sin(angle)], 3 * i);
  }
  return out;
}
