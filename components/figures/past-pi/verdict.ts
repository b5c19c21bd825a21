import { degrees, fixed } from '../../../lib/describe/format';
import { pastPiFigure } from '../../../lib/i18n/catalogues/past-pi';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { beyond, jumpOf } from './behaviour';
import type { PastPiState } from './scene';

/** What the choice does, in two sentences: the value, then the force beyond π − m. */
export function verdict(locale: Locale, { m, pastPi, gradient }: PastPiState, scale: number): string {
  const t = translator(pastPiFigure, locale);
  if (m === 0) return t('noMargin');
  const size = Math.abs(jumpOf(m, pastPi)?.size ?? 0);
  const words = { joint: degrees(Math.PI - m), size: fixed(size, 3), scaled: fixed(size * scale, 1) };
  const way = beyond(m, pastPi, gradient);
  const force =
    gradient === 'detached'
      ? t('forceTowardDetached')
      : way === 'away'
        ? t('forceAway')
        : way === 'none'
          ? t('forceNone')
          : t('forceToward');
  return `${t(`${pastPi}Value`, words)} ${force}`;
}

/**
 * Share of random directions that make an angle beyond π − m with a given one. On the circle the angle is uniform on [0, π]: m/π;
 * on the sphere its cosine is uniform: (1 − cos m)/2.
 */
export function shareBeyond(m: number): { readonly two: number; readonly three: number } {
  return { two: m / Math.PI, three: (1 - Math.cos(m)) / 2 };
}
