import { describe, expect, it } from 'vitest';
import { arcface } from './arcface';
import { cosface } from './cosface';
import { paperOptions } from './index';
import { targetSlope, targetValue } from './read';

const degrees = (theta: number): number => (theta * Math.PI) / 180;
const arc = (theta: number): number => targetValue(arcface, degrees(theta), { s: 64, m: 0.5 }, paperOptions);
const cos = (theta: number): number => targetValue(cosface, degrees(theta), { s: 64, m: 0.35 }, paperOptions);

describe('ArcFace', () => {
  it('crosses CosFace 0.35 at 30.7° and 120.7°, and is the stricter one between', () => {
    for (const [below, above] of [
      [30.6, 30.8],
      [120.6, 120.8],
    ] as const) {
      expect(Math.sign(arc(below) - cos(below))).toBe(-Math.sign(arc(above) - cos(above)));
    }
    expect(arc(75)).toBeLessThan(cos(75));
    expect(arc(20)).toBeGreaterThan(cos(20));
  });

  it('multiplies the slope of the cosine by sin(θ + m)/sin θ: 3.60 at 10° down to 0.60 at 120°', () => {
    const factors = { 10: 3.6, 20: 2.19, 30: 1.71, 45: 1.36, 60: 1.15, 90: 0.88, 120: 0.6 };
    for (const [theta, factor] of Object.entries(factors)) {
      const angle = degrees(Number(theta));
      const found = targetSlope(arcface, angle, { s: 64, m: 0.5 }, paperOptions) / -Math.sin(angle);
      expect(Math.abs(found - factor), `${theta}°`).toBeLessThan(0.005);
    }
  });

  it('stays below −cos m only between π − 2m and π', () => {
    expect(arc(180)).toBeCloseTo(-Math.cos(0.5), 12);
    expect(targetValue(arcface, Math.PI - 1, { s: 64, m: 0.5 }, paperOptions)).toBeCloseTo(-Math.cos(0.5), 12);
    expect(targetValue(arcface, Math.PI - 0.5, { s: 64, m: 0.5 }, paperOptions)).toBeCloseTo(-1, 12);
  });
});
