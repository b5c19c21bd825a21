import { describe, expect, it } from 'vitest';
import { type LossId, losses, lossIds, type ParameterValues, paperOptions } from '../../../lib/losses';
import type { LossInForce } from '../../../lib/sphere/in-force';
import {
  type Bearings,
  geodesicGround,
  geodesicScene,
  intoTheGap,
  sweep,
  tidyBearing,
  toBearing,
  toPhi,
  trainingClassAt,
  twoClassSoftmax,
  withAngleBetween,
} from './scene';

const degrees = (radians: number) => (radians * 180) / Math.PI;
const start: Bearings = { w1: -25, x: 2, w2: 65 };
const of = (id: LossId, values: ParameterValues): LossInForce => ({ loss: losses[id], values, options: paperOptions });
const arcface = of('arcface', { m: 0.5, s: 16 });

describe('the scene of the geodesic figure', () => {
  it('measures the three angles of the start: 27°, 63° and 90°', () => {
    const scene = geodesicScene(start, arcface);
    expect(degrees(scene.theta1)).toBeCloseTo(27, 10);
    expect(degrees(scene.theta2)).toBeCloseTo(63, 10);
    expect(degrees(scene.theta12)).toBeCloseTo(90, 10);
  });

  it('counts ArcFace’s own angle as θ₁ + m = 27° + 28.648° = 55.648°, which beats 63°', () => {
    const scene = geodesicScene(start, arcface);
    expect(degrees(scene.countsAs ?? 0)).toBeCloseTo(27 + 28.6479, 3);
    expect(scene.trainingWins).toBe(true);
    expect(scene.testWinner).toBe(1);
  });

  it('gives the probability of two classes: logits 16 cos 55.648° and 16 cos 63°', () => {
    // cos 55.6479° = 0.564277, cos 63° = 0.453990; lead 16 × 0.110287 = 1.76459; p = 1 / (1 + e^−1.76459) = 0.85378.
    const scene = geodesicScene(start, arcface);
    expect(scene.probability).toBeCloseTo(0.85378, 5);
    expect(scene.loss).toBeCloseTo(-Math.log(scene.probability), 12);
  });

  it('leaves x and both directions where they are, whatever the margin', () => {
    for (const m of [0, 0.5, 1.2]) {
      const scene = geodesicScene(start, of('arcface', { m, s: 16 }));
      expect(degrees(scene.phi.x)).toBeCloseTo(88, 10);
      expect(degrees(scene.theta2)).toBeCloseTo(63, 10);
    }
  });

  it('keeps ArcFace’s gap at m for every θ₁₂, CosFace’s 40.97° at 60° and 28.66° at 90°', () => {
    for (const theta12 of [30, 60, 90, 150]) {
      expect(geodesicScene(withAngleBetween(start, theta12), arcface).gap).toBeCloseTo(0.5, 9);
    }
    const cosface = of('cosface', { m: 0.35, s: 16 });
    expect(degrees(geodesicScene(withAngleBetween(start, 60), cosface).gap ?? 0)).toBeCloseTo(40.97, 2);
    expect(degrees(geodesicScene(withAngleBetween(start, 90), cosface).gap ?? 0)).toBeCloseTo(28.66, 2);
  });

  it('says that CosFace 0.35 cannot be met at 30°', () => {
    expect(geodesicScene(withAngleBetween(start, 30), of('cosface', { m: 0.35, s: 16 })).satisfiable).toBe(false);
  });

  it('puts the gap between bearings 5.676° and 34.324° at the start', () => {
    const { gapArc } = geodesicScene(start, arcface);
    expect(toBearing(gapArc?.to ?? 0)).toBeCloseTo(20 - 28.6479 / 2, 3);
    expect(toBearing(gapArc?.from ?? 0)).toBeCloseTo(20 + 28.6479 / 2, 3);
  });

  it('agrees with the definition about the winner all round the circle, for every loss', () => {
    for (const id of lossIds) {
      const inForce = of(id, Object.fromEntries(losses[id].parameters.map((p) => [p.id, p.presets.toy])));
      const ground = geodesicGround(start.w1, start.w2, inForce);
      for (let x = -179.5; x < 180; x += 1) {
        const scene = geodesicScene({ ...start, x }, inForce, ground);
        const lead = scene.target - Math.cos(scene.theta2);
        if (Math.abs(lead) < 1e-6) continue;
        expect(scene.trainingWins, `${id} at ${x}°`).toBe(lead > 0);
        const mine = scene.regions[0].arcs.some(({ from, to }) => {
          const offset = (((toPhi(x) - from) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI);
          return offset <= to - from;
        });
        expect(mine, `${id} at ${x}°`).toBe(lead > 0);
      }
    }
  });

  it('has no angle for a logit below −1: SphereFace, m = 4, λ = 0, θ = 90°', () => {
    const scene = geodesicScene({ w1: 0, x: 90, w2: 180 }, of('sphereface', { m: 4, lambda: 0 }));
    expect(scene.target).toBeCloseTo(-3, 12);
    expect(scene.countsAs).toBeNull();
  });

  it('tints more surely with a larger scale and never moves the boundary with it', () => {
    const soft = geodesicScene(start, of('arcface', { m: 0.5, s: 4 }));
    const hard = geodesicScene(start, of('arcface', { m: 0.5, s: 64 }));
    expect(soft.regions[0].arcs).toEqual(hard.regions[0].arcs);
    for (const [i, slice] of soft.regions[0].slices.entries()) {
      expect(slice.certainty).toBeLessThanOrEqual(hard.regions[0].slices[i]?.certainty ?? -1);
    }
  });

  it('mirrors when left and right are exchanged', () => {
    const scene = geodesicScene(start, arcface);
    const mirrored = geodesicScene({ w1: 25, x: -2, w2: -65 }, arcface);
    expect(mirrored.probability).toBeCloseTo(scene.probability, 12);
    expect(mirrored.gap).toBeCloseTo(scene.gap ?? 0, 12);
  });

  it('does not break when directions meet or oppose each other', () => {
    for (const w2 of [-25, 155]) {
      const scene = geodesicScene({ ...start, w2 }, arcface);
      expect(Number.isFinite(scene.probability)).toBe(true);
      expect(Number.isFinite(scene.loss)).toBe(true);
    }
  });
});

describe('twoClassSoftmax', () => {
  it('is ½ and ln 2 for equal logits, and finite for any lead', () => {
    expect(twoClassSoftmax(0.3, 0.3, 64)).toEqual({ probability: 0.5, loss: Math.LN2 });
    expect(twoClassSoftmax(-7, 1, 128).loss).toBeCloseTo(1024, 9);
    expect(twoClassSoftmax(1, -7, 128).loss).toBe(0);
  });
});

describe('moving things', () => {
  it('puts x into the gap: class 1 at test time, lost in training', () => {
    for (const [id, values] of [
      ['arcface', { m: 0.5, s: 16 }],
      ['cosface', { m: 0.35, s: 16 }],
      ['sphereface', { m: 3, lambda: 0 }],
    ] as const) {
      const scene = geodesicScene(intoTheGap(start, of(id, values)), of(id, values));
      expect(scene.testWinner).toBe(1);
      expect(scene.trainingWins).toBe(false);
      expect(trainingClassAt(scene, scene.phi.x)).toBe(0);
    }
  });

  it('sets θ₁₂ about the present middle and does not move x', () => {
    expect(withAngleBetween(start, 60)).toEqual({ w1: -10, x: 2, w2: 50 });
  });

  it('keeps bearings in [−180, 180) and to tenths', () => {
    expect(tidyBearing(180)).toBe(-180);
    expect(tidyBearing(-190)).toBe(170);
    expect(tidyBearing(12.34)).toBe(12.3);
    expect(tidyBearing(179.97)).toBe(-180);
    expect(toBearing(toPhi(33))).toBeCloseTo(33, 12);
  });
});

describe('sweep', () => {
  it('goes from W₁ to W₂ by whole degrees; ArcFace 0.5 at 60° is the table’s 0.0236', () => {
    const rows = sweep(start, arcface);
    expect(rows).toHaveLength(91);
    expect(rows[60]?.target).toBeCloseTo(0.0236, 4);
    expect(rows[60]?.other).toBeCloseTo(Math.cos(Math.PI / 6), 12);
  });
});
