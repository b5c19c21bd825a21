import { defaultLocale, isLocale, type Locale, localePath, locales } from '../../lib/i18n/locale';

/** The base path of the site, always with a slash at both ends. */
export const base: string = `/${import.meta.env.BASE_URL.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');

/** What an `.astro` file knows about its page. */
interface PageContext {
  readonly currentLocale?: string | undefined;
  readonly url: URL;
}

/** The language of the page that is being built, from its path: `/ko/…` is Korean, all else English. */
export function localeOf(context: PageContext): Locale {
  if (isLocale(context.currentLocale)) return context.currentLocale;
  const first = pathWithin(context.url.pathname).split('/')[0];
  return isLocale(first) ? first : defaultLocale;
}

/** The slug of a page from its path: `index`, `arcface`, … */
export function slugOf(context: PageContext): string {
  const parts = pathWithin(context.url.pathname)
    .replace(/\/+$|\.html$/g, '')
    .split('/')
    .filter(Boolean);
  if (isLocale(parts[0])) parts.shift();
  return parts.join('/') || 'index';
}

function pathWithin(pathname: string): string {
  return pathname.startsWith(base) ? pathname.slice(base.length) : pathname.replace(/^\/+/, '');
}

/** Address of a page under the base path, e.g. `/margin-notes/ko/arcface/`. */
export function href(locale: Locale, slug: string): string {
  return base + localePath(locale, slug);
}

/** Address of a file in `public/`. */
export function fileHref(path: string): string {
  return base + path.replace(/^\/+/, '');
}

export const otherLocale = (locale: Locale): Locale => locales.find((candidate) => candidate !== locale) ?? defaultLocale;
