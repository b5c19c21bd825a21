import { numberAlgebra } from '../algebra/number';
import { type AnyLoss, type LossOptions, type ParameterValues, targetLogit } from '../losses';

/** A loss with everything that determines its value: what geometry and objectives are asked about. */
export interface LossInForce {
  readonly loss: AnyLoss;
  readonly values: ParameterValues;
  readonly options: LossOptions;
}

/** θ ↦ target logit before the scale, in double precision. Also defined for θ < 0, where the formula simply goes on. */
export function targetCurve({ loss, values, options }: LossInForce): (theta: number) => number {
  return (theta) => targetLogit(numberAlgebra, loss, { theta }, values, options);
}

/**
 * The id of the parameter that is *the* margin of a loss: m, the added angle m₂ of the combined margin, or null for a loss
 * without one.
 */
export function marginParameter(loss: AnyLoss): string | null {
  return ['m', 'm2'].find((id) => loss.parameters.some((p) => p.id === id)) ?? null;
}

/** The same loss with one parameter changed. */
export function withParameter(inForce: LossInForce, id: string, value: number): LossInForce {
  return { ...inForce, values: { ...inForce.values, [id]: value } };
}
