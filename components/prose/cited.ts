import { type Reference, references } from '../../content/references';

/** The references of a comma-separated list of keys, in the order of the list. An unknown key stops the build. */
export function cited(keys: string): Reference[] {
  return keys.split(',').map((key) => {
    const found = references.find((reference) => reference.key === key.trim());
    if (!found) throw new Error(`there is no reference "${key.trim()}"`);
    return found;
  });
}

/** Id of a reference in the list of sources of its page. */
export function sourceId(key: string): string {
  return `source-${key}`;
}
