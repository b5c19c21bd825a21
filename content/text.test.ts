import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locales } from '../lib/i18n/locale';
import { glossary } from './glossary';
import { references } from './references';

const read = (locale: string, file: string): string => readFileSync(new URL(`./${locale}/${file}`, import.meta.url), 'utf8');
const filesOf = (locale: string): string[] => readdirSync(new URL(`./${locale}/`, import.meta.url)).sort();

/** All values of a pattern's first group, in the order of the text. */
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const tagIds = (text: string, tag: string, attribute: string): string[] =>
  all(text, new RegExp(`<${tag}\\s[^>]*?\\b${attribute}="([^"]*)"`, 'g'));

describe('the text in its languages', () => {
  it('has the same pages in every language', () => {
    for (const locale of locales) expect(filesOf(locale)).toEqual(filesOf('en'));
  });

  for (const file of filesOf('en')) {
    const english = read('en', file);
    const korean = read('ko', file);

    it(`${file} has the same headings, figures, exercises and predictions in the same order`, () => {
      expect(tagIds(korean, 'Heading', 'id')).toEqual(tagIds(english, 'Heading', 'id'));
      const blocks = /<(\w+Figure|LossEquation|CodeListing|PaperSettings|StuckRates|Exercise|Prediction|Sources)\b/g;
      expect(all(korean, blocks)).toEqual(all(english, blocks));
      for (const tag of ['Exercise', 'Prediction']) expect(tagIds(korean, tag, 'id')).toEqual(tagIds(english, tag, 'id'));
    });

    it(`${file} has the same displayed equations`, () => {
      const equations = (text: string) => all(text, /^\$\$\n([\s\S]*?)\n\$\$$/gm).map((tex) => tex.replace(/,$/, ''));
      expect(equations(korean)).toEqual(equations(english));
    });

    it(`${file} has tables of the same size with the same numbers`, () => {
      const rows = (text: string) => text.split('\n').filter((line) => line.startsWith('|'));
      const numbers = (row: string) =>
        row
          .replace(/\s/g, '')
          .match(/\d+(?:\.\d+)?/g)
          ?.sort() ?? [];
      expect(rows(korean)).toHaveLength(rows(english).length);
      // A date may be written out in one language (“December 2022”, “2022년 12월”); every other number is the same.
      const measured = (text: string) => rows(text).map((row) => numbers(row).filter((n) => n.includes('.')));
      expect(measured(korean)).toEqual(measured(english));
    });

    it(`${file} cites the same works, threads and live settings`, () => {
      const set = (values: string[]) => [...new Set(values)].sort();
      expect(set(tagIds(korean, 'Cite', 'id'))).toEqual(set(tagIds(english, 'Cite', 'id')));
      expect(set(tagIds(korean, 'Term', 'id'))).toEqual(set(tagIds(english, 'Term', 'id')));
      expect(tagIds(korean, 'TryIt', 'set')).toEqual(tagIds(english, 'TryIt', 'set'));
      expect(tagIds(korean, 'Sources', 'keys')).toEqual(tagIds(english, 'Sources', 'keys'));
      const threads = (text: string) =>
        set([...text.matchAll(/<Thread of="([^"]+)" n="([^"]+)"/g)].map(([, of, n]) => `${of}#${n}`));
      expect(threads(korean)).toEqual(threads(english));
    });
  }
});

describe('what the text refers to', () => {
  const keys = new Set(references.map((reference) => reference.key));
  const terms = new Set(glossary.map((entry) => entry.id));

  for (const locale of locales) {
    for (const file of filesOf(locale)) {
      const text = read(locale, file);

      it(`${locale}/${file}: every citation and every term exists`, () => {
        for (const key of tagIds(text, 'Cite', 'id').flatMap((ids) => ids.split(','))) expect(keys).toContain(key);
        for (const id of tagIds(text, 'Term', 'id')) expect(terms).toContain(id);
      });

      it(`${locale}/${file}: the sources list exactly what is cited`, () => {
        const listed = tagIds(text, 'Sources', 'keys').flatMap((list) => list.split(','));
        if (listed.length === 0) return;
        expect([...listed].sort()).toEqual([...new Set(tagIds(text, 'Cite', 'id'))].sort());
      });

      it(`${locale}/${file}: links within the page lead to a heading`, () => {
        const headings = tagIds(text, 'Heading', 'id');
        for (const id of all(text, /\]\(#([\w-]+)\)/g)) expect(headings).toContain(id);
      });
    }
  }
});

describe('the Korean text', () => {
  it('avoids the mistranslations of older reviews', () => {
    for (const file of filesOf('ko')) {
      const text = read('ko', file);
      for (const wrong of ['차별력', '차별적', '로직', '각 공간', '패널티', '클래스 내 압축', '얼굴 탐지', '피처']) {
        expect(text, `${file}: ${wrong}`).not.toContain(wrong);
      }
    }
  });

  it('is written in the formal style: no sentence of a paragraph ends in the plain style', () => {
    for (const file of filesOf('ko')) {
      const prose = read('ko', file)
        .replace(/^---[\s\S]*?---/, '')
        .replace(/```[\s\S]*?```|options=\{\[[^\]]*\]\}/g, '');
      const plain = [...prose.matchAll(/\S*[가-힣](?<!니|시)다[.](?=\s|$)/g)].map((match) => match[0]);
      expect(plain, file).toEqual([]);
    }
  });
});

describe('references and glossary', () => {
  it('have unique keys', () => {
    expect(new Set(references.map((reference) => reference.key)).size).toBe(references.length);
    expect(new Set(glossary.map((entry) => entry.id)).size).toBe(glossary.length);
  });

  it('give each work the same year, and its first author, in the BibTeX entry', () => {
    for (const { key, year, authors, bibtex } of references) {
      expect(bibtex, key).toContain(`{${year}}`);
      const surname = (authors.split(',')[0] ?? '').split(' ').at(-1) ?? '';
      expect(bibtex, key).toContain(`{${surname}, `);
      expect(bibtex.match(/\{/g)?.length, key).toBe(bibtex.match(/\}/g)?.length);
    }
  });
});
