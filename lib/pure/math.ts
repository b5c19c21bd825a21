import pureAtan2 from '@stdlib/math-base-special-atan2';
import pureCos from '@stdlib/math-base-special-cos';
import pureExp from '@stdlib/math-base-special-exp';
import pureLn from '@stdlib/math-base-special-ln';
import pureSin from '@stdlib/math-base-special-sin';
import pureTanh from '@stdlib/math-base-special-tanh';

/**
 * Elementary functions that give the same bits on every engine.
 *
 * `Math.sin`, `exp`, `log`, `pow` … are only "implementation-approximated" by ECMAScript, and engines do differ. Whatever a
 * seeded run depends on uses these instead: they are written with + − × ÷ and bit operations, which IEEE 754 fixes exactly.
 * (`Math.sqrt`, `abs`, `floor`, `fround`, `imul` are exact by the standard and may be used.)
 */
export const exp: (x: number) => number = pureExp;
export const ln: (x: number) => number = pureLn;
export const sin: (x: number) => number = pureSin;
export const cos: (x: number) => number = pureCos;
export const tanh: (x: number) => number = pureTanh;
/** Angle of the point (x, y), radians in [−π, π]. */
export const atan2: (y: number, x: number) => number = pureAtan2;

/** 1 / (1 + e^−x). */
export const sigmoid = (x: number): number => 1 / (1 + exp(-x));
