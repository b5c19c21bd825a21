import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePage, defaultPageState, type PageState } from '../../lib/settings/page';
import { parseQuery } from '../../lib/settings/query';
import { exercises } from './exercise-checks';

const state = (query: string): PageState => decodePage(parseQuery(query)).state;
const holds = (name: string, query: string): boolean => exercises[name]!.holds(state(query));

describe.each(Object.entries(exercises))('exercise %s', (name, exercise) => {
  it('is not solved where the page starts', () => {
    expect(exercise.holds(defaultPageState)).toBe(false);
  });

  it('is solved by its scripted solution, which is a valid link', () => {
    const { state: solved, problems } = decodePage(parseQuery(exercise.solution));
    expect(problems).toEqual([]);
    expect(exercise.holds(solved)).toBe(true);
  });

  it('stands in the chapter in both languages', () => {
    for (const locale of ['en', 'ko']) {
      expect(readFileSync(new URL(`../../content/${locale}/arcface.mdx`, import.meta.url), 'utf8')).toContain(`check="${name}"`);
    }
  });
});

describe('the tolerances', () => {
  it('no-margin wants ArcFace itself, without a margin', () => {
    expect(holds('no-margin', 'm=0.01')).toBe(false);
    expect(holds('no-margin', 'loss=norm-softmax')).toBe(false);
  });

  // CosFace's gap is 2 asin(m/(2 sin 45°)): 27.82° at 0.34, 28.66° at 0.35, 29.50° at 0.36; wanted 28.65° ± 0.3°.
  it('same-gap accepts 0.35 and neither neighbour', () => {
    expect(['0.34', '0.35', '0.36'].map((m) => holds('same-gap', `loss=cosface&m=${m}`))).toEqual([false, true, false]);
    expect(holds('same-gap', 'loss=arcface&m=0.5')).toBe(false);
  });

  // sin(60° + m) = sin 60° at m = 60° = 1.0472; half a per cent of 0.866 is 0.0043, that is m within 0.0087 of it.
  it('slope-one accepts m near π/3 only', () => {
    expect(['1.03', '1.04', '1.05', '1.06'].map((m) => holds('slope-one', `m=${m}`))).toEqual([false, true, true, false]);
    expect(holds('slope-one', 'm=0')).toBe(false);
    expect(holds('slope-one', 'm=1.05&gradient=detached')).toBe(false);
  });

  // p(42) = 0.8990, p(43) = 0.9034 for ten classes on the circle and m = 0.5.
  it('enough-scale wants the smallest scale that is enough', () => {
    expect(['42', '43', '44', '64'].map((s) => holds('enough-scale', `s=${s}`))).toEqual([false, true, false, false]);
    expect(holds('enough-scale', 's=43&m=0.4')).toBe(false);
  });

  it('past-pi-pull wants the value of the paper and a pull towards the class', () => {
    expect(holds('past-pi-pull', 'past=fallback')).toBe(false);
    expect(holds('past-pi-pull', 'past=clamp&gradient=detached')).toBe(false);
    expect(holds('past-pi-pull', 'm=0.1')).toBe(false);
  });
});
