import { describe, expect, it } from 'vitest';
import { hashFloats } from './hash';

describe('hashFloats', () => {
  it('sees every bit, the order and the sign of zero', () => {
    const hash = hashFloats(Float32Array.of(1, 2, 3));
    expect(hash).toMatch(/^[0-9a-f]{8}$/);
    expect(hashFloats(Float32Array.of(1, 2, 3))).toBe(hash);
    expect(hashFloats(Float32Array.of(2, 1, 3))).not.toBe(hash);
    expect(hashFloats(Float32Array.of(1, 2, Math.fround(3 + 2 ** -22)))).not.toBe(hash);
    expect(hashFloats(Float32Array.of(0))).not.toBe(hashFloats(Float32Array.of(-0)));
  });
});
