import { describe, expect, it } from 'vitest';
import { losses, lossIds } from '../losses';
import { defaultPageState, type PageState, toyValues, withLoss } from './page';
import { formatNumber, type LiveValueId, liveValue, liveValues, plainSymbol, valueInWords } from './values';

const show = (id: LiveValueId, state: PageState = defaultPageState) => liveValues[id].text(state, 'en');
const arcface = (m: number): PageState => ({ ...defaultPageState, parameters: { s: 16, m } });

describe('live values', () => {
  it('show the state that the page starts with', () => {
    expect([show('m'), show('mDeg'), show('s'), show('loss')]).toEqual(['0.50', '28.6°', '16', 'ArcFace']);
  });

  // By hand for m = 0.5: sin m = 0.4794, cos m = 0.8776, 180° − 28.648° = 151.352°, half of it 75.676°.
  it('are computed from m', () => {
    expect([show('sinM'), show('cosM'), show('turnDeg'), show('tippingDeg')]).toEqual(['0.479', '0.878', '151.4°', '75.7°']);
    expect(show('turnDeg', arcface(1))).toBe('122.7°');
  });

  it('keep digits that were typed', () => {
    expect([show('m', arcface(0.5)), show('m', arcface(0.505)), show('m', arcface(0.4712))]).toEqual(['0.50', '0.505', '0.4712']);
  });

  it('show a dash where the loss has no such quantity', () => {
    const cosface = withLoss(defaultPageState, 'cosface');
    expect([show('m', cosface), show('mDeg', cosface), show('turnDeg', cosface)]).toEqual(['0.15', '–', '–']);
    expect(show('m', withLoss(defaultPageState, 'softmax'))).toBe('–');
  });

  it('take the added angle of the combined margin, and its factor', () => {
    const combined: PageState = { ...defaultPageState, lossId: 'combined', parameters: { s: 16, m1: 2, m2: 0.5, m3: 0.1 } };
    // (π − 0.5)/2 = 1.3208 rad = 75.68°
    expect([show('mDeg', combined), show('turnDeg', combined), show('tippingDeg', combined)]).toEqual(['28.6°', '75.7°', '–']);
    expect(liveValues.mDeg.parameter(combined)?.id).toBe('m2');
  });

  it('have a text for every loss in every language', () => {
    for (const lossId of lossIds) {
      const state = { ...defaultPageState, lossId, parameters: toyValues(losses[lossId]) };
      for (const value of Object.values(liveValues)) {
        for (const locale of ['en', 'ko'] as const) expect(value.text(state, locale)).toMatch(/^(–|-?[\d.,]+°?|[A-Z].*)$/);
      }
    }
  });

  it('are known by name only', () => {
    expect(liveValue('m')).toBe(liveValues.m);
    expect(liveValue('toString')).toBeNull();
  });
});

it('numbers never show a negative zero', () => {
  expect(formatNumber(-0.0001, 2, 'en')).toBe('0.00');
});

it('symbols and states are written without TeX', () => {
  expect([plainSymbol('m_1'), plainSymbol('\\lambda'), plainSymbol('\\theta'), plainSymbol('s')]).toEqual(['m₁', 'λ', 'θ', 's']);
  expect(valueInWords(losses.combined, toyValues(losses.combined))).toBe('Combined margin, s 16, m₁ 1, m₂ 0.3, m₃ 0.1');
});
