import { describe, expect, it } from 'vitest';
import { angleBetween, toDegrees } from './angle';
import { bestArrangement } from './arrangement';
import { storedArrangements } from './arrangement-data';
import { repel, smallestAngle } from './repel';

/** Best known smallest angles of n points on the sphere, degrees (Tammes problem; proven for n ≤ 14 and 24). */
const tammes: Readonly<Record<number, number>> = {
  4: 109.4712,
  5: 90,
  6: 90,
  7: 77.8695,
  8: 74.8585,
  9: 70.5288,
  10: 66.1468,
  11: 63.4349,
  12: 63.4349,
  13: 57.1367,
  14: 55.6706,
};

describe('bestArrangement', () => {
  it('on the circle steps evenly, both ways round', () => {
    const { nearest, toOthers, method } = bestArrangement(5, 2);
    expect(method).toBe('circle');
    expect(toDegrees(nearest)).toBeCloseTo(72, 12);
    expect(toOthers.map((angle) => Math.round(toDegrees(angle)))).toEqual([72, 72, 144, 144]);
  });

  it('is a regular simplex up to d + 1 classes', () => {
    expect(toDegrees(bestArrangement(4, 3).nearest)).toBeCloseTo(109.4712, 4);
    expect(bestArrangement(20, 512)).toMatchObject({ method: 'simplex', nearest: Math.acos(-1 / 19) });
    expect(toDegrees(bestArrangement(2, 3).nearest)).toBeCloseTo(180, 12);
  });

  it('lies on the axes up to 2d classes', () => {
    expect(bestArrangement(5, 3)).toMatchObject({ method: 'orthoplex', nearest: Math.PI / 2 });
    expect(bestArrangement(6, 3).toOthers).toEqual([...new Array(4).fill(Math.PI / 2), Math.PI]);
    expect(bestArrangement(16, 8).nearest).toBe(Math.PI / 2);
  });

  it('on the sphere reaches the best known angles to 0.1° and never exceeds them', () => {
    for (const [count, best] of Object.entries(tammes)) {
      const found = toDegrees(bestArrangement(Number(count), 3).nearest);
      expect(found, `${count} points`).toBeGreaterThan(best - 0.1);
      expect(found, `${count} points`).toBeLessThan(best + 0.001);
    }
  });

  it('beyond what is stored says that it is only a bound', () => {
    expect(bestArrangement(85742, 512)).toMatchObject({ method: 'bound', nearest: Math.PI / 2 });
  });

  it('refuses fewer than two classes or dimensions', () => {
    expect(() => bestArrangement(1, 3)).toThrow(/count must be a whole number of at least 2, not 1/);
    expect(() => bestArrangement(5, 2.5)).toThrow(RangeError);
  });
});

describe('stored arrangements', () => {
  it('hold C − 1 ascending angles each, for every count up to 20 that needs one', () => {
    const keys = [...Array.from({ length: 14 }, (_, i) => `3:${7 + i}`), ...[17, 18, 19, 20].map((count) => `8:${count}`)];
    expect(Object.keys(storedArrangements)).toEqual(keys);
    for (const [key, { degrees }] of Object.entries(storedArrangements)) {
      expect(degrees).toHaveLength(Number(key.split(':')[1]) - 1);
      expect([...degrees].sort((a, b) => a - b)).toEqual(degrees);
    }
  });

  it.each(['3:10', '3:14', '8:18'])('are what repulsion finds from the stored seed: %s', (key) => {
    const [dimension, count] = key.split(':').map(Number);
    const { seed, from, degrees } = storedArrangements[key]!;
    const points = repel(count!, dimension!, seed, 6000, from);
    expect(toDegrees(smallestAngle(points))).toBeCloseTo(degrees[0]!, 2);
    const lists = points.map((own) =>
      points
        .filter((other) => other !== own)
        .map((other) => toDegrees(angleBetween(own, other)))
        .sort((a, b) => a - b),
    );
    expect(lists.some((list) => list.every((angle, i) => Math.abs(angle - degrees[i]!) < 0.01))).toBe(true);
  });
});
