import { formulaMessages } from '../i18n/catalogues/formula';
import type { Locale } from '../i18n/locale';
import { translator } from '../i18n/messages';
import type { FormulaError, FormulaWarning } from './problem';

/** Ranges that a message lists one by one. */
const listed = 3;

/** What is wrong with a formula and at which character, in words. */
export function errorText({ code, at, values, theta }: FormulaError, locale: Locale): string {
  const t = translator(formulaMessages, locale);
  const message = t(code, theta === undefined ? values : { ...values, theta: angleText(theta, locale) });
  return t('at', { at, message });
}

/** What a formula was accepted with, in words. */
export function warningText(warning: FormulaWarning, locale: Locale): string {
  const t = translator(formulaMessages, locale);
  if (warning.code === 'slope-not-finite') return t(warning.code, { theta: angleText(warning.theta, locale) });
  const places = warning.intervals.map(([from, to]) => {
    const isJump = to - from < 1e-6;
    return t(isJump ? 'jump' : 'between', { from: angleText(from, locale), to: angleText(to, locale) });
  });
  const where = places.slice(0, listed).join(t('separator'));
  return t(warning.code, { where: places.length > listed ? t('more', { where, count: places.length - listed }) : where });
}

function angleText(theta: number, locale: Locale): string {
  const degrees = String(Number(((theta * 180) / Math.PI).toFixed(1)));
  return translator(formulaMessages, locale)('angle', { radians: String(Number(theta.toFixed(4))), degrees });
}
