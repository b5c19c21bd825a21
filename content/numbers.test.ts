import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import bench from '../bench/results/defaults.json';
import stuckRuns from '../bench/results/stuck-runs.json';
import { locales } from '../lib/i18n/locale';
import { type LossId, losses, type ParameterValues, paperOptions } from '../lib/losses';
import { targetSlope, targetValue } from '../lib/losses/read';
import { feasibility, necessaryScale } from '../lib/sphere/feasibility';
import { gapAcross, gapAlongArc } from '../lib/sphere/gap';
import { circleRun, sphereRun } from '../lib/training/defaults';

/**
 * Numbers that the ArcFace chapter calls calculated are calculated here from the losses' definitions, and must stand in the text
 * of every language exactly so.
 */
const degrees = 180 / Math.PI;
const m = 0.5;
const of = (id: LossId, values: ParameterValues) => ({ loss: losses[id], values, options: paperOptions });
const arcface = of('arcface', { m, s: 16 });
const cosface = of('cosface', { m: 0.35, s: 16 });
const arc = (inForce: typeof arcface, theta12: number) =>
  ((gapAlongArc(inForce, theta12 / degrees).width ?? Number.NaN) * degrees).toFixed(1);
const across = (inForce: typeof arcface, theta12: number) =>
  ((gapAcross(inForce, theta12 / degrees, Math.PI / 2) ?? Number.NaN) * degrees).toFixed(1);
const factor = (theta: number) =>
  (targetSlope(losses.arcface, theta / degrees, { m, s: 1 }, paperOptions) / -Math.sin(theta / degrees)).toFixed(2);
const at = (id: LossId, values: ParameterValues, theta: number) =>
  targetValue(losses[id], theta / degrees, { s: 1, ...values }, paperOptions);

/** Where ArcFace 0.5 and CosFace 0.35 have the same target logit, between two angles in degrees. */
function crossing(from: number, to: number): string {
  const difference = (theta: number) => at('arcface', { m }, theta) - at('cosface', { m: 0.35 }, theta);
  let [low, high] = [from, to];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (difference(middle) > 0 === difference(low) > 0) low = middle;
    else high = middle;
  }
  return low.toFixed(1);
}

const text = Object.fromEntries(
  locales.map((locale) => [
    locale,
    readFileSync(new URL(`./${locale}/arcface.mdx`, import.meta.url), 'utf8').replaceAll('−', '-'),
  ]),
);

function printed(what: string, ...numbers: string[]): void {
  it(`prints ${what}: ${numbers.join(', ')}`, () => {
    for (const locale of locales) {
      for (const number of numbers) {
        const escaped = number.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        expect(text[locale], `${locale}: ${number}`).toMatch(new RegExp(`(?<![\\d.])${escaped}(?![\\d])`));
      }
    }
  });
}

