import { toDegrees } from '../../../lib/sphere/angle';
import type { History } from './history';

// Two straight scales and a polyline: d3 would weigh more than the rest of the figure.
const scale = (domain: number, from: number, to: number) => (value: number) => from + (value / domain) * (to - from);

const binDegrees = 3;
const bins = 180 / binDegrees;

/** Share of the angles (radians, 0 … π) in each bin of 3°. */
export function angleShares(angles: ArrayLike<number>): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < angles.length; i++) {
    const degrees = toDegrees(angles[i]!);
    if (Number.isFinite(degrees)) counts[Math.min(bins - 1, Math.max(0, Math.floor(degrees / binDegrees)))]! += 1;
  }
  return counts.map((count) => (angles.length > 0 ? count / angles.length : 0));
}

export interface ChartBox {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface HistogramScene {
  readonly now: string;
  readonly first: string | null;
  /** Height of the tallest bar as a share of all samples. */
  readonly top: number;
  readonly x: (degrees: number) => number;
  readonly y: (share: number) => number;
}

/** The angles to the own class direction as bars, with those at the start as an outline. */
export function histogramScene(now: ArrayLike<number>, first: ArrayLike<number> | null, box: ChartBox): HistogramScene {
  const shares = angleShares(now);
  const firstShares = first ? angleShares(first) : null;
  const top = Math.max(0.1, ...shares, ...(firstShares ?? []));
  const x = scale(180, box.left, box.width - box.right);
  const y = scale(top, box.height - box.bottom, box.top);
  const base = r(y(0));
  const outline = (values: readonly number[]) =>
    `M${r(x(0))},${base}${values.map((v, i) => `V${r(y(v))}H${r(x((i + 1) * binDegrees))}`).join('')}V${base}`;
  return {
    now: shares
      .map((v, i) =>
        v > 0 ? `M${r(x(i * binDegrees) + 0.5)},${base}V${r(y(v))}H${r(x((i + 1) * binDegrees) - 0.5)}V${base}Z` : '',
      )
      .join(''),
    first: firstShares && outline(firstShares),
    top,
    x,
    y,
  };
}

export interface CurvesScene {
  readonly loss: string;
  readonly train: string;
  readonly test: string;
  readonly lastStep: number;
  readonly highestLoss: number;
}

/** Loss (left axis, from 0) and accuracies (right axis, 0 … 100 %) over the steps. */
export function curvesScene(history: History, steps: number, box: ChartBox): CurvesScene {
  const lastStep = Math.max(steps, history.steps.at(-1) ?? 0);
  const highestLoss = Math.max(1, ...history.losses);
  const x = scale(lastStep, box.left, box.width - box.right);
  const yLoss = scale(highestLoss, box.height - box.bottom, box.top);
  const yShare = scale(1, box.height - box.bottom, box.top);
  const path = (values: readonly number[], y: (v: number) => number) => {
    let text = '';
    let open = false;
    for (const [i, value] of values.entries()) {
      const known = Number.isFinite(value);
      if (known) text += `${open ? 'L' : 'M'}${r(x(history.steps[i]!))},${r(y(value))}`;
      open = known;
    }
    return text;
  };
  return {
    loss: path(history.losses, yLoss),
    train: path(history.train, yShare),
    test: path(history.test, yShare),
    lastStep,
    highestLoss,
  };
}

function r(value: number): number {
  return Math.round(value * 10) / 10;
}
