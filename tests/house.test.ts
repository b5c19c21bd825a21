import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

function files(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

function importsOf(path: string): string[] {
  const text = read(path);
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map((match) =>
    relative(root, join(dirname(path), match[1] ?? '')),
  );
}

const libFiles = files('lib', /\.ts$/).filter((path) => !/\.test\.ts$/.test(path));

/** Where a room of lib may not look. */
const forbidden: Record<string, RegExp> = {
  algebra: /^lib\/(losses|objectives|training|settings|describe)/,
  losses: /^lib\/(objectives|training|settings|describe)/,
  objectives: /^lib\/(training|settings|describe)/,
  sphere: /^lib\/training/,
  settings: /^lib\/training/,
  verification: /^lib\/training/,
};

describe('the rooms of the house', () => {
  it('lib never imports from components, pages or content', () => {
    const offenders = libFiles.filter((path) => importsOf(path).some((target) => /^(components|pages|content)\//.test(target)));
    expect(offenders).toEqual([]);
  });

  it('inside lib, imports point one way', () => {
    const offenders = libFiles.flatMap((path) => {
      const room = relative(root, path).split('/')[1] ?? '';
      const rule = forbidden[room];
      return rule
        ? importsOf(path)
            .filter((target) => rule.test(target))
            .map((target) => `${relative(root, path)} → ${target}`)
        : [];
    });
    expect(offenders).toEqual([]);
  });

  it('components never import from pages', () => {
    const offenders = files('components', /\.(tsx?|astro)$/).filter((path) =>
      importsOf(path).some((target) => /^pages\//.test(target)),
    );
    expect(offenders).toEqual([]);
  });

  it('lib takes neither time nor chance from the platform, and evaluates no text', () => {
    const offenders = libFiles.filter((path) => /Math\.random\(|\beval\(|new Function\(/.test(read(path)));
    expect(offenders).toEqual([]);
  });
});

describe('the languages', () => {
  it('have the same pages', () => {
    const names = (locale: string) => readdirSync(join(root, 'content', locale)).sort();
    expect(names('ko')).toEqual(names('en'));
  });

  it('have the same headings, figures, exercises and references on every page', () => {
    const skeleton = (path: string) =>
      [...read(path).matchAll(/<(Heading|\w+Figure|Exercise|Cite|Sources|CodeListing|LossEquation|Prediction)\b([^>]*)>/g)].map(
        (match) => {
          const attribute = /\b(?:id|key|keys|of|dimension)="([^"]+)"/.exec(match[2] ?? '');
          return `${match[1]} ${attribute?.[1] ?? ''}`;
        },
      );
    // Word order differs between the languages, so citations are compared as a set, the rest in order.
    const ordered = (path: string) => skeleton(path).filter((item) => !item.startsWith('Cite'));
    const cited = (path: string) => [...new Set(skeleton(path).filter((item) => item.startsWith('Cite')))].sort();
    for (const name of readdirSync(join(root, 'content/en'))) {
      expect(ordered(join(root, 'content/ko', name)), name).toEqual(ordered(join(root, 'content/en', name)));
      expect(cited(join(root, 'content/ko', name)), name).toEqual(cited(join(root, 'content/en', name)));
    }
  });
});

describe('package-lock.json', () => {
  it('records no download addresses', () => {
    expect(read(join(root, 'package-lock.json'))).not.toContain('"resolved"');
  });
});
