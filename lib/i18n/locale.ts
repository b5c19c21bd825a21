/** The languages of the site. English lives at the root, every other language under its own folder. */
export const locales = ['en', 'ko'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'en';

export function isLocale(text: string | undefined): text is Locale {
  return locales.includes(text as Locale);
}

/** Path of a page in a language, without the base path: `localePath('ko', 'arcface')` is `ko/arcface/`. */
export function localePath(locale: Locale, slug: string): string {
  const page = slug === 'index' || slug === '' ? '' : `${slug}/`;
  return locale === defaultLocale ? page : `${locale}/${page}`;
}
