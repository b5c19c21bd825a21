import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  angleBetween,
  angleOf,
  dot,
  interpolate,
  norm,
  normalise,
  onCircle,
  rotate,
  signedTurn,
  tangent,
  toDegrees,
  toRadians,
  travel,
  turn,
} from './angle';

const vector = (length: number) =>
  fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: length, maxLength: length }).filter((v) => norm(v) > 1e-3);

describe('angleBetween', () => {
  it('gives the angles of a right triangle', () => {
    expect(angleBetween([1, 0], [0, 2])).toBeCloseTo(Math.PI / 2, 15);
    expect(toDegrees(angleBetween([3, 4], [3, 0]))).toBeCloseTo(53.13010235, 8);
  });

  it('keeps all digits near 0 and near π, where arccos has lost half of them', () => {
    for (const tiny of [1e-5, 1e-9, 1e-12]) {
      expect(angleBetween([1, 0], [Math.cos(tiny), Math.sin(tiny)]) / tiny).toBeCloseTo(1, 4);
      expect((Math.PI - angleBetween([1, 0], [-Math.cos(tiny), Math.sin(tiny)])) / tiny).toBeCloseTo(1, 3);
    }
    expect(Math.acos(Math.cos(1e-9))).toBe(0);
  });

  it('is exactly 0 for equal, π for opposite vectors and π/2 for a zero vector', () => {
    expect(angleBetween([0.3, -0.2, 0.9], [0.3, -0.2, 0.9])).toBe(0);
    expect(angleBetween([0.3, -0.2, 0.9], [-0.3, 0.2, -0.9])).toBe(Math.PI);
    expect(angleBetween([0, 0], [1, 0])).toBe(Math.PI / 2);
    expect(angleBetween([0, 0], [0, 0])).toBe(Math.PI / 2);
  });

  it('does not depend on lengths, however small or large', () => {
    expect(angleBetween([1e-300, 1e-300], [1e300, 0])).toBeCloseTo(Math.PI / 4, 14);
  });

  it('obeys the triangle inequality and its cosine is the normalised inner product', () => {
    fc.assert(
      fc.property(vector(4), vector(4), vector(4), (a, b, c) => {
        expect(angleBetween(a, c)).toBeLessThanOrEqual(angleBetween(a, b) + angleBetween(b, c) + 1e-12);
        expect(Math.cos(angleBetween(a, b))).toBeCloseTo(dot(normalise(a), normalise(b)), 12);
      }),
    );
  });
});

describe('tangent', () => {
  it('is a unit vector across x that leads to w', () => {
    fc.assert(
      fc.property(vector(3), vector(3), (x, w) => {
        const direction = tangent(x, w);
        if (norm(direction) === 0) return;
        expect(dot(direction, normalise(x))).toBeCloseTo(0, 12);
        expect(norm(direction)).toBeCloseTo(1, 12);
        const end = travel(normalise(x), direction, angleBetween(x, w));
        end.forEach((value, i) => {
          expect(value).toBeCloseTo(normalise(w)[i]!, 9);
        });
      }),
    );
  });

  it('is the negative derivative of θ', () => {
    const x = normalise([0.2, -0.7, 0.4]);
    const w = [0.5, 0.1, -0.3];
    const direction = tangent(x, w);
    const h = 1e-6;
    const change = (angleBetween(travel(x, direction, h), w) - angleBetween(travel(x, direction, -h), w)) / (2 * h);
    expect(change).toBeCloseTo(-1, 8);
  });

  it('is zero where no direction is defined: equal, opposite, zero', () => {
    for (const [x, w] of [
      [
        [1, 2, 2],
        [2, 4, 4],
      ],
      [
        [1, 2, 2],
        [-1, -2, -2],
      ],
      [
        [0, 0, 0],
        [1, 0, 0],
      ],
      [
        [1, 0, 0],
        [0, 0, 0],
      ],
    ] as const) {
      expect([...tangent(x, w)]).toEqual([0, 0, 0]);
    }
  });
});

describe('directions', () => {
  it('normalising keeps a zero vector zero', () => {
    expect([...normalise([0, 0])]).toEqual([0, 0]);
    expect([...normalise([3, 4])]).toEqual([0.6, 0.8]);
  });

  it('turn and signedTurn bring any angle to one turn', () => {
    expect(turn(-Math.PI / 2)).toBeCloseTo(1.5 * Math.PI, 12);
    expect(turn(2 * Math.PI)).toBe(0);
    expect(turn(-1e-20)).toBe(0);
    expect(signedTurn(1.5 * Math.PI)).toBeCloseTo(-Math.PI / 2, 12);
    expect(signedTurn(-Math.PI)).toBe(Math.PI);
  });

  it('angleOf and onCircle are inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6.28, noNaN: true }), (phi) => {
        expect(angleOf(onCircle(phi))).toBeCloseTo(phi, 10);
      }),
    );
  });

  it('interpolate moves at constant angle and meets both ends', () => {
    const a = [1, 0, 0];
    const b = [0, 0, 2];
    expect(toDegrees(angleBetween(interpolate(a, b, 0.25), a))).toBeCloseTo(22.5, 10);
    expect([...interpolate(a, b, 1)].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([0, 0, 1]);
    expect([...interpolate([1, 0], [-1, 0], 0.3)]).toEqual([1, 0]);
  });

  it('rotate keeps lengths and angles and turns counter-clockwise', () => {
    const quarter = rotate([1, 0, 0], [0, 0, 1], toRadians(90));
    expect(quarter[0]).toBeCloseTo(0, 15);
    expect(quarter[1]).toBeCloseTo(1, 15);
    fc.assert(
      fc.property(vector(3), vector(3), vector(3), fc.double({ min: -7, max: 7, noNaN: true }), (a, b, axis, angle) => {
        const unit = normalise(axis);
        expect(angleBetween(rotate(a, unit, angle), rotate(b, unit, angle))).toBeCloseTo(angleBetween(a, b), 6);
      }),
    );
  });
});
