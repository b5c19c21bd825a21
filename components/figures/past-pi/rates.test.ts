import { describe, expect, it } from 'vitest';
import { stuckRates } from './rates';

describe('the counts of the bench', () => {
  const row = { runs: 24, learningRate: 0.01, pastPi: 'plain', gradient: 'exact', ramp: false, stuck: 7 } as const;
  const results = {
    seeds: 24,
    rows: [
      row,
      { ...row, ramp: true, stuck: 0 },
      { ...row, learningRate: 0.003, stuck: 2 },
      { ...row, gradient: 'detached', stuck: 1 } as const,
      { ...row, pastPi: null, gradient: null, stuck: 5 },
    ],
  };

  it('are kept by behaviour and path, by learning rate, without and with ramp', () => {
    expect(stuckRates(results)).toEqual({
      seeds: 24,
      learningRates: [0.003, 0.01],
      stuck: {
        'plain exact': [
          [2, null],
          [7, 0],
        ],
        'plain detached': [
          [null, null],
          [1, null],
        ],
      },
    });
  });
});
