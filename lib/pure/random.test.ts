import { describe, expect, it } from 'vitest';
import { createRng, permutation } from './random';

describe('createRng', () => {
  it('gives the numbers of the sfc32 reference for a known state', () => {
    // The reference step, written out once more with 64-bit integers.
    const mask = 0xffffffffn;
    let [a, b, c, counter] = [7n, BigInt(fnv('data')), 0n, 1n];
    const reference: number[] = [];
    for (let i = 0; i < 20; i++) {
      const sum = (a + b + counter++) & mask;
      a = b ^ (b >> 9n);
      b = (c + (c << 3n)) & mask;
      c = (((c << 21n) | (c >> 11n)) + sum) & mask;
      if (i >= 15) reference.push(Number(sum) / 2 ** 32);
    }
    const rng = createRng(7, 'data');
    expect(Array.from({ length: 5 }, () => rng.uniform())).toEqual(reference);
  });

  it('repeats itself for the same seed and stream, and not for others', () => {
    const take = (seed: number, stream: string) => {
      const rng = createRng(seed, stream);
      return Array.from({ length: 8 }, () => rng.uniform());
    };
    expect(take(1, 'a')).toEqual(take(1, 'a'));
    expect(take(1, 'a')).not.toEqual(take(2, 'a'));
    expect(take(1, 'a')).not.toEqual(take(1, 'b'));
    expect(take(1, 'a')).not.toEqual(take(1 + 2 ** 32, 'a'));
  });

  it('draws normals with mean 0, variance 1 and the tails of a normal', () => {
    const rng = createRng(3, 'normal');
    const n = 40_000;
    const values = Array.from({ length: n }, () => rng.normal());
    const mean = values.reduce((sum, v) => sum + v, 0) / n;
    const variance = values.reduce((sum, v) => sum + v * v, 0) / n;
    const beyondTwo = values.filter((v) => Math.abs(v) > 2).length / n;
    // Three standard errors: 3/√n, 3·√2/√n, 3·√(0.0455·0.9545/n).
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.0213);
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.0032);
  });

  it('permutes without losing or doubling a number, every position about equally likely', () => {
    const counts = new Map<number, number>();
    for (let seed = 0; seed < 3000; seed++) {
      const order = permutation(6, createRng(seed, 'order'));
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5]);
      counts.set(order[0]!, (counts.get(order[0]!) ?? 0) + 1);
    }
    // 500 expected each; 5 standard deviations = 5·√(3000·(1/6)(5/6)) ≈ 102.
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(102);
  });
});

function fnv(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}
