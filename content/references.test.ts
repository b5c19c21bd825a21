import { describe, expect, it } from 'vitest';
import { losses } from '../lib/losses';
import { objectives } from '../lib/objectives/registry';
import { references } from './references';

const keys = references.map(({ key }) => key);

describe('the references', () => {
  it('hold the source of every loss and every objective', () => {
    const named = [...Object.values(losses), ...objectives.values()].map(({ source }) => source.reference);
    // `formula` is the reader's own: there is nothing to cite.
    expect(new Set(named.filter((key) => key !== 'formula' && !keys.includes(key)))).toEqual(new Set());
    expect(objectives.get('custom')!.source.reference).toBe('formula');
  });

  it('have each key, short form and BibTeX key once', () => {
    const shorts = references.map(({ short }) => short);
    const bibtexKeys = references.map(({ bibtex }) => /^@\w+\{(\w+),/.exec(bibtex)?.[1]);
    for (const list of [keys, shorts, bibtexKeys]) expect(new Set(list).size).toBe(list.length);
  });

  it.each(references.map((reference) => [reference.key, reference] as const))(
    '%s: BibTeX names the same authors, title and year',
    (_, { authors, title, year, bibtex }) => {
      const field = (name: string): string => new RegExp(`^ +${name} += \\{(.*)\\},?$`, 'm').exec(bibtex)![1]!;
      const given = field('author')
        .split(' and ')
        .map((name) => name.split(', ').toReversed().join(' '));
      expect(given.join(', ')).toBe(authors);
      expect(field('title').replace(/[{}]/g, '')).toBe(title);
      expect(field('year')).toBe(String(year));
    },
  );
});
