import type { Algebra } from '../algebra/algebra';
import type { PastPi } from './loss';

/**
 * cos(angle) for an enlarged target angle m₁θ + m₂, with the chosen behaviour past π.
 *
 * At a joint itself (θ + m = π; θ = 90° for `easy`) the value and the slope are those of the side with the smaller θ for
 * `fallback`, `fallback0` and `clamp`, and those of plain cos θ for `easy`; which side rounding puts θ on is not promised.
 *
 * @param theta  θ ∈ [0, π], radians
 * @param angle  the enlarged angle
 * @param added  m₂, the part that was added, radians; `fallback` needs it
 */
export function cosPastPi<T>(A: Algebra<T>, theta: T, angle: T, added: T, pastPi: PastPi): T {
  const pi = A.constant(Math.PI);
  const value = A.cos(angle);
  switch (pastPi) {
    case 'plain':
      return value;
    // First-order expansion of cos(θ + m) in m with sin θ frozen at θ = π − m, where sin(π − m) = sin m.
    case 'fallback':
      return A.select(pi, angle, A.sub(A.cos(theta), A.mul(added, A.sin(added))), value);
    case 'fallback0':
      return A.select(pi, angle, A.cos(theta), value);
    case 'easy':
      return A.select(theta, A.constant(Math.PI / 2), value, A.cos(theta));
    case 'clamp':
      return A.select(pi, angle, A.constant(-1), value);
  }
}
