import { describe, expect, it } from 'vitest';
import { summarise, type Trial } from './trials';

const trial = (train: number, stepsTo95: number | null): Trial => ({
  seed: 1,
  train,
  test: train - 0.1,
  stepsTo95,
  steps: 100,
  diverged: false,
});

describe('summarise', () => {
  it('counts stuck runs, and gives median and worst', () => {
    const summary = summarise([trial(0.99, 50), trial(0.899, null), trial(0.9, 75), trial(1, 25)]);
    expect(summary).toEqual({
      runs: 4,
      stuck: 1,
      train: { median: 0.945, worst: 0.899 },
      test: { median: 0.845, worst: 0.799 },
      // Never counts as later than any step.
      stepsTo95: { median: 62.5, worst: null },
    });
  });
});
