import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPolygon, planeBoundary, planeLogits, planeRegions } from './boundary-plane';

const view = { left: -3, right: 3, bottom: -2, top: 2 };

describe('planeRegions', () => {
  it('cuts the window by the straight line W₀ · x + b₀ = W₁ · x + b₁', () => {
    // x > −0.5 is class 0: 2x + 1 > 0.
    const [right, left] = planeRegions(
      [
        [1, 0],
        [-1, 0],
      ],
      [1, 0],
      view,
    );
    expect(right).toEqual(
      expect.arrayContaining([
        [3, -2],
        [3, 2],
        [-0.5, 2],
        [-0.5, -2],
      ]),
    );
    expect(left).toEqual(
      expect.arrayContaining([
        [-3, -2],
        [-3, 2],
        [-0.5, 2],
        [-0.5, -2],
      ]),
    );
    expect(
      planeBoundary(
        [
          [1, 0],
          [-1, 0],
        ],
        [1, 0],
        [0, 1],
        view,
      )!.map(([x]) => x),
    ).toEqual([-0.5, -0.5]);
  });

  it('gives a class nothing where its weights are short and its bias low', () => {
    // At (x, 0) class 1 has 0.1 x − 5 < both neighbours everywhere in the window.
    expect(
      planeRegions(
        [
          [1, 0],
          [0.1, 0],
          [-1, 0],
        ],
        [0, -5, 0],
        view,
      )[1],
    ).toEqual([]);
  });

  it('gives a repeated class to the lower index and has no boundary there', () => {
    const regions = planeRegions(
      [
        [1, 0],
        [1, 0],
      ],
      [0, 0],
      view,
    );
    expect(regions[0]).toHaveLength(4);
    expect(regions[1]).toEqual([]);
    expect(
      planeBoundary(
        [
          [1, 0],
          [1, 0],
        ],
        [0, 0],
        [0, 1],
        view,
      ),
    ).toBeNull();
    expect(
      planeBoundary(
        [
          [1, 0],
          [-1, 0],
        ],
        [20, 0],
        [0, 1],
        view,
      ),
    ).toBeNull();
  });

  // Points whose two best logits differ by less than 1e-9 are left out: they are on a boundary.
  it('agrees with the argmax of the logits at random points', () => {
    // Weights and biases in hundredths: regions are either empty or wide enough to be told from rounding.
    const coordinate = fc.integer({ min: -400, max: 400 }).map((value) => value / 100);
    const point = fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 2, maxLength: 9 }),
        fc.array(point, { minLength: 10, maxLength: 10 }),
        (classes, points) => {
          const weights = classes.map(([a, b]) => [a, b]);
          const bias = classes.map(([, , c]) => c);
          const regions = planeRegions(weights, bias, view);
          for (const x of points) {
            const logits = planeLogits(x, weights, bias);
            const sorted = [...logits].sort((a, b) => b - a);
            if (sorted[0]! - sorted[1]! < 1e-9) continue;
            const winner = logits.indexOf(sorted[0]!);
            regions.forEach((region, k) => {
              expect(inPolygon(x, region)).toBe(k === winner);
            });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
