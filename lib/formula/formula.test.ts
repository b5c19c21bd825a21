import { describe, expect, it } from 'vitest';
import { losses, type ParameterValues, paperOptions, targetSlope, targetValue } from '../losses';
import { gridOf } from './finite';
import { examine, type FormulaLoss, readFormula } from './formula';

/** An accepted formula; fails the test if it was refused. */
function taken(text: string, values: ParameterValues = {}): FormulaLoss {
  const result = readFormula(text, values);
  if (!result.ok) throw new Error(`${text}: ${JSON.stringify(result.error)}`);
  return result;
}

const refused = (text: string) => {
  const result = readFormula(text);
  return result.ok ? null : [result.error.code, result.error.at];
};

const value = (text: string, theta = 1, values: ParameterValues = {}): number => {
  const { loss } = taken(text, values);
  const all = Object.fromEntries(loss.parameters.map((p) => [p.id, values[p.id] ?? p.default]));
  return targetValue(loss, theta, all, paperOptions);
};

describe('a published loss written as a formula', () => {
  const cases = [
    ['arcface', 'cos(theta + m)', { s: 64, m: 0.5 }],
    ['cosface', 'cos(θ) − m', { s: 64, m: 0.35 }],
    ['combined', 'cos(m1*theta + m2) - m3', { s: 64, m1: 0.9, m2: 0.4, m3: 0.15 }],
    [
      'sphereface',
      '(lambda*cos(theta) + (1 - 2*(floor(m*theta/pi) - 2*floor(floor(m*theta/pi)/2)))*cos(m*theta) - 2*floor(m*theta/pi)) / (1 + lambda)',
      { s: 64, m: 4, lambda: 5 },
    ],
  ] as const;
  it.each(cases)('%s: has the same value and slope', (id, text, values) => {
    const { loss } = taken(text, values);
    for (const theta of gridOf(97)) {
      expect(targetValue(loss, theta, values, paperOptions)).toBeCloseTo(
        targetValue(losses[id], theta, values, paperOptions),
        13,
      );
      expect(targetSlope(loss, theta, values, paperOptions)).toBeCloseTo(
        targetSlope(losses[id], theta, values, paperOptions),
        12,
      );
    }
  });
  it('has their ranges and units by the part that a name plays', () => {
    const of = (text: string, id: string) => taken(text).parameters.find((p) => p.id === id)!;
    expect(of('cos(theta + m)', 'm')).toMatchObject({ unit: 'rad', default: 0.5, max: 1.5 });
    expect(of('cos(theta) - m', 'm')).toMatchObject({ unit: '', default: 0.35, max: 1 });
    expect(of('cos(gain*theta)', 'gain')).toMatchObject({ min: 1, default: 1.35, symbol: '\\mathrm{gain}' });
    expect(of('cos(theta) - β', 'beta')).toMatchObject({ symbol: '\\beta', key: 'beta' });
    expect(taken('cos(theta) - 1/s').parameters.map((p) => p.id)).toEqual(['s']);
  });
});

describe('the grammar', () => {
  it('follows the order of operations of mathematics', () => {
    const theta = 1.3;
    const same: [string, number][] = [
      ['1 - 2 - 3 + theta', -4 + theta],
      ['8 / 4 / 2 * theta', theta],
      ['-theta^2', -(theta ** 2)],
      ['(-theta)^3', -(theta ** 3)],
      ['2^3^2 * theta', 512 * theta],
      ['--theta^2', theta ** 2],
      ['2*-theta^2', -2 * theta ** 2],
      ['theta ** 2', theta ** 2],
      ['(1 + theta)^2.5', (1 + theta) ** 2.5],
      ['(1 + theta)^-0.5', (1 + theta) ** -0.5],
      ['theta - 1 < 0 ? 1 : 2*theta', 2 * theta],
      ['θ ≤ 1.3 ? θ : 9', theta],
      ['theta >= 1.3 ? theta : 9', theta],
      ['theta > 1.3 ? 9 : theta', theta],
      ['theta < 1 ? 1 : theta < 2 ? theta : 3', theta],
      ['theta<2?.5*theta:1', 0.5 * theta],
      ['abs(theta - 2) + ceil(theta) + floor(-theta)', 0.7 + 2 - 2],
      ['min(theta, 3, 2) × max(1, 5) ÷ 5', theta],
      ['clamp(theta, 0, 1) + theta', 1 + theta],
      ['pi - π + e*theta', Math.E * theta],
      ['tan(theta/4)', Math.tan(theta / 4)],
      ['stopGradient(theta)', theta],
      ['1e-2*theta + .5', 0.01 * theta + 0.5],
    ];
    for (const [text, expected] of same) expect(value(text, theta), text).toBeCloseTo(expected, 12);
  });

  it.each([
    ['', 'empty', 1],
    ['   ', 'empty', 1],
    ['cos(theta', 'unclosed', 4],
    ['cos(theta))', 'unopened', 11],
    ['cos()', 'empty-brackets', 4],
    ['cos(theta) $ 2', 'character', 12],
    ['theta; theta', 'character', 6],
    ['"theta"', 'character', 1],
    ['cos(theta), 2', 'comma', 11],
    ['min(theta,,2)', 'comma', 11],
    ['2 theta', 'missing-operator', 3],
    ['2theta', 'missing-operator', 2],
    ['2(theta)', 'missing-operator', 2],
    ['m(theta)', 'missing-operator', 2],
    ['min(theta 2)', 'missing-operator', 11],
    ['cos theta', 'brackets-needed', 1],
    ['1 + cos', 'brackets-needed', 5],
    ['cos(theta) +', 'expression-expected', 13],
    ['cos(theta) + * 2', 'expression-expected', 14],
    ['theta < 1 ? 2', 'colon-expected', 14],
    ['1.2.3', 'number-malformed', 4],
    ['1e999 * theta', 'number-range', 1],
    ['theta + 1e200 * 1e200', 'number-range', 9],
    ['1 - exp(theta)', 'unknown-function', 5],
    ['cos(theta, 1)', 'arguments', 1],
    ['theta ? 1 : 2', 'condition-expected', 1],
    ['1 + (theta < 2)', 'comparison-outside', 5],
    ['0 < theta < 1 ? 1 : 2', 'comparison-outside', 1],
    ['theta == 1 ? 1 : 2', 'equals', 7],
    ['theta^theta', 'exponent', 7],
    ['theta^0.3', 'exponent', 7],
    ['theta^99', 'exponent-range', 7],
    ['cos(theta + M)', 'name', 13],
    ['theta * while', 'reserved', 9],
    ['theta * this', 'reserved', 9],
    ['theta + constructor', 'reserved', 9],
    ['theta.m', 'unexpected', 1],
    ['theta + a+b+c+d+f+g+h+i+j', 'too-many-parameters', 25],
  ])('%j is refused: %s at character %i', (text, code, at) => {
    expect(refused(text)).toEqual([code, at]);
  });

  it('refuses what is too long or grows too large', () => {
    expect(refused(`theta${' + 1'.repeat(100)}`)).toEqual(['too-long', 301]);
    expect(refused('((((theta+1)^16+1)^16+1)^16+1)^16')![0]).toBe('too-large');
    expect(refused('abs(abs(abs(abs(abs(abs(abs(abs(abs(abs(theta))))))))))')![0]).toBe('too-large');
  });
});

