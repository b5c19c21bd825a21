import { degrees } from '../../../lib/describe/format';

/** Radians as degrees with one decimal: how all figures write angles. */
export const degreesText = (radians: number): string => degrees(radians, 1);

/** Three decimals, and never a 0 or 1 that is not exact. */
export function probabilityText(p: number): string {
  if (p > 0.9995 && p < 1) return '> 0.999';
  if (p < 0.0005 && p > 0) return '< 0.001';
  return p.toFixed(3);
}

/** A loss or another number ≥ 0: three decimals, and never a 0 that is not exact. */
export function lossText(value: number): string {
  return value > 0 && value < 0.0005 ? '< 0.001' : value.toFixed(3);
}
