import { gradientPaths, type LossOptions, losses, type MarginLoss, type ParameterValues } from './index';

/** One loss at one setting: what the tests of every reading go through. */
export interface LossCase {
  readonly name: string;
  readonly loss: MarginLoss;
  readonly values: ParameterValues;
  readonly options: LossOptions;
}

/** Every loss × behaviour past π × gradient path, at the paper's values, and at the ends of the margin's range. */
export function everyCase(): LossCase[] {
  return Object.values(losses).flatMap((loss) =>
    settings(loss).flatMap((values) =>
      loss.pastPi.flatMap((pastPi) =>
        gradientPaths.map((gradient) => {
          const shown = Object.entries(values).map(([id, value]) => `${id} = ${value}`);
          return { name: [loss.name, ...shown, pastPi, gradient].join(', '), loss, values, options: { pastPi, gradient } };
        }),
      ),
    ),
  );
}

function settings(loss: MarginLoss): ParameterValues[] {
  const pick = (choose: (p: MarginLoss['parameters'][number]) => number) =>
    Object.fromEntries(loss.parameters.map((p) => [p.id, p.id === 's' ? p.default : choose(p)]));
  const all = [pick((p) => p.default), pick((p) => p.min), pick((p) => (p.id === 'lambda' ? p.min : p.max))];
  return all.filter((values, i) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(values)) === i);
}

/** 0 … π in uneven steps, with 0, π, 90° and the neighbourhood of π − m. Radians. */
export function testAngles(values: ParameterValues): number[] {
  const grid = Array.from({ length: 61 }, (_, i) => (Math.PI * i) / 60);
  const added = values['m2'] ?? values['m'] ?? 0;
  const special = [1e-9, 1e-4, Math.PI - added, Math.PI - added - 1e-3, Math.PI - added + 1e-3, Math.PI - 1e-4, Math.PI - 1e-9];
  return [...grid, ...special].filter((theta) => theta >= 0 && theta <= Math.PI).sort((a, b) => a - b);
}

/** Whether ψ has a joint (a jump or a kink) closer to θ than `distance`. */
export function nearJoint(
  loss: MarginLoss,
  values: ParameterValues,
  options: LossOptions,
  theta: number,
  distance: number,
): boolean {
  return jointsOf(loss, values, options).some((joint) => Math.abs(joint - theta) < distance);
}

function jointsOf(loss: MarginLoss, values: ParameterValues, { pastPi }: LossOptions): number[] {
  // SphereFace's ψ has a continuous slope; only its curvature jumps at kπ/m, which first-order differences feel.
  if (loss.id === 'sphereface') return Array.from({ length: values['m']! + 1 }, (_, k) => (k * Math.PI) / values['m']!);
  if (pastPi === 'plain') return [];
  if (pastPi === 'easy') return [Math.PI / 2];
  const factor = values['m1'] ?? (loss.id === 'sphereface-arccos' ? values['m']! : 1);
  const added = values['m2'] ?? (loss.id === 'arcface' ? values['m']! : 0);
  return [(Math.PI - added) / factor];
}
