import { describe, expect, it } from 'vitest';
import { Batches, chooseSamples } from './batches';

describe('Batches', () => {
  it('shows every sample at most once an epoch, and leaves out only what fills no batch', () => {
    const batches = new Batches(103, 10, 1);
    const seen = Array.from({ length: 10 }, (_, i) => [...batches.at(i + 1)]).flat();
    expect(new Set(seen).size).toBe(100);
    expect(Math.max(...seen)).toBeLessThan(103);
  });

  it('depends on seed and step alone, not on what was asked before', () => {
    const one = new Batches(50, 8, 7);
    const later = [...one.at(23)];
    const two = new Batches(50, 8, 7);
    for (let step = 1; step < 23; step++) two.at(step);
    expect([...two.at(23)]).toEqual(later);
    expect([...new Batches(50, 8, 8).at(23)]).not.toEqual(later);
  });

  it('shuffles every epoch anew', () => {
    const batches = new Batches(40, 20, 1);
    expect([...batches.at(1), ...batches.at(2)]).not.toEqual([...batches.at(3), ...batches.at(4)]);
  });

  it('takes all samples where there are fewer than a batch', () => {
    expect(new Batches(5, 32, 1).at(3).length).toBe(5);
  });
});

describe('chooseSamples', () => {
  it('chooses different samples in rising order, the same for the same seed', () => {
    const chosen = chooseSamples(1000, 100, 3);
    expect(new Set(chosen).size).toBe(100);
    expect([...chosen]).toEqual([...chosen].sort((a, b) => a - b));
    expect(chooseSamples(1000, 100, 3)).toEqual(chosen);
    expect([...chooseSamples(4, 100, 3)]).toEqual([0, 1, 2, 3]);
  });
});
