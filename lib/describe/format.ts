import type { Locale } from '../i18n/locale';
import { toDegrees } from '../sphere/angle';

/** With a fixed number of decimals, a real minus sign, and no −0. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

/** Radians as whole degrees or with decimals. */
export const degrees = (radians: number, decimals = 0): string => `${fixed(toDegrees(radians), decimals)}°`;

/** A share as a percentage with one decimal. 100 % and 0 % are said only where they are exact. */
export function percent(share: number, locale: Locale): string {
  const value = share < 1 ? Math.min(99.9, 100 * share) : 100;
  const text = value > 0 && value < 0.1 ? '0.1' : fixed(value, 1).replace(/\.0$/, '');
  return locale === 'ko' ? `${text}%` : `${text} %`;
}
