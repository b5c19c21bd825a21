import { number } from '../../../lib/settings/field';
import { slice } from '../../page/state/slice';
import type { Bearings } from './scene';

/** At the start θ₁ = 27°, θ₂ = 63°, θ₁₂ = 90°. */
export const startBearings: Bearings = { w1: -25, x: 2, w2: 65 };

const bearing = (key: string, start: number) => number({ key, default: start, min: -180, max: 180, step: 1 });

/** Bearings in degrees, in the address as gx, g1, g2. */
export const geodesicState = slice<Bearings>('geodesic', {
  w1: bearing('g1', startBearings.w1),
  x: bearing('gx', startBearings.x),
  w2: bearing('g2', startBearings.w2),
});
