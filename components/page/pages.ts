import type { MDXInstance } from 'astro';
import { isLocale, type Locale, locales } from '../../lib/i18n/locale';
import { type Heading, headingsOf } from './headings';

/** The head of a page's text. */
export interface Frontmatter {
  readonly title: string;
  /** What the page makes clear, in one sentence. */
  readonly claim: string;
  readonly description?: string;
  /** Number in the review; pages without one have no parameters. */
  readonly chapter?: number;
  /** Short name in navigation, if the title is long. */
  readonly label?: string;
}

/** One page of text in one language. */
export interface PageEntry {
  readonly locale: Locale;
  readonly slug: string;
  readonly chapter: number | null;
  readonly title: string;
  readonly label: string;
  readonly claim: string;
  readonly description: string;
  /** From `<Heading id>`, whose ids are the same in every language. */
  readonly headings: readonly Heading[];
  readonly content: MDXInstance<Frontmatter & Record<string, unknown>>;
}

const files = import.meta.glob<MDXInstance<Frontmatter & Record<string, unknown>>>('../../content/*/**/*.mdx', { eager: true });

const sources = import.meta.glob<string>('../../content/*/**/*.mdx', { eager: true, query: '?raw', import: 'default' });

/** All pages that exist, in reading order: chapters by number, then the rest by name. Navigation lists nothing else. */
export const pages: readonly PageEntry[] = Object.entries(files)
  .map(([path, content]) => entryOf(path, content))
  .sort((a, b) => (a.chapter ?? 1000) - (b.chapter ?? 1000) || a.slug.localeCompare(b.slug));

/** The pages of one language. */
export function pagesIn(locale: Locale): readonly PageEntry[] {
  return pages.filter((page) => page.locale === locale);
}

/** The pages before and after one, in the reading order of its language. */
export function neighbours(entry: PageEntry): { previous: PageEntry | undefined; next: PageEntry | undefined } {
  const list = pagesIn(entry.locale);
  const at = list.findIndex((page) => page.slug === entry.slug);
  return { previous: list[at - 1], next: list[at + 1] };
}

/** The MDX text of a page; empty if there is none. */
export function sourceOf(locale: Locale, slug: string): string {
  return sources[`../../content/${locale}/${slug}.mdx`] ?? '';
}

function entryOf(path: string, content: MDXInstance<Frontmatter & Record<string, unknown>>): PageEntry {
  const [, locale, slug] = /content\/([^/]+)\/(.+)\.mdx$/.exec(path) ?? [];
  if (!isLocale(locale) || slug === undefined)
    throw new Error(`${path} is not in the folder of a language (${locales.join(', ')})`);
  const { title, claim, chapter, label, description } = content.frontmatter;
  if (!title || !claim) throw new Error(`${path} needs a title and a claim at its head`);
  return {
    locale,
    slug,
    chapter: chapter ?? null,
    title,
    label: label ?? title,
    claim,
    description: description ?? claim,
    headings: headingsOf(sources[path] ?? ''),
    content,
  };
}
