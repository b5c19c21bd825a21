import { describe, expect, it } from 'vitest';
import { type LossId, losses, type ParameterValues, paperOptions } from '../../../lib/losses';
import type { LossInForce } from '../../../lib/sphere/in-force';
import { stillMarkup } from '../shared/still';
import { feasibilityCsv } from './csv';
import FeasibilityFigure from './FeasibilityFigure';
import { type FeasibilityState, feasibilityScene } from './scene';
import { roomSentence, scaleSentence, scaleText } from './words';

const ten: FeasibilityState = { classes: 10, dimension: '2', wish: '0.9' };
const of = (id: LossId, values: ParameterValues): LossInForce => ({ loss: losses[id], values, options: paperOptions });
const arcface = of('arcface', { m: 0.5, s: 16 });
const room = (state: FeasibilityState, inForce: LossInForce, locale: 'en' | 'ko' = 'en') =>
  roomSentence(state, feasibilityScene(state, inForce), locale);
const scale = (state: FeasibilityState, inForce: LossInForce) =>
  scaleSentence(state, feasibilityScene(state, inForce), inForce, 'en').replaceAll('\u00a0', ' ');

describe('the feasibility meter', () => {
  it('says what ten classes on a circle leave: 36° − 28.648° = 7.352°, 3.7° either side', () => {
    expect(room(ten, arcface)).toBe('10 classes on a circle are 36.0° apart: a margin gap of 28.6° leaves 3.7° either side.');
    const { strip } = feasibilityScene(ten, arcface);
    expect(strip?.[0]).toBeCloseTo(3.676 / 36, 4);
    expect(strip?.[1]).toBeCloseTo(28.648 / 36, 4);
    expect((strip ?? []).reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
  });

  it('needs s = 42 for 0.9 there, far above CosFace’s bound of 3.96', () => {
    const scene = feasibilityScene(ten, arcface);
    expect(Math.round(scene.neededScale ?? 0)).toBe(42);
    expect(scene.necessaryScale).toBeCloseTo(3.96, 2);
    expect(scale(ten, arcface)).toContain('the wished 0.9 needs s ≥ 42.');
  });

  it('prints a scale that is enough, never one that falls short', () => {
    for (const classes of [2, 5, 8, 10, 12]) {
      const state: FeasibilityState = { ...ten, classes };
      const needed = feasibilityScene(state, arcface).neededScale ?? 0;
      expect(feasibilityScene(state, of('arcface', { m: 0.5, s: Number(scaleText(needed)) })).probability).toBeGreaterThanOrEqual(
        0.9,
      );
    }
  });

  it('finds no room from thirteen classes on', () => {
    expect(feasibilityScene({ ...ten, classes: 12 }, arcface).satisfiable).toBe(true);
    const scene = feasibilityScene({ ...ten, classes: 13 }, arcface);
    expect(scene.satisfiable).toBe(false);
    expect(scene.strip).toBeNull();
    expect(scene.neededScale).toBeNull();
    expect(room({ ...ten, classes: 13 }, arcface)).toContain('not even a perfect sample wins');
    expect(scale({ ...ten, classes: 13 }, arcface)).toContain('no scale lifts it to 0.9');
  });

  it('has more room in more dimensions', () => {
    const half = (dimension: FeasibilityState['dimension']) => feasibilityScene({ ...ten, dimension }, arcface).halfWidth ?? 0;
    expect(half('3')).toBeGreaterThan(half('2'));
    expect(half('8')).toBeGreaterThan(half('3'));
    expect(half('512')).toBeGreaterThan(half('8'));
  });

  it('marks CosFace’s largest margin on the circle at 1 − cos(2π/C)', () => {
    expect(feasibilityScene({ ...ten, classes: 8 }, of('cosface', { m: 0.15, s: 16 })).largestMargin).toBeCloseTo(0.293, 3);
  });

  it('answers for every loss, count and dimension with finite numbers', () => {
    for (const loss of Object.values(losses)) {
      const inForce = of(loss.id, Object.fromEntries(loss.parameters.map((p) => [p.id, p.presets.paper])));
      const rows = feasibilityCsv(ten, inForce).trim().split('\n');
      expect(rows).toHaveLength(1 + 4 * 19);
      expect(rows.join('\n')).not.toMatch(/NaN|Infinity|undefined/);
      expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([14]));
    }
  });

  it('takes ‖x‖ = 16 where the loss leaves the length free, and knows no margin in plain softmax', () => {
    expect(scale(ten, of('sphereface', { m: 3, lambda: 0 }))).toMatch(/^At ‖x‖ = 16 a perfect sample reaches/);
    expect(room(ten, of('norm-softmax', { s: 16 }))).toBe(
      '10 classes on a circle are 36.0° apart. Without a margin that leaves 18.0° either side.',
    );
  });

  it('speaks Korean', () => {
    expect(room(ten, arcface, 'ko')).toBe(
      '원 위의 클래스 10개는 서로 36.0° 떨어져 있습니다. 마진이 요구하는 간격은 28.6°, 양쪽에 남는 각도는 각각 3.7°입니다.',
    );
  });

  it('has a still, as the snapshot shows', async () => {
    await expect(stillMarkup(<FeasibilityFigure locale="en" />)).toMatchFileSnapshot('__snapshots__/feasibility-en.html');
  });
});
