import { describe, expect, it } from 'vitest';
import { objectives } from '../../lib/objectives/registry';
import { equationParts, isOpen, valueText } from './objective-words';

describe('equations in plain text', () => {
  it('are cut at an index and at an exponent', () => {
    expect(equationParts('z_y = (−1)^k cos θ_y')).toEqual([
      { text: 'z', place: 'line' },
      { text: 'y', place: 'index' },
      { text: ' = (−1)', place: 'line' },
      { text: 'k', place: 'exponent' },
      { text: ' cos θ', place: 'line' },
      { text: 'y', place: 'index' },
    ]);
  });

  it('lose nothing but the marks', () => {
    for (const { equation } of objectives.values()) {
      expect(
        equationParts(equation)
          .map(({ text }) => text)
          .join(''),
      ).toBe(equation.replace(/[_^]/g, ''));
    }
  });
});

describe('settings', () => {
  const settings = (id: string) => objectives.get(id)!.settings;
  it('show the default, then the other options', () => {
    expect(settings('arcface').map((setting) => valueText(setting, 'required'))).toEqual([
      '= 64',
      '= 0.5 rad',
      '= plain | fallback | fallback0 | easy | clamp',
      '= exact | detached',
    ]);
    expect(valueText(settings('custom')[0]!, 'required')).toBe('(required)');
  });

  it('are left out where there is nothing to choose', () => {
    expect(
      settings('cosface')
        .filter(isOpen)
        .map(({ id }) => id),
    ).toEqual(['s', 'm', 'gradient']);
  });
});