describe('a formula without a finite value', () => {
  it.each([
    ['1/theta', 0, 3],
    ['cos(theta) + 1/(theta - 1)', 1, 16],
    ['cos(theta) - 0.001/(theta - 2)^2', 2, 20],
    ['1/sqrt(abs(theta - 1.5))', 1.5, 3],
    ['1 - tan(theta)', Math.PI / 2, 5],
    ['sqrt(1 - theta)', 1, 1],
    ['sqrt(theta - 1)', 0, 1],
    ['1/sin(theta) + theta', 0, 3],
    ['cos(theta) + 1/(pi - theta)', Math.PI, 16],
    ['1/0 + theta', 0, 3],
    ['cos(theta) / (m - 0.5 + theta*0)', 0, 14],
  ])('%s is refused with the angle where it breaks', (text, theta, at) => {
    const result = readFormula(text, { m: 0.5 });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.error).toMatchObject({ code: 'not-finite', at });
    expect(result.error.theta).toBeCloseTo(theta, 6);
  });
  it.each([
    'theta > 0 ? sin(theta)/theta : 1',
    'sqrt(1 - cos(theta)^2) - theta',
    'sqrt(sin(theta))',
    '1/(1.0001 - cos(theta)^2) - 20*theta',
    '1/(cos(theta)^2 + sin(theta)^2) - theta',
    'sqrt((theta - 1)^2) - 2*theta',
    'cos(theta) / (1.001 - theta*0.3183)',
  ])('%s is finite and is taken', (text) => {
    expect(readFormula(text).ok).toBe(true);
  });
  it('is found when a parameter moves', () => {
    const formula = taken('cos(theta)/(1.5 - m)');
    expect(examine(formula, { m: 1.5 }).error).toMatchObject({ code: 'not-finite', theta: 0 });
    expect(examine(formula, { m: 0.2 }).error).toBeNull();
  });
});

describe('warnings', () => {
  it('there is none for a formula that falls', () => {
    for (const text of [
      'cos(theta)',
      'cos(theta) - m',
      'cos(theta + m) - 0.5*theta',
      'theta < 1 ? cos(theta) : cos(theta) - 0.2',
    ])
      expect(taken(text).warnings, text).toEqual([]);
  });
  it('say where ArcFace rises again', () => {
    const [warning] = taken('cos(theta + m)', { m: 0.5 }).warnings;
    expect(warning).toMatchObject({ code: 'rising' });
    if (warning?.code !== 'rising') return;
    expect(warning.intervals).toHaveLength(1);
    expect(warning.intervals[0]![0]).toBeCloseTo(Math.PI - 0.5, 6);
    expect(warning.intervals[0]![1]).toBe(Math.PI);
  });
  it('say where a value jumps up, and where it stays', () => {
    const [jump] = taken('theta < 2 ? cos(theta) : cos(theta) + 0.5').warnings;
    expect(jump).toMatchObject({ code: 'rising' });
    if (jump?.code === 'rising') for (const end of jump.intervals[0]!) expect(end).toBeCloseTo(2, 6);
    const [flat] = taken('cos(min(theta + 0.5, pi))').warnings;
    expect(flat).toMatchObject({ code: 'flat' });
    if (flat?.code === 'flat') expect(flat.intervals[0]![0]).toBeCloseTo(Math.PI - 0.5, 2);
    expect(taken('1 + m').warnings).toEqual([{ code: 'flat', intervals: [[0, Math.PI]] }]);
  });
  it('say where the slope is not finite', () => {
    expect(taken('1 - sqrt(theta)').warnings).toEqual([{ code: 'slope-not-finite', theta: 0 }]);
  });
});
