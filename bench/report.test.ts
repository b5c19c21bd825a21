import { describe, expect, it } from 'vitest';
import { type Budget, budgetTable, isMet, resultsText } from './report';
import { tableText } from './table';

const budget = (sense: Budget['sense'], target: number, measured: number): Budget => ({
  what: 'x',
  sense,
  target,
  measured,
  unit: 'ms',
});

describe('a budget', () => {
  it('is met on the right side of its target, and at it', () => {
    expect(isMet(budget('≥', 5, 5))).toBe(true);
    expect(isMet(budget('≥', 5, 4.9))).toBe(false);
    expect(isMet(budget('≤', 5, 5))).toBe(true);
    expect(isMet(budget('≤', 5, 5.1))).toBe(false);
  });

  it('that could not be measured is not met', () => {
    expect(isMet(budget('≤', 5, Number.NaN))).toBe(false);
    expect(isMet(budget('≥', 5, Number.NaN))).toBe(false);
  });

  it('is judged by what was measured, not by what is printed', () => {
    expect(budgetTable([budget('≥', 5, 4.9999)])).toContain('NOT MET');
  });
});

describe('tableText', () => {
  it('lines columns up', () => {
    expect(tableText(['a', 'bb'], [['long', 1], ['x', 22]])).toBe('a     bb\nlong  1\nx     22'); // biome-ignore format: rows
  });
});

describe('resultsText', () => {
  it('puts innermost objects and lists on one line, and is still the same JSON', () => {
    const value = {
      a: {
        b: [1, 2],
        c: [
          { d: 1, e: 'x' },
          { d: 2, e: 'y' },
        ],
      },
    };
    const text = resultsText(value);
    expect(text).toContain('{ "d": 1, "e": "x" }');
    expect(text).toContain('[ 1, 2 ]');
    expect(JSON.parse(text)).toEqual(value);
  });
});
