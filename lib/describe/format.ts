import type { Locale } from '../i18n/locale';
import { toDegrees } from '../sphere/angle';

/** With a fixed number of decimals, a real minus sign and no −0; `–` where there is no number. */
export function fixed(value: number, decimals = 2): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** As `fixed`, with a plus sign before positive numbers: for differences. */
export function signed(value: number, decimals = 3): string {
  const text = fixed(value, decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Radians as degrees; one decimal is how all figures write angles. */
export const degrees = (radians: number, decimals = 1): string => `${fixed(toDegrees(radians), decimals)}°`;

/** Three decimals, and never a 0 or 1 that is not exact. */
export function probabilityText(p: number): string {
  if (p > 0.9995 && p < 1) return '> 0.999';
  return lossText(p);
}

/** A loss or another number ≥ 0: three decimals, and never a 0 that is not exact. */
export function lossText(value: number): string {
  return value > 0 && value < 0.0005 ? '< 0.001' : fixed(value, 3);
}

/** A share as a percentage with one decimal. 100 % and 0 % are said only where they are exact. */
export function percent(share: number, locale: Locale): string {
  const value = share < 1 ? Math.min(99.9, 100 * share) : 100;
  const text = value > 0 && value < 0.1 ? '0.1' : fixed(value, 1).replace(/\.0$/, '');
  return locale === 'ko' ? `${text}%` : `${text} %`;
}
