import { describe, expect, it } from 'vitest';
import { arcPath, pointAt, sectorPath } from './arcs';
import { classColour, classMarkPath, symbolColour } from './marks';
import { keyMove } from './useDrag';

/** Area of a polygon path by the shoelace formula. */
function area(path: string): number {
  const points = path
    .slice(1, -1)
    .split('L')
    .map((pair) => pair.split(',').map(Number));
  return (
    Math.abs(
      points.reduce((sum, [x = 0, y = 0], i) => {
        const [nx = 0, ny = 0] = points[(i + 1) % points.length] ?? [];
        return sum + x * ny - y * nx;
      }, 0),
    ) / 2
  );
}

describe('class marks', () => {
  it('are ten different shapes and repeat from class 10 on', () => {
    const paths = Array.from({ length: 10 }, (_, k) => classMarkPath(k, 5));
    expect(new Set(paths).size).toBe(10);
    expect(classMarkPath(13, 5)).toBe(paths[3]);
    expect(classColour(13)).toBe('var(--class-3)');
  });

  it('cover about the same area, so that no class looks heavier', () => {
    const disc = Math.PI * 25;
    for (let k = 1; k < 10; k++) {
      const ratio = area(classMarkPath(k, 5)) / disc;
      expect(ratio, `class ${k}`).toBeGreaterThan(0.7);
      expect(ratio, `class ${k}`).toBeLessThan(1.3);
    }
  });

  it('m1, m2 and m3 take the colour of m', () => {
    expect(['m1', 'm2', 'm3', 'm', 'lambda'].map(symbolColour)).toEqual(['m', 'm', 'm', 'm', 'lambda']);
  });
});

describe('arcs', () => {
  const circle = { cx: 100, cy: 100 };

  it('run counter-clockwise from the right, with y up', () => {
    expect(pointAt(circle, 50, Math.PI / 2)).toEqual({ x: 100, y: 50 });
    expect(arcPath(circle, 50, 0, Math.PI / 2)).toBe('M150,100A50,50 0 0 0 100,50');
  });

  it('take the long way when it is more than half a turn, and close a whole turn', () => {
    expect(arcPath(circle, 50, 0, 1.5 * Math.PI)).toContain('0 1 0');
    expect(arcPath(circle, 50, 0, 2 * Math.PI)).toMatch(/Z$/);
    expect(sectorPath(circle, 50, 0, 1)).toContain('L100,100Z');
    expect(sectorPath(circle, 50, 0, Math.PI / 2, 20)).toBe('M150,100A50,50 0 0 0 100,50L100,80A20,20 0 0 1 120,100Z');
  });
});

describe('keyMove', () => {
  const steps = { arrow: 1, shift: 5, page: 15 };
  const press = (key: string, shiftKey = false) => keyMove({ key, shiftKey }, steps);

  it('reads the keys of a slider and no others', () => {
    expect(press('ArrowRight')).toEqual({ by: 1 });
    expect(press('ArrowDown', true)).toEqual({ by: -5 });
    expect(press('PageUp')).toEqual({ by: 15 });
    expect(press('Home')).toEqual({ to: 'min' });
    expect(press('Tab')).toBeNull();
  });
});
