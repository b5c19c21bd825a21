import { describe, expect, it } from 'vitest';
import { circleRun, sphereRun } from '../../../lib/training/defaults';
import { drawn } from './drawn';
import { type Still, stillFrame, stillHistory } from './still';
import circle from './stills/circle.json';
import sphere from './stills/sphere.json';

const cases: [string, Still, typeof circleRun][] = [
  ['circle', circle, circleRun],
  ['sphere', sphere, sphereRun],
];

describe.each(cases)('the still on the %s', (_, still, run) => {
  const frame = stillFrame(still);
  const view = drawn(frame);
  it('is a run of the default settings', () => {
    expect(frame.inForce).toEqual(run.loss);
    expect(view.dimension).toBe(run.network.embedding);
    expect(view.classes).toBe(run.dataset.kind === 'digits8' ? run.dataset.classes.length : 0);
    expect(still.step).toBeLessThanOrEqual(run.maxSteps);
  });
  it('is trained, and its drawn samples say so too', () => {
    expect(frame.accuracy.train).toBeGreaterThanOrEqual(0.95);
    const right = 1 - view.wrong.reduce((a, b) => a + b, 0) / view.labels.length;
    expect(right).toBeGreaterThan(0.95);
  });
  it('has a history that ends near it', () => {
    const history = stillHistory(still);
    expect(history.steps.length).toBeGreaterThan(10);
    expect(history.train.at(-1)).toBeCloseTo(frame.accuracy.train, 1);
  });
});
