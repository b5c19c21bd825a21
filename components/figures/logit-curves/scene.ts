import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { toDegrees, toRadians } from '../../../lib/sphere/angle';
import { type Curve, type CurvePoint, crossings, paperCurves, read, sample } from './curves';
import { spreadLabels } from './labels';

export type WindowName = 'paper' | 'full';
export type LowerName = 'slope' | 'factor';
type Quantity = 'value' | LowerName;

export interface LogitState {
  readonly window: WindowName;
  readonly lower: LowerName;
  /** The cursor, degrees in [0, 180]. */
  readonly theta: number;
  /** Ids of the curves that are not drawn. */
  readonly hidden: ReadonlySet<string>;
}

/** Sizes in SVG user units. The right margin holds the labels of the lines. */
export const frame = { width: 530, height: 660, left: 40, right: 146, top: 26, upper: 340, gap: 44, lower: 190 } as const;
const plotRight = frame.width - frame.right;
const labelGap = 17;

/** θ shown, degrees, and the range of each quantity. The first is the window and the range of the paper's Fig. 4b. */
export const windows: Readonly<Record<WindowName, Readonly<Record<'theta' | Quantity, readonly [number, number]>>>> = {
  paper: { theta: [20, 100], value: [-1.2, 1], slope: [-1.6, 0.2], factor: [-0.4, 3] },
  full: { theta: [0, 180], value: [-2.1, 1.1], slope: [-1.7, 1.3], factor: [-2, 4] },
};

export interface LinePath {
  readonly curve: Curve;
  readonly path: string;
  readonly label: { readonly y: number; readonly fromY: number };
  /** Where the cursor meets the curve, or null outside the plot. */
  readonly dot: { readonly x: number; readonly y: number } | null;
}

export interface PanelScene {
  readonly quantity: Quantity;
  readonly top: number;
  readonly bottom: number;
  readonly zeroY: number;
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
  readonly lines: readonly LinePath[];
}

