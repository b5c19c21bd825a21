import { describe, expect, it } from 'vitest';
import { angleShares, curvesScene, histogramScene } from './charts';
import { embeddingsCsv } from './csv';
import { drawn, sphereModel } from './drawn';
import { addToHistory, emptyHistory } from './history';
import { syntheticFrame } from './synthetic';

const box = { width: 340, height: 150, left: 8, right: 8, top: 20, bottom: 22 };

describe('a frame made ready to draw', () => {
  const frame = {
    ...syntheticFrame(2, { classes: 2, each: 2 }),
    // Class directions at 0° and 90°, lengths 2 and 5; samples at 30° (class 0), 60° (class 0: nearer to 1), 90° (class 1), and none.
    weights: Float32Array.of(2, 0, 0, 5),
    embeddings: Float32Array.of(
      3 * Math.cos(Math.PI / 6),
      3 * Math.sin(Math.PI / 6),
      Math.cos(Math.PI / 3),
      Math.sin(Math.PI / 3),
      0,
      7,
      0,
      0,
    ),
    labels: Uint8Array.of(0, 0, 1, 1),
    samples: Uint32Array.of(10, 11, 12, 13),
  };
  const view = drawn(frame);
  it('has the angles to the own class directions', () => {
    expect([...view.angles].slice(0, 3).map((a) => (a * 180) / Math.PI)).toEqual([
      expect.closeTo(30, 4),
      expect.closeTo(60, 4),
      expect.closeTo(0, 4),
    ]);
  });
  it('knows who is nearest to another class', () => {
    expect([...view.wrong].slice(0, 3)).toEqual([0, 1, 0]);
    expect([...view.nearest].slice(0, 3)).toEqual([0, 1, 1]);
  });
  it('leaves a zero embedding where it is', () => expect([...view.points.slice(6)]).toEqual([0, 0]));
  it('keeps the norms of the class directions apart', () => expect([...view.weightNorms]).toEqual([2, 5]));
  it('writes them as CSV', () => {
    const lines = embeddingsCsv(frame, view, ['a', 'b']).trim().split('\n');
    expect(lines[0]).toBe('kind,sample,class,nearest,theta_degrees,x,y');
    expect(lines[2]).toBe('embedding,11,a,b,60.000,0.500000,0.866025');
    expect(lines).toHaveLength(1 + 4 + 2);
  });
});

describe('what the sphere gets', () => {
  const frame = syntheticFrame(3, { classes: 4 });
  const view = drawn(frame);
  it('has unit norms and s where the loss normalises', () => {
    const model = sphereModel(view, frame, []);
    expect([...model.norms]).toEqual([1, 1, 1, 1]);
    expect(model.softness).toBe(16);
  });
  it('keeps ‖W‖, and ‖x‖ as the factor, where softmax keeps them', () => {
    const scaled = { ...frame, weights: frame.weights.map((v, i) => v * (1 + Math.floor(i / 3))) };
    const loss = { id: 'softmax' as const, parameters: {}, options: frame.inForce.options };
    const model = sphereModel(drawn(scaled), { inForce: loss, bias: Float32Array.of(0, 6, 0, 0) }, []);
    expect([...model.norms].map((v) => Math.round(1000 * v) / 1000)).toEqual([1, 2, 3, 4]);
    expect(model.softness).toBeCloseTo(view.typicalNorm, 6);
    expect(model.biases[1]! * model.softness).toBeCloseTo(6, 5);
  });
});

describe('the charts', () => {
  it('count every angle once, π included', () => {
    const shares = angleShares([0, 0.01, Math.PI / 2, Math.PI]);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(shares[0]).toBe(0.5);
    expect(shares[30]).toBe(0.25);
    expect(shares.at(-1)).toBe(0.25);
  });
  it('draw a bar for each bin that holds something', () => {
    expect(histogramScene([0, 1, 2], null, box).now.match(/M/g)).toHaveLength(3);
    expect(histogramScene([0], [1], box).first).toContain('V');
  });
  it('draw the loss from its highest value at the top to 0 at the bottom', () => {
    const history = [
      { step: 1, loss: 4, accuracy: { train: 0, test: Number.NaN } },
      { step: 100, loss: 0, accuracy: { train: 1, test: Number.NaN } },
    ].reduce(addToHistory, emptyHistory);
    const scene = curvesScene(history, 100, box);
    expect(scene.loss).toMatch(/^M[\d.]+,20L332,128$/);
    expect(scene.train).toMatch(/^M[\d.]+,128L332,20$/);
    expect(scene.test).toBe('');
  });
  it('keep a long history short and evenly spread', () => {
    let history = emptyHistory;
    for (let step = 1; step <= 5000; step++) history = addToHistory(history, { step, loss: 1, accuracy: { train: 1, test: 1 } });
    expect(history.steps.length).toBeLessThanOrEqual(240);
    expect(history.steps.length).toBeGreaterThan(100);
    const gaps = history.steps.slice(1).map((step, i) => step - history.steps[i]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps));
  });
});
