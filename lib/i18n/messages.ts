import type { Locale } from './locale';

/** A catalogue: the same keys in every language. One file a topic in `lib/i18n/catalogues/`. */
export type Catalogue<K extends string> = Readonly<Record<Locale, Readonly<Record<K, string>>>>;

/**
 * Checks, at compile time, that all languages have the same keys. A message may hold `{name}` placeholders.
 */
export function defineMessages<K extends string>(catalogue: Catalogue<K>): Catalogue<K> {
  return catalogue;
}

export type Translate<K extends string> = (key: K, values?: Readonly<Record<string, string | number>>) => string;

/** The lookup function of one catalogue in one language. Throws on a placeholder without a value: that is a bug. */
export function translator<K extends string>(catalogue: Catalogue<K>, locale: Locale): Translate<K> {
  return (key, values = {}) =>
    catalogue[locale][key].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`message "${key}" needs a value for {${name}}`);
      return String(value);
    });
}