export interface LogitScene {
  readonly left: number;
  readonly right: number;
  readonly thetaTicks: readonly { readonly x: number; readonly degrees: number }[];
  readonly cursorX: number;
  readonly upper: PanelScene;
  readonly lower: PanelScene;
  /** The paper's window inside the full one, or null when the window is the paper's. */
  readonly paperBand: { readonly x: number; readonly width: number } | null;
  /** Where ArcFace 0.5 and CosFace 0.35 are equal. */
  readonly crossings: readonly { readonly x: number; readonly y: number; readonly theta: number }[];
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const round = (value: number): number => Math.round(value * 100) / 100;

type Pieces = readonly (readonly CurvePoint[])[];
const kept = new Map<string, Pieces>();

/** A curve in a window. The paper's curves never change, so each is sampled once; only the own one is, at every move of m. */
function piecesOf(curve: Curve, window: WindowName): Pieces {
  const [from, to] = windows[window].theta;
  const fixed = paperCurves.includes(curve);
  const key = `${window} ${curve.id}`;
  const pieces = (fixed && kept.get(key)) || sample(curve, toRadians(from), toRadians(to));
  if (fixed) kept.set(key, pieces);
  return pieces;
}

const paths = new WeakMap<Pieces, Map<Quantity, string>>();

/** The line of a sampled curve. Kept with the samples, so that the paper's lines are written once a window. */
function pathOf(pieces: Pieces, quantity: Quantity, draw: (piece: readonly CurvePoint[]) => string): string {
  const known = paths.get(pieces) ?? new Map<Quantity, string>();
  paths.set(pieces, known);
  const path = known.get(quantity) ?? pieces.map(draw).join('');
  known.set(quantity, path);
  return path;
}

const arcfaceCurve = paperCurves.find((curve) => curve.id === 'arcface');
const cosfaceCurve = paperCurves.find((curve) => curve.id === 'cosface');
/** Where the paper's ArcFace and CosFace are equally strict, radians. */
const equalAt = arcfaceCurve && cosfaceCurve ? crossings(arcfaceCurve, cosfaceCurve) : [];

interface PanelWish {
  readonly quantity: Quantity;
  readonly top: number;
  readonly height: number;
  readonly curves: readonly { readonly curve: Curve; readonly pieces: Pieces }[];
}

function panel({ quantity, top, height, curves }: PanelWish, state: LogitState): PanelScene {
  const view = windows[state.window];
  const [from, to] = view.theta;
  const x = scaleLinear()
    .domain([toRadians(from), toRadians(to)])
    .range([frame.left, plotRight]);
  const y = scaleLinear()
    .domain(view[quantity])
    .range([top + height, top]);
  const draw = line<CurvePoint>()
    .defined((p) => Number.isFinite(p[quantity]))
    .x((p) => round(x(p.theta)))
    .y((p) => round(clamp(y(p[quantity]), -2000, 2000)));
  const theta = toRadians(state.theta);
  const inside = state.theta >= from && state.theta <= to;
  const ends = curves.map(({ pieces }) => {
    const last = pieces.at(-1)?.findLast((p) => Number.isFinite(p[quantity]));
    return clamp(last ? y(last[quantity]) : top, top, top + height);
  });
  const spread = spreadLabels(ends, labelGap, top + 4, top + height - 2);
  return {
    quantity,
    top,
    bottom: top + height,
    zeroY: round(y(0)),
    ticks: y.ticks(height > 250 ? 6 : 4).map((value) => ({ y: round(y(value)), value })),
    lines: curves.map(({ curve, pieces }, i) => {
      const at = read(curve, theta)[quantity];
      const dotY = y(at);
      return {
        curve,
        path: pathOf(pieces, quantity, (piece) => draw([...piece]) ?? ''),
        label: { y: round(spread[i] ?? 0), fromY: round(ends[i] ?? 0) },
        dot: inside && dotY >= top - 0.5 && dotY <= top + height + 0.5 ? { x: round(x(theta)), y: round(dotY) } : null,
      };
    }),
  };
}

/** The figure as plain geometry. `own` is the curve of the page's loss; it is drawn last. */
export function logitScene(state: LogitState, own: Curve): LogitScene {
  const view = windows[state.window];
  const x = scaleLinear().domain(view.theta).range([frame.left, plotRight]);
  const shown = [...paperCurves, own].filter((curve) => !state.hidden.has(curve.id));
  const curves = shown.map((curve) => ({ curve, pieces: piecesOf(curve, state.window) }));
  const upper = panel({ quantity: 'value', top: frame.top, height: frame.upper, curves }, state);
  const y = scaleLinear().domain(view.value).range([upper.bottom, upper.top]);
  const both = arcfaceCurve && shown.includes(arcfaceCurve) && cosfaceCurve && shown.includes(cosfaceCurve) ? arcfaceCurve : null;
  const inWindow = (theta: number): boolean => theta >= toRadians(view.theta[0]) && theta <= toRadians(view.theta[1]);
  const paper = windows.paper.theta;
  return {
    left: frame.left,
    right: plotRight,
    thetaTicks: (state.window === 'paper' ? [20, 40, 60, 80, 100] : [0, 30, 60, 90, 120, 150, 180]).map((value) => ({
      x: round(x(value)),
      degrees: value,
    })),
    cursorX: round(x(clamp(state.theta, ...(view.theta as [number, number])))),
    upper,
    lower: panel({ quantity: state.lower, top: upper.bottom + frame.gap, height: frame.lower, curves }, state),
    paperBand: state.window === 'full' ? { x: round(x(paper[0])), width: round(x(paper[1]) - x(paper[0])) } : null,
    crossings: both
      ? equalAt.filter(inWindow).map((theta) => ({ x: round(x(toDegrees(theta))), y: round(y(read(both, theta).value)), theta }))
      : [],
  };
}

/** The angle (degrees, whole) under a horizontal place of the SVG, kept inside the window. */
export function thetaAt(x: number, window: WindowName): number {
  const [from, to] = windows[window].theta;
  return Math.round(clamp(from + ((x - frame.left) / (plotRight - frame.left)) * (to - from), from, to));
}

/** All curves at every degree, as CSV: θ, then value, slope and factor of each. */
export function logitCsv(own: Curve, ownLabel: string): string {
  const curves = [...paperCurves, own];
  const name = (curve: Curve): string => curve.name || ownLabel;
  const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const head = [
    'theta_deg',
    ...curves.flatMap((c) => [`${name(c)}: logit`, `${name(c)}: slope`, `${name(c)}: factor`].map(quote)),
  ];
  const rows = Array.from({ length: 181 }, (_, angle) => {
    const cells = curves.flatMap((curve) => {
      const { value, slope, factor } = read(curve, toRadians(angle));
      return [value, slope, factor].map((n) => (Number.isFinite(n) ? n.toFixed(6) : ''));
    });
    return [angle, ...cells].join(',');
  });
  return [head.join(','), ...rows].join('\r\n') + '\r\n';
}
