import { describe, expect, it } from 'vitest';
import { type LossId, losses, type ParameterValues, paperOptions } from '../../../lib/losses';
import type { LossInForce } from '../../../lib/sphere/in-force';
import { type Bearings, geodesicScene, withAngleBetween } from './scene';
import { gapNote, verdict } from './words';

const start: Bearings = { w1: -25, x: 2, w2: 65 };
const of = (id: LossId, values: ParameterValues): LossInForce => ({ loss: losses[id], values, options: paperOptions });
const arcface = of('arcface', { m: 0.5, s: 16 });
const say = (bearings: Bearings, inForce: LossInForce, locale: 'en' | 'ko' = 'en') =>
  verdict(geodesicScene(bearings, inForce), inForce, locale);
const note = (bearings: Bearings, inForce: LossInForce, locale: 'en' | 'ko' = 'en') =>
  gapNote(geodesicScene(bearings, inForce), inForce, locale);

describe('the verdict', () => {
  it('says who wins and by which angles', () => {
    expect(say(start, arcface)).toBe('55.6° < 63.0°: x wins with its margin as well.');
    expect(say({ ...start, x: 12 }, arcface)).toBe(
      'At test time x is class 1: 37.0° < 53.0°. In training it counts as 65.6° and still loses, so the loss keeps pulling.',
    );
    expect(say({ ...start, x: 40 }, arcface)).toBe(
      '65.0° > 25.0°: x is nearer to class 2 and wrong, with or without the margin.',
    );
    expect(say({ ...start, x: 20 }, arcface)).toBe('x is exactly half way: the test has no answer.');
  });

  it('does not speak of a margin where there is none', () => {
    expect(say(start, of('norm-softmax', { s: 16 }))).toBe('27.0° < 63.0°: x is on the side of class 1.');
    expect(say({ ...start, x: 40 }, of('arcface', { m: 0, s: 16 }))).not.toContain('margin');
  });

  it('tells when class 1 wins from the far side because the cosine rises again past π', () => {
    // θ₁ = 170°, m = 1.5 (85.94°): θ₁ + m = 255.94°, which counts as 360° − 255.94° = 104.06°; W₂ at 30° is 140° away.
    expect(say({ w1: 0, x: 170, w2: 30 }, of('arcface', { m: 1.5, s: 16 }))).toContain(
      'past π the cosine rises again, and 170.0° counts as only 104.1°',
    );
  });

  it('does not blame π where a factor on the angle makes it smaller', () => {
    // 0.5 × 50° = 25° against θ₂ = 40°.
    const half = of('combined', { m1: 0.5, m2: 0, m3: 0, s: 16 });
    expect(say({ w1: 0, x: 50, w2: 90 }, half)).toBe(
      'x is nearer to class 2, yet class 1 wins in training: 50.0° counts as only 25.0°.',
    );
  });

  it('speaks Korean', () => {
    expect(say({ ...start, x: 12 }, arcface, 'ko')).toBe(
      '테스트에서 x는 클래스 1입니다(37.0° < 53.0°). 학습에서는 65.6°로 취급되어 아직 지므로 손실이 x를 계속 당깁니다.',
    );
  });
});

describe('the note on the gap', () => {
  it('is m wherever the classes are for ArcFace, and depends on θ₁₂ for CosFace', () => {
    for (const theta12 of [40, 90, 140])
      expect(note(withAngleBetween(start, theta12), arcface)).toBe('= m, wherever the classes are');
    expect(note(start, of('cosface', { m: 0.35, s: 16 }))).toBe('depends on θ₁₂: 41.0° at 60°, 28.7° at 90°');
  });

  it('says so when the margin asks for more than there is', () => {
    expect(note(withAngleBetween(start, 30), of('cosface', { m: 0.35, s: 16 }))).toContain('not even x = W₁');
    expect(note(withAngleBetween(start, 20), arcface)).toContain('not even x = W₁');
  });

  it('knows no gap without a margin, nor between equal directions', () => {
    expect(note(start, of('softmax', {}))).toBe('no margin, no gap');
    expect(note({ ...start, w2: start.w1 }, arcface)).toBe('the two directions coincide');
  });
});
