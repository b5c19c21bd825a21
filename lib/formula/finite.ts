import { evaluate } from '../algebra/evaluate';
import type { Expression } from '../algebra/expression';
import { graphOf } from '../algebra/graph';
import { numberAlgebra } from '../algebra/number';
import type { ParameterValues } from '../losses/parameter';
import { type Interval, interval, intervalAlgebra } from './interval';

/** Where a formula has no finite value. */
export interface Break {
  /** θ ∈ [0, π], radians: the smallest that was found. */
  readonly theta: number;
  /** The division or root that is to blame, as far as one is. */
  readonly part: Expression | null;
}

const cells = 512;
/** Undecided pieces that are worth halving further. */
const mostPieces = 256;
const finest = 1e-13;

/** 0 … π in even steps, both ends included. */
export const gridOf = (count: number): number[] => Array.from({ length: count + 1 }, (_, i) => (Math.PI * i) / count);

/**
 * Looks for an angle at which the expression is not finite. First on a grid, which finds ranges (a root of a negative number); then by
 * interval arithmetic, which proves the gaps between the grid's points finite or narrows down on a pole.
 *
 * An expression whose bounds stay too wide to prove anything (hundreds of pieces undecided at once) is judged by the grid alone.
 *
 * @param values  a value for every symbol but `theta`
 */
export function findBreak(expression: Expression, values: ParameterValues): Break | null {
  const valueAt = (theta: number): number => evaluate(expression, numberAlgebra, { ...values, theta });
  const fails = (theta: number): boolean => !Number.isFinite(valueAt(theta));
  const grid = gridOf(cells);
  const first = grid.findIndex(fails);
  if (first >= 0) {
    const theta = first === 0 ? 0 : firstFailure(fails, grid[first - 1]!, grid[first]!);
    return { theta, part: failingPart(expression, values, theta) };
  }
  const suspects = undecided(expression, values, grid);
  const pole = suspects.find(({ low, high }) => fails(low) || fails(high) || isPole(valueAt, (low + high) / 2));
  if (!pole) return null;
  const theta = Math.min(Math.max(roundTo(1e-9, (pole.low + pole.high) / 2), 0), Math.PI);
  return { theta, part: unboundedPart(expression, values, pole) };
}

/** Halves [low, high], of which `high` fails, down to the first angle that does. */
function firstFailure(fails: (theta: number) => boolean, low: number, high: number): number {
  let [sound, broken] = [low, high];
  while (broken - sound > finest) {
    const middle = (sound + broken) / 2;
    if (fails(middle)) broken = middle;
    else sound = middle;
  }
  return broken;
}

/** Pieces narrower than `finest` that interval arithmetic cannot prove finite, from left to right. */
function undecided(expression: Expression, values: ParameterValues, grid: readonly number[]): Interval[] {
  const constants = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, interval(value, value)]));
  const isOpen = (theta: Interval): boolean => !evaluate(expression, intervalAlgebra, { ...constants, theta }).finite;
  const whole = interval(0, Math.PI);
  if (!isOpen(whole)) return [];
  let pieces = grid
    .slice(1)
    .map((high, i) => interval(grid[i]!, high))
    .filter(isOpen);
  while (pieces.length > 0 && pieces.length <= mostPieces && pieces[0]!.high - pieces[0]!.low > finest) {
    pieces = pieces
      .flatMap(({ low, high }) => [interval(low, (low + high) / 2), interval((low + high) / 2, high)])
      .filter(isOpen);
  }
  return pieces.length <= mostPieces ? pieces : [];
}

/** Whether the value keeps growing by ever larger amounts as θ approaches, from one side at least. */
function isPole(valueAt: (theta: number) => number, theta: number): boolean {
  return [-1, 1].some((side) => {
    const values = [1e-3, 1e-6, 1e-9, 1e-12].map((distance) => valueAt(Math.min(Math.max(theta + side * distance, 0), Math.PI)));
    if (!values.every(Number.isFinite)) return true;
    const changes = values.slice(1).map((value, i) => Math.abs(value - values[i]!));
    return changes[0]! > 0 && changes[1]! > 1.5 * changes[0]! && changes[2]! > 1.5 * changes[1]!;
  });
}

/** The first part, operands before operations, without a finite value there. */
function failingPart(root: Expression, values: ParameterValues, theta: number): Expression | null {
  const nodes = graphOf([root]).nodes.map((node) => node.expression);
  return nodes.find((e) => !Number.isFinite(evaluate(e, numberAlgebra, { ...values, theta }))) ?? null;
}

function unboundedPart(root: Expression, values: ParameterValues, theta: Interval): Expression | null {
  const constants = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, interval(value, value)]));
  const nodes = graphOf([root]).nodes.map((node) => node.expression);
  return nodes.find((e) => !evaluate(e, intervalAlgebra, { ...constants, theta }).finite) ?? null;
}

const roundTo = (unit: number, x: number): number => Math.round(x / unit) * unit;
