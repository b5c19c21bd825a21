import { describe, expect, it } from 'vitest';
import { circleScene, circleSize, sampleNear } from './circle-scene';
import { drawn } from './drawn';
import { syntheticFrame } from './synthetic';

const frame = syntheticFrame(2, { classes: 8, each: 20 });
const view = drawn(frame);
const options = { pastPi: 'plain', gradient: 'exact' } as const;
const arcface = (m: number, s = 16) => ({ id: 'arcface' as const, parameters: { s, m }, options });

/** Angle, in degrees, of the arc of a wedge path. */
function widthOf(path: string): number {
  const [, x0, y0, x1, y1] = /L([\d.]+),([\d.]+)A\S+ 0 \d 0 ([\d.]+),([\d.]+)/.exec(path)!.map(Number);
  const centre = circleSize / 2;
  const turn = Math.atan2(centre - y1!, x1! - centre) - Math.atan2(centre - y0!, x0! - centre);
  return ((((turn * 180) / Math.PI) % 360) + 360) % 360;
}

describe('the circle', () => {
  it('leaves each of eight even classes 45° − m of training region', () => {
    const regions = circleScene(view, arcface(0.5)).regions.filter((region) => region.opacity === 0.2);
    expect(regions).toHaveLength(8);
    // θ + m < 45° − θ on either side: half-width (45° − 28.648°) / 2.
    for (const { path } of regions) expect(widthOf(path)).toBeCloseTo(45 - 28.648, 0);
  });
  it('leaves none where the margin is larger than the angle between classes', () => {
    expect(circleScene(view, arcface(0.9)).regions).toEqual([]);
  });
  it('has no gap without a margin', () => {
    expect(circleScene(view, arcface(0)).gaps).toBe('');
  });
  it('shows s as the softness of the tint: the larger, the more levels of probability are passed', () => {
    const levels = (s: number) => circleScene(view, arcface(0.5, s)).regions.length;
    expect(levels(2)).toBeLessThan(levels(16));
    expect(levels(16)).toBeLessThanOrEqual(levels(64));
  });
  it('draws every sample once, outside the circle, at its angle', () => {
    const scene = circleScene(view, arcface(0.5));
    expect(scene.dots.map(({ path }) => path.match(/M/g)!.length)).toEqual(new Array(8).fill(20));
    for (let i = 0; i < view.labels.length; i++) {
      const x = scene.places[2 * i]! - circleSize / 2;
      const y = circleSize / 2 - scene.places[2 * i + 1]!;
      expect(Math.hypot(x, y)).toBeGreaterThan(scene.radius);
      expect(Math.hypot(x, y)).toBeLessThan(circleSize / 2);
      expect((x * view.points[2 * i]! + y * view.points[2 * i + 1]!) / Math.hypot(x, y)).toBeCloseTo(1, 6);
    }
  });
  it('rings the misclassified', () => {
    expect(circleScene(view, arcface(0.5)).rings).toHaveLength(view.wrong.reduce((a, b) => a + b, 0));
  });
  it('finds the sample under the pointer, and none where there is none', () => {
    const scene = circleScene(view, arcface(0.5));
    expect(sampleNear(scene, scene.places[10]! + 1, scene.places[11]!, 5)).toBe(5);
    expect(sampleNear(scene, circleSize / 2, circleSize / 2, 9)).toBe(-1);
  });
});
