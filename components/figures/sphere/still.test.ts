import { describe, expect, it } from 'vitest';
import { type LossId, losses, lossIds } from '../../../lib/losses';
import { drawn, sphereModel } from '../training/drawn';
import { syntheticFrame } from '../training/synthetic';
import { sampleAt, spokes, toPixel } from './overlay';
import { identity, turn } from './quaternion';
import { stillScene, trainingLead } from './still';
import { ceilingAboveCosine, needsEveryClass } from './view';

const frame = syntheticFrame(3, { classes: 10 });
const view = drawn(frame);
const options = { pastPi: 'plain', gradient: 'exact' } as const;
const toy = (id: LossId) => Object.fromEntries(losses[id].parameters.map((p) => [p.id, p.presets.toy]));
const model = sphereModel(view, frame, []);
const withLoss = (id: LossId, parameters = toy(id)) =>
  sphereModel(view, { inForce: { id, parameters, options }, bias: frame.bias }, []);

describe('the sphere as SVG', () => {
  it('draws the front samples of every class, and no hidden ones', () => {
    const scene = stillScene(model, identity);
    const shown = scene.dots.reduce((sum, { path }) => sum + path.match(/M/g)!.length, 0);
    const front = Array.from(view.labels).filter((_, i) => view.points[3 * i + 2]! > 0).length;
    expect(shown).toBe(front);
  });
  it('has the border of a region where the margin is just won', () => {
    // From the view axis the class at the front: path points back to the sphere, where the lead must vanish.
    const scene = stillScene(model, identity, 6000);
    const front = spokes(model, identity).at(-1)!;
    const path = scene.regions.find(({ index }) => index === front.index)!.path;
    const points = [...path.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [
      (Number(x) / 3000 - 1) * 1.1,
      -(Number(y) / 3000 - 1) * 1.1,
    ]);
    const inner = points.filter(([x, y]) => Math.hypot(x!, y!) < 0.97);
    expect(inner.length).toBeGreaterThan(20);
    for (const [x, y] of inner) {
      const p = [x!, y!, Math.sqrt(1 - x! * x! - y! * y!)] as const;
      expect(Math.abs(trainingLead(model, front.index, p))).toBeLessThan(0.01);
    }
  });
  it('has wider regions without a margin', () => {
    const count = (id: LossId) => stillScene(withLoss(id), identity).regions.length;
    expect(count('norm-softmax')).toBeGreaterThan(0);
    const area = (path: string) => {
      const p = [...path.matchAll(/([\d.]+),([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
      return Math.abs(p.reduce((sum, [x, y], i) => sum + x * p[(i + 1) % p.length]![1] - p[(i + 1) % p.length]![0] * y, 0)) / 2;
    };
    const total = (id: LossId) => stillScene(withLoss(id), identity).regions.reduce((sum, { path }) => sum + area(path), 0);
    expect(total('norm-softmax')).toBeGreaterThan(1.3 * total('arcface'));
    // Without a margin the visible regions cover the disc.
    expect(total('norm-softmax') / (Math.PI * stillScene(model, identity).radius ** 2)).toBeGreaterThan(0.95);
  });
  it('is drawn for every loss', () => {
    for (const id of lossIds) expect(stillScene(withLoss(id), turn([1, 2, 3], 1)).spokes, id).toHaveLength(10);
  });
});

describe('pointing at a sample', () => {
  it('finds the one that is drawn there, never one on the back', () => {
    const i = Array.from(view.labels).findIndex((_, k) => view.points[3 * k + 2]! > 0.5);
    const x = toPixel(view.points[3 * i]!, 600);
    const y = toPixel(-view.points[3 * i + 1]!, 600);
    expect(sampleAt(model, identity, 600, x, y, 3)).toBe(i);
    const found = sampleAt(model, turn([0, 1, 0], Math.PI), 600, x, y, 600);
    expect(view.points[3 * found + 2]).toBeLessThan(0);
  });
});

describe('past π', () => {
  it('plain ArcFace lies above the cosine beyond π − m/2, at most by −cos m', () => {
    expect(ceilingAboveCosine({ id: 'arcface', parameters: { s: 16, m: 0.5 }, options })).toBeCloseTo(-Math.cos(0.5), 3);
    expect(ceilingAboveCosine({ id: 'cosface', parameters: { s: 16, m: 0.35 }, options })).toBe(Number.NEGATIVE_INFINITY);
  });
  it('asks for every class only where all classes are far away', () => {
    expect(needsEveryClass(model)).toBe(false);
    const two = syntheticFrame(3, { classes: 2 });
    two.weights.set([1, 0, 0, 0.8, 0.6, 0]);
    expect(needsEveryClass(sphereModel(drawn(two), two, []))).toBe(true);
  });
});
