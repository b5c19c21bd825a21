import { describe, expect, it } from 'vitest';
import { benchModel, modelA, modelB } from './models';
import { startOf } from './rivals/contender';
import { hand } from './rivals/hand';

describe('the models of the bench', () => {
  it('have the shapes that the budgets name', () => {
    const shapes = [modelA(), modelB()].map(({ settings: { network, batchSize }, dataset }) => [
      dataset.inputSize,
      ...network.hidden,
      network.embedding,
      dataset.classes,
      batchSize,
    ]);
    expect(shapes).toEqual([
      [2, 32, 32, 2, 8, 256],
      [64, 128, 64, 3, 10, 128],
    ]);
  });

  it('are the same every time, and hold more than 256 classes', () => {
    const sizes = { inputSize: 3, hidden: [4], embedding: 2, classes: 1000, batchSize: 8, samples: 4000 };
    const [a, b] = [benchModel('x', sizes), benchModel('x', sizes)];
    expect(a.dataset.train).toEqual(b.dataset.train);
    expect(Math.max(...a.dataset.train.labels)).toBeGreaterThan(900);
    expect(Math.max(...a.dataset.train.labels)).toBeLessThan(1000);
  });
});

describe('the hand-written loop', () => {
  it('learns: the loss of model B falls to less than a tenth in 50 steps', async () => {
    const contender = hand(startOf(modelB()));
    const first = await contender.steps(1);
    expect(await contender.steps(49)).toBeLessThan(first / 10);
  });

  it('does not care how its steps are cut into calls', async () => {
    const [a, b] = [hand(startOf(modelA())), hand(startOf(modelA()))];
    await a.steps(3);
    expect(await a.steps(4)).toBe(await b.steps(7));
  });
});