describe('calculated numbers of the ArcFace chapter', () => {
  printed('0.5 rad in degrees', `${(m * degrees).toFixed(1)}°`);
  printed('the gaps of the table', ...[60, 90, 120].map((theta12) => `${arc(cosface, theta12)}°`));
  printed(
    'SphereFace’s gaps without blend',
    ...[45, 60, 90, 120].map((theta12) => `${arc(of('sphereface', { m: 4, lambda: 0 }), theta12)}°`),
  );
  printed('SphereFace’s gap at 90° with λ = 5', `${arc(of('sphereface', { m: 4, lambda: 5 }), 90)}°`);
  printed('ArcFace’s band far from the arc', `${across(arcface, 60)}°`, `${across(arcface, 90)}°`);
  printed('the angle between eight classes in radians', `${((2 * Math.PI) / 8).toFixed(2)} rad`);
  printed('28.6 rad without its full turns', `${((28.6 * degrees) % 360).toFixed(1)}°`);
  printed('factors of the slope', ...[10, 30, 60, 90, 120].map(factor));
  printed('where the factor is 1', `${(((Math.PI - m) / 2) * degrees).toFixed(1)}°`);
  printed('the pull at θ = 0', Math.sin(m).toFixed(3));
  printed('where the cosine turns', `${((Math.PI - m) * degrees).toFixed(1)}°`);
  printed('the crossings', `${crossing(10, 80)}°`, `${crossing(90, 150)}°`);
  printed(
    'target logits at 90°',
    at('arcface', { m }, 90).toFixed(2),
    at('cosface', { m: 0.35 }, 90).toFixed(2),
    at('sphereface', { m: 4, lambda: 0 }, 90).toFixed(0),
  );
  printed('SphereFace at 90° with the blend of the figure', at('sphereface', { m: 4, lambda: 5 }, 90).toFixed(1));
  printed(
    'random directions beyond π − m',
    `${((m / Math.PI) * 100).toFixed(0)}%`,
    `${(((1 - Math.cos(m)) / 2) * 100).toFixed(0)}%`,
  );
  printed('the memory of W', `${((85_742 * 512 * 4) / 1e6).toFixed(0)} MB`);

  const end = Math.PI - m;
  const jump = (pastPi: 'fallback' | 'fallback0') =>
    Math.abs(targetValue(losses.arcface, end + 1e-9, { m, s: 1 }, { pastPi, gradient: 'exact' }) + 1).toFixed(3);
  printed('the jumps past π', jump('fallback'), jump('fallback0'));

  const circle = (classes: number) => feasibility({ classes, dimension: 2, inForce: of('arcface', { m, s: 64 }) });
  const room = (classes: number) => (circle(classes).halfWidth ?? Number.NaN) * degrees;
  printed('the room on the circle', `${room(8).toFixed(1)}°`, `${room(10).toFixed(1)}°`);
  printed(
    'the scale that ten classes need, and CosFace’s bound',
    (circle(10).scaleFor(0.9) ?? Number.NaN).toFixed(0),
    necessaryScale(10, 0.9).toFixed(2),
  );

  it('there is room for twelve classes on the circle and none for thirteen', () => {
    expect(room(12)).toBeGreaterThan(0);
    expect(room(13)).toBeLessThan(0);
  });

  it('CosFace 0.35 cannot be met at 45°, and CosFace’s band keeps its width off the arc', () => {
    expect(gapAlongArc(cosface, 45 / degrees).satisfiable).toBe(false);
    for (const theta12 of [60, 90]) expect(across(cosface, theta12)).toBe(arc(cosface, theta12));
  });

  it('a probability of 0.9 for ten classes on the circle takes s = 43; 42 falls just short', () => {
    const p = (s: number) => feasibility({ classes: 10, dimension: 2, inForce: of('arcface', { m, s }) }).probability ?? 0;
    expect(p(43)).toBeGreaterThanOrEqual(0.9);
    expect(p(42)).toBeLessThan(0.9);
  });
});

describe('what the chapter says about the default runs', () => {
  it('holds in the bench: on the sphere no run gets stuck without a gentle start', () => {
    const sphere = bench.rows.find((row) => row.run === 'sphere');
    expect(sphere?.runs).toBeGreaterThanOrEqual(20);
    expect(sphere?.stuck).toBe(0);
    expect(sphereRun.ramps).toEqual([]);
    expect(circleRun.ramps).toEqual([
      { parameter: 's', from: 3, steps: circleRun.maxSteps / 2 },
      { parameter: 'm', from: 0, steps: circleRun.maxSteps / 2 },
    ]);
  });
});

describe('what the chapter says about stuck runs', () => {
  const total = (chosen: (row: (typeof stuckRuns.rows)[number]) => boolean) =>
    stuckRuns.rows.filter(chosen).reduce((sum, row) => sum + row.stuck, 0);

  it('holds in the bench: without a ramp plain gets stuck most, then clamp, the fallbacks rarely, easy never', () => {
    for (const rate of new Set(stuckRuns.rows.map((row) => row.learningRate))) {
      const stuck = (pastPi: string) =>
        total((row) => row.learningRate === rate && !row.ramp && row.pastPi === pastPi && row.gradient === 'exact');
      expect(stuck('plain')).toBeGreaterThan(stuck('clamp'));
      for (const fallback of ['fallback', 'fallback0']) {
        expect(stuck('clamp')).toBeGreaterThan(stuck(fallback));
        expect(stuck(fallback) / stuckRuns.seeds).toBeLessThan(0.1);
      }
      expect(stuck('easy')).toBe(0);
    }
  });

  it('holds in the bench: nothing gets stuck with a detached gradient, without a margin, or with a ramp', () => {
    expect(stuckRuns.seeds).toBeGreaterThanOrEqual(20);
    expect(stuckRuns.rows.some((row) => row.ramp)).toBe(true);
    expect(total((row) => row.gradient === 'detached')).toBe(0);
    expect(total((row) => row.pastPi === null)).toBe(0);
    expect(total((row) => row.ramp)).toBe(0);
  });
});
