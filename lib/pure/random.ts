import { cos, ln, sin } from './math';

/**
 * Random numbers from a seed: the sfc32 generator (Chris Doty-Humphrey, PractRand) on 32-bit integers, so that the same
 * seed gives the same numbers on every engine.
 */
export interface Rng {
  /** Uniform on [0, 1), in steps of 2⁻³². */
  uniform(): number;
  /** Standard normal, by Box and Muller's method. */
  normal(): number;
  /** Uniform integer in [0, n), n ≤ 2³². */
  integer(n: number): number;
}

/**
 * @param seed    whole number; its lower 32 bits count
 * @param stream  name of what the numbers are for: different streams of one seed are independent
 */
export function createRng(seed: number, stream: string): Rng {
  let a = seed | 0;
  let b = hashText(stream);
  let c = Math.floor(seed / 4294967296) | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first numbers still resemble the seed.
  for (let i = 0; i < 15; i++) next();

  const uniform = (): number => next() / 4294967296;
  let spare: number | null = null;
  return {
    uniform,
    normal() {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      // 1 − u lies in (0, 1], where the logarithm is finite.
      const radius = Math.sqrt(-2 * ln(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * sin(angle);
      return radius * cos(angle);
    },
    integer: (n) => Math.floor(uniform() * n),
  };
}

/** The numbers 0 … n − 1 in random order (Fisher and Yates). */
export function permutation(n: number, rng: Rng): Int32Array {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const kept = order[i]!;
    order[i] = order[j]!;
    order[j] = kept;
  }
  return order;
}

/** FNV-1a of the UTF-16 code units, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
