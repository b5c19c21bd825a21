import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printGlsl } from '../algebra/glsl';
import { printWgsl } from '../algebra/wgsl';
import { formulaMessages } from '../i18n/catalogues/formula';
import { locales } from '../i18n/locale';
import { paperOptions, slopeExpression, targetExpression, targetValue } from '../losses';
import { lossLatex } from '../losses/latex';
import { listingLanguages, listingOf } from '../losses/listing';
import { gridOf } from './finite';
import { readFormula } from './formula';
import { errorText, warningText } from './messages';

/** Milliseconds that any text may take, generous for a busy machine; a hang takes forever. */
const patience = 3000;

const words = [
  'theta',
  'θ',
  'm',
  'k',
  'lambda',
  'pi',
  'e',
  's',
  'cos',
  'sin',
  'tan',
  'sqrt',
  'abs',
  'min',
  'max',
  'floor',
  'clamp',
  '0',
  '1',
  '2',
  '0.5',
  '1e9',
  '.5',
  '+',
  '-',
  '−',
  '*',
  '/',
  '^',
  '**',
  '(',
  ')',
  ',',
  '<',
  '>',
  '<=',
  '≥',
  '?',
  ':',
  ' ',
  '=',
  '.',
  '[',
  '"',
  'this',
]; // prettier-ignore

/** Texts that are formulas by construction. */
const { formula } = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('theta', 'm', 'k', 'pi', '1', '0.3', '2'),
    fc.tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/'), tie('formula')).map(([a, o, b]) => `(${a} ${o} ${b})`),
    fc
      .tuple(fc.constantFrom('cos', 'sin', 'abs', 'floor', 'sqrt', '-', 'stopGradient'), tie('formula'))
      .map(([f, a]) => `${f}(${a})`),
    fc.tuple(fc.constantFrom('min', 'max'), tie('formula'), tie('formula')).map(([f, a, b]) => `${f}(${a}, ${b})`),
    fc.tuple(tie('formula'), fc.constantFrom('2', '3', '0.5', '-1')).map(([a, n]) => `(${a})^${n}`),
    fc.tuple(tie('formula'), tie('formula'), tie('formula')).map(([a, b, c]) => `(${a} < ${b} ? ${b} : ${c})`),
  ),
}));

/** Reads a text and, if it is taken, reads it in every way. */
function survive(text: string): void {
  const start = performance.now();
  const result = readFormula(text);
  if (result.ok) {
    const { loss } = result;
    const values = Object.fromEntries(loss.parameters.map((p) => [p.id, p.default]));
    for (const theta of gridOf(16)) expect(Number.isFinite(targetValue(loss, theta, values, paperOptions))).toBe(true);
    const functions = [
      { name: 'targetLogit', expression: targetExpression(loss, paperOptions) },
      { name: 'targetSlope', expression: slopeExpression(loss, paperOptions) },
    ];
    for (const print of [printGlsl, printWgsl]) {
      const printed = print({ functions });
      expect(printed.source).not.toMatch(/NaN|Infinity|undefined/);
      printed.uniformValues(values);
    }
    expect(lossLatex(loss, paperOptions)).not.toContain('undefined');
    for (const language of listingLanguages)
      expect(listingOf(language, loss, values, paperOptions).text).not.toContain('undefined');
    for (const locale of locales) for (const warning of result.warnings) expect(warningText(warning, locale)).not.toContain('{');
  } else {
    expect(result.error.at).toBeGreaterThanOrEqual(1);
    expect(result.error.at).toBeLessThanOrEqual(text.length + 1);
    for (const locale of locales) expect(errorText(result.error, locale)).toContain(String(result.error.at));
  }
  expect(performance.now() - start, text).toBeLessThan(patience);
}

describe('no text crashes or hangs it', () => {
  it('any characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), survive), { numRuns: 500, seed: 1 });
  });
  it('words of formulas in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join('')),
        survive,
      ),
      { numRuns: 2000, seed: 2 },
    );
  });
  it('formulas', () => {
    let accepted = 0;
    const read = (text: string): void => {
      if (readFormula(text).ok) accepted++;
      survive(text);
    };
    fc.assert(fc.property(formula, read), { numRuns: 500, seed: 3 });
    expect(accepted).toBeGreaterThan(150);
  });
  it.each([
    '('.repeat(150) + 'theta' + ')'.repeat(140),
    '-'.repeat(290) + 'theta',
    'abs('.repeat(50) + 'theta' + ')'.repeat(50),
    'theta' + '^2'.repeat(100),
    'theta' + '*theta'.repeat(45),
    'theta<1?'.repeat(30) + '1' + ':2'.repeat(30),
    'cos('.repeat(58) + 'theta' + ')'.repeat(58),
    'sin(1/(theta+0.000001))^2*1000-theta',
    '1/(sin(1000*theta)^2+cos(1000*theta)^2)-theta',
    '1/(2+' + 'sin(theta*97)*'.repeat(15) + '1)-9*theta',
  ])('%s', survive);
});

describe('words', () => {
  it('exist for every error in both languages, with the same placeholders', () => {
    const holders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([m]) => m).sort();
    for (const key of Object.keys(formulaMessages.en) as (keyof typeof formulaMessages.en)[])
      expect([...new Set(holders(formulaMessages.ko[key]))], key).toEqual([...new Set(holders(formulaMessages.en[key]))]);
  });
  it('say what, where and at which angle', () => {
    const say = (text: string, locale: 'en' | 'ko') => {
      const result = readFormula(text);
      return result.ok ? result.warnings.map((w) => warningText(w, locale)).join(' ') : errorText(result.error, locale);
    };
    expect(say('cos(theta) + 1/(theta - 1)', 'en')).toBe('Character 16: The formula has no finite value at θ = 1 rad (57.3°).');
    expect(say('cos(theta + m)', 'en')).toContain('rises between θ = 2.6416 rad (151.4°) and 3.1416 rad (180°)');
    expect(say('cos(theta', 'ko')).toBe('4번째 글자: 이 괄호가 닫히지 않았습니다.');
  });
});
