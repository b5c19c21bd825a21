// biome-ignore-all lint/suspicious/noApproximativeNumericConstant: 0.7071 is an entry of a table to four decimals
import { describe, expect, it } from 'vitest';
import { losses, paperOptions } from '../../../lib/losses';
import { toDegrees, toRadians } from '../../../lib/sphere/angle';
import { crossings, ownCurve, paperCurves, read, sample } from './curves';

const curve = (id: string) => {
  const found = paperCurves.find((c) => c.id === id);
  if (!found) throw new Error(`no curve ${id}`);
  return found;
};

describe('the seven curves', () => {
  // Calculated by hand calculator from (m1, m2, m3) and ψ with k; four decimals.
  const table: readonly (readonly [number, number, number, number, number, number, number, number])[] = [
    [0, 1.0, 1.0, 1.0, 0.8776, 0.65, 0.7553, 0.7711],
    [20, 0.9397, 0.812, 0.891, 0.6607, 0.5897, 0.5966, 0.6056],
    [30, 0.866, 0.6384, 0.7604, 0.5203, 0.516, 0.4796, 0.4939],
    [45, 0.7071, 0.4226, 0.4886, 0.2815, 0.3571, 0.2666, 0.2975],
    [60, 0.5, 0.1667, 0.1564, 0.0236, 0.15, 0.0217, 0.0763],
    [80, 0.1736, -0.3163, -0.309, -0.3198, -0.1764, -0.3251, -0.2357],
    [90, 0.0, -0.5, -0.5225, -0.4794, -0.35, -0.4955, -0.3905],
    [100, -0.1736, -0.6837, -0.7071, -0.6245, -0.5236, -0.6569, -0.5394],
  ];
  it.each(table)('at %d° have the tabulated values', (angle, ...values) => {
    const got = paperCurves.map((c) => read(c, toRadians(angle)).value);
    for (const [i, value] of values.entries()) expect(got[i], paperCurves[i]?.id).toBeCloseTo(value, 4);
  });

  it('differ in dash or in weight, so that colour is not needed', () => {
    const dashed = paperCurves.filter((c) => c.dash !== '').map((c) => c.dash);
    expect(new Set(dashed).size).toBe(dashed.length);
    expect(paperCurves.filter((c) => c.dash === '').map((c) => c.id)).toEqual(['softmax', 'arcface']);
  });
});

describe('the pull relative to softmax', () => {
  // sin(θ + m) / sin θ with m = 0.5 rad = 28.648°; at 20° that is 0.7507 / 0.3420.
  it.each([
    [10, '3.60'],
    [20, '2.19'],
    [30, '1.71'],
    [45, '1.36'],
    [60, '1.15'],
    [90, '0.88'],
    [120, '0.60'],
  ])('of ArcFace at %d° is %s', (angle, factor) => {
    expect(read(curve('arcface'), toRadians(angle)).factor.toFixed(2)).toBe(factor);
  });

  it('of CosFace is 1 everywhere, since its margin is a constant', () => {
    for (let angle = 1; angle < 180; angle++) expect(read(curve('cosface'), toRadians(angle)).factor).toBeCloseTo(1, 12);
  });

  it('is not defined at 0° and 180°', () => {
    for (const end of [0, Math.PI]) expect(read(curve('arcface'), end).factor).toBeNaN();
  });

  it('has slopes that agree with central differences of the values', () => {
    const h = 1e-5;
    for (const c of paperCurves) {
      for (const angle of [7, 23, 61, 88, 97, 139, 171]) {
        const theta = toRadians(angle);
        const difference = (read(c, theta + h).value - read(c, theta - h).value) / (2 * h);
        expect(read(c, theta).slope, `${c.id} at ${angle}°`).toBeCloseTo(difference, 7);
      }
    }
  });
});

describe('crossings', () => {
  it('of ArcFace 0.5 and CosFace 0.35 are at 30.7° and 120.7°', () => {
    const found = crossings(curve('arcface'), curve('cosface')).map(toDegrees);
    expect(found.map((angle) => angle.toFixed(1))).toEqual(['30.7', '120.7']);
    // cos(θ + m) − cos θ = −2 sin(θ + m/2) sin(m/2) = −0.35, so θ + m/2 = asin(0.35 / (2 sin 0.25)) or π minus it.
    const half = Math.asin(0.35 / (2 * Math.sin(0.25)));
    expect(found[0]).toBeCloseTo(toDegrees(half - 0.25), 6);
    expect(found[1]).toBeCloseTo(toDegrees(Math.PI - half - 0.25), 6);
  });
});

describe('sampling', () => {
  const arcface = (pastPi: 'plain' | 'fallback' | 'fallback0' | 'easy' | 'clamp', gradient: 'exact' | 'detached' = 'exact') =>
    ownCurve(losses.arcface, { m: 0.5, s: 16 }, { pastPi, gradient });

  it('draws every paper curve in one piece', () => {
    for (const c of paperCurves) expect(sample(c, 0, Math.PI), c.id).toHaveLength(1);
  });

  it.each([
    ['fallback', Math.PI - 0.5, -0.1173],
    ['fallback0', Math.PI - 0.5, 0.1224],
    ['easy', Math.PI / 2, 0.4794],
  ] as const)('cuts %s at its jump', (mode, where, size) => {
    for (const gradient of ['exact', 'detached'] as const) {
      const pieces = sample(arcface(mode, gradient), 0, Math.PI);
      expect(pieces).toHaveLength(2);
      const [end, start] = [pieces[0]?.at(-1), pieces[1]?.[0]];
      expect(end?.theta).toBeCloseTo(where, 6);
      expect((start?.value ?? 0) - (end?.value ?? 0)).toBeCloseTo(size, 4);
    }
  });

  it.each(['plain', 'clamp'] as const)('does not cut %s', (mode) => {
    expect(sample(arcface(mode), 0, Math.PI)).toHaveLength(1);
  });

  it('does not cut the steepest SphereFace', () => {
    const steep = ownCurve(losses.sphereface, { m: 8, lambda: 0 }, paperOptions);
    expect(sample(steep, 0, Math.PI)).toHaveLength(1);
  });
});
