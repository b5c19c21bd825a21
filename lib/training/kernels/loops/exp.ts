// e^x for x ≤ 0 and tanh, for inner loops: several times faster than `lib/pure/math`, and like it only + − × ÷, so the same bits on every
// engine. e^x is the method of FreeBSD's msun (e_exp.c): x = k ln 2 + r, |r| ≤ ln 2 / 2, a rational approximation of e^r, times 2^k.

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const p1 = 0.16666666666666602;
const p2 = -0.0027777777777015593;
const p3 = 6.613756321437934e-5;
const p4 = -1.6533902205465252e-6;
const p5 = 4.1381367970572385e-8;

/** Below it e^x is no longer a normal number. */
const lowest = -708;

/** 2^−k. */
const powers = new Float64Array(1023);
for (let k = 0, power = 1; k < powers.length; k++, power /= 2) powers[k] = power;

/** @param x  ≤ 0 or NaN. Below −708 the result is 0. */
export function expOfNegative(x: number): number {
  // Written so that NaN is answered with NaN.
  if (!(x >= lowest)) return Number.isNaN(x) ? x : 0;
  const k = Math.floor(0.5 - Math.LOG2E * x);
  const high = x + k * ln2High;
  const low = -k * ln2Low;
  const r = high - low;
  const t = r * r;
  const c = r - t * (p1 + t * (p2 + t * (p3 + t * (p4 + t * p5))));
  return (1 - (low - (r * c) / (2 - c) - high)) * powers[k]!;
}

/** tanh x to about 1e-12 of its size. */
export function fastTanh(x: number): number {
  const size = Math.abs(x);
  // The next term is 2x⁵/15.
  if (size < 1e-3) return x * (1 - (x * x) / 3);
  const power = expOfNegative(-2 * size);
  const value = (1 - power) / (1 + power);
  return x < 0 ? -value : value;
}
