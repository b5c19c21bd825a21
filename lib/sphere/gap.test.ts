import { describe, expect, it } from 'vitest';
import { type LossId, losses, type ParameterValues, paperOptions } from '../losses';
import { toDegrees, toRadians } from './angle';
import { gapAcross, gapAlongArc, gapClosedForm, marginForGap } from './gap';
import type { LossInForce } from './in-force';

const inForce = (id: LossId, values: ParameterValues, options = paperOptions): LossInForce => ({
  loss: losses[id],
  values,
  options,
});
const degreesAlong = (of: LossInForce, theta12: number): number => toDegrees(gapAlongArc(of, toRadians(theta12)).width!);

const arc = inForce('arcface', { s: 64, m: 0.5 });
const cos = inForce('cosface', { s: 64, m: 0.35 });
const sphere4 = inForce('sphereface', { m: 4, lambda: 0 });
const sphere135 = inForce('sphereface-arccos', { s: 64, m: 1.35 });

describe('gap along the arc', () => {
  // Worked out outside this code, from the closed forms: degrees at each θ12.
  it.each([
    [30, 28.65, 85.09, 18, 4.47],
    [45, 28.65, 54.43, 27, 6.7],
    [60, 28.65, 40.97, 36, 8.94],
    [71.61, 28.65, 34.81, 42.97, 10.67],
    [90, 28.65, 28.66, 54, 13.4],
    [120, 28.65, 23.32, 72, 17.87],
  ])('at θ12 = %d° is that of the fact table', (theta12, arcface, cosface, sphereface, sphereArccos) => {
    expect(degreesAlong(arc, theta12)).toBeCloseTo(arcface, 1);
    expect(degreesAlong(cos, theta12)).toBeCloseTo(cosface, 1);
    expect(degreesAlong(sphere4, theta12)).toBeCloseTo(sphereface, 1);
    expect(degreesAlong(sphere135, theta12)).toBeCloseTo(sphereArccos, 1);
    expect(Math.abs(degreesAlong(arc, theta12) - 28.6479)).toBeLessThan(1e-4);
    expect(Math.abs(degreesAlong(cos, theta12) - cosface)).toBeLessThan(0.0051);
    expect(Math.abs(degreesAlong(sphere135, theta12) - sphereArccos)).toBeLessThan(0.0051);
  });

  it('says where the margin cannot be satisfied at the class direction itself', () => {
    expect(gapAlongArc(cos, toRadians(30)).satisfiable).toBe(false);
    expect(gapAlongArc(cos, toRadians(45)).satisfiable).toBe(false);
    expect(gapAlongArc(cos, toRadians(60)).satisfiable).toBe(true);
    // 0.5 rad = 28.65°
    expect(gapAlongArc(arc, toRadians(28)).satisfiable).toBe(false);
    expect(gapAlongArc(arc, toRadians(29)).satisfiable).toBe(true);
    expect(gapAlongArc(arc, toRadians(28)).halfWidth).toBeCloseTo(toRadians(28 - 28.6479) / 2, 6);
  });

  it('has no boundary at all where even the formula has none', () => {
    // 0.35 > 2 sin 5°
    expect(gapAlongArc(cos, toRadians(10))).toEqual({ width: null, halfWidth: null, satisfiable: false });
    expect(gapClosedForm(cos, toRadians(10))).toBeNull();
  });

  it('of SphereFace with λ = 5 is 21.2° at 90°, instead of 54° without λ', () => {
    expect(degreesAlong(inForce('sphereface', { m: 4, lambda: 5 }), 90)).toBeCloseTo(21.2, 1);
    expect(degreesAlong(sphere4, 90)).toBeCloseTo(54, 8);
  });

  it('agrees with every closed form, for all losses and angles that can be satisfied', () => {
    const all: LossInForce[] = [
      inForce('softmax', {}),
      inForce('norm-softmax', { s: 16 }),
      ...[0.1, 0.5, 1].map((m) => inForce('arcface', { s: 16, m })),
      ...[0.05, 0.2, 0.35].map((m) => inForce('cosface', { s: 16, m })),
      ...[1, 2, 3, 4, 8].map((m) => inForce('sphereface', { m, lambda: 0 })),
      ...[1, 1.35, 2].map((m) => inForce('sphereface-arccos', { s: 16, m })),
      inForce('combined', { s: 16, m1: 1.2, m2: 0.3, m3: 0 }),
      inForce('combined', { s: 16, m1: 1, m2: 0.3, m3: 0.2 }),
    ];
    let compared = 0;
    for (const of of all) {
      for (let degrees = 5; degrees <= 175; degrees += 5) {
        const numeric = gapAlongArc(of, toRadians(degrees));
        const closed = gapClosedForm(of, toRadians(degrees));
        if (!numeric.satisfiable) continue;
        expect(closed).not.toBeNull();
        expect(numeric.width!, `${of.loss.id} ${JSON.stringify(of.values)} at ${degrees}°`).toBeCloseTo(closed!, 9);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(400);
  });

  it('does not depend on what happens past π, since no boundary on the arc lies there', () => {
    for (const pastPi of losses.arcface.pastPi) {
      const of = { ...arc, options: { pastPi, gradient: 'exact' as const } };
      for (const theta12 of [40, 90, 150, 179]) expect(degreesAlong(of, theta12)).toBeCloseTo(toDegrees(0.5), 8);
    }
  });
});

describe('gap beside the arc', () => {
  const across = (of: LossInForce, theta12: number, along: number): number =>
    toDegrees(gapAcross(of, toRadians(theta12), toRadians(along))!);

  it('of ArcFace widens from 28.7° to 59.3° at θ12 = 60° and to 41.0° at 90°', () => {
    expect(across(arc, 60, 0)).toBeCloseTo(28.65, 2);
    expect(across(arc, 60, 90)).toBeCloseTo(59.3, 1);
    expect(across(arc, 90, 0)).toBeCloseTo(28.65, 2);
    expect(across(arc, 90, 90)).toBeCloseTo(41.0, 1);
    let before = 0;
    for (let along = 0; along <= 90; along += 10) {
      expect(across(arc, 60, along)).toBeGreaterThan(before);
      before = across(arc, 60, along);
    }
    // sin λ sin ½θ12 = sin ½m where the plane of the arc is at 90°.
    expect(across(arc, 60, 90)).toBeCloseTo(2 * toDegrees(Math.asin(Math.sin(0.25) / Math.sin(toRadians(30)))), 8);
  });

  it('of CosFace keeps its width, which depends on θ12: 41.0° at 60°, 28.7° at 90°', () => {
    for (const along of [0, 20, 45, 70, 90, 130, 180]) {
      expect(across(cos, 60, along)).toBeCloseTo(40.97, 2);
      expect(across(cos, 90, along)).toBeCloseTo(28.66, 2);
    }
  });

  it('meets the gap along the arc in its middle, for every loss', () => {
    for (const of of [
      arc,
      cos,
      sphere4,
      sphere135,
      inForce('sphereface', { m: 4, lambda: 5 }),
      inForce('combined', { s: 16, m1: 0.9, m2: 0.4, m3: 0.15 }),
    ]) {
      expect(gapAcross(of, toRadians(80), 0)!).toBeCloseTo(gapAlongArc(of, toRadians(80)).width!, 9);
    }
    expect(gapAcross(inForce('norm-softmax', { s: 16 }), 1, 0.4)).toBeCloseTo(0, 9);
  });
});

describe('margin for a wished gap', () => {
  it('eight classes on the circle: ArcFace 0.5 is as wide as CosFace 0.189', () => {
    expect(marginForGap(inForce('arcface', { s: 16, m: 0.1 }), toRadians(45), 0.5)).toBeCloseTo(0.5, 8);
    expect(marginForGap(cos, toRadians(45), 0.5)).toBeCloseTo(0.189, 3);
  });

  it('SphereFace can take whole margins only: without λ m = 4 gives 27° and m = 5 30°, the nearest to 28.65°', () => {
    expect(degreesAlong(sphere4, 45)).toBeCloseTo(27, 8);
    expect(degreesAlong(inForce('sphereface', { m: 5, lambda: 0 }), 45)).toBeCloseTo(30, 8);
    expect(marginForGap(sphere4, toRadians(45), 0.5)).toBe(5);
    expect(marginForGap(sphere4, toRadians(45), toRadians(27.5))).toBe(4);
  });

  it('ten classes on the sphere, 66° apart: CosFace 0.270', () => {
    expect(marginForGap(cos, toRadians(66.147), 0.5)).toBeCloseTo(0.27, 3);
  });

  it('is null without a margin, or out of its range', () => {
    expect(marginForGap(inForce('norm-softmax', { s: 16 }), 1, 0.5)).toBeNull();
    expect(marginForGap(arc, 3, 2)).toBeNull();
  });
});
