import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { type GradientPath, type PastPi, pastPiModes } from '../../../lib/losses';
import { toRadians } from '../../../lib/sphere/angle';
import { spreadLabels } from '../logit-curves/labels';
import { type Direction, directionOf, force, type Jump, jumpOf, logit } from './behaviour';

export interface PastPiState {
  /** Margin, radians. */
  readonly m: number;
  readonly pastPi: PastPi;
  readonly gradient: GradientPath;
  /** The angle of the sample that the reader moves, degrees. */
  readonly theta: number;
}

/** θ on the curve's axis, degrees; it starts before 90° so that the jump of `easy` shows both its ends. */
export const shown = [80, 180] as const;
/** Angles of the samples on the half circle, degrees. */
const sampleAngles = [15, 35, 55, 75, 95, 115, 130, 142, 154, 166, 176] as const;

export const plot = { width: 496, height: 330, left: 44, right: 124, top: 22, bottom: 46 } as const;
export const ring = { width: 450, height: 300, cx: 225, cy: 240, radius: 190 } as const;
/** Length of an arrow for |ψ′| = 1, in user units. */
const arrowUnit = 48;
/** Shortest arrow: room for the mark and the head. */
const arrowLeast = 13;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface CurveScene {
  readonly jointX: number;
  readonly rightX: number;
  readonly zeroY: number;
  readonly thetaTicks: readonly { readonly x: number; readonly degrees: number }[];
  readonly valueTicks: readonly { readonly y: number; readonly value: number }[];
  /** The four behaviours that are not in force, once each, and the one that is. */
  readonly others: readonly { readonly pastPi: PastPi; readonly path: string }[];
  /** Where each behaviour's name stands beside the end of its curve. */
  readonly labels: readonly { readonly pastPi: PastPi; readonly y: number; readonly fromY: number }[];
  readonly path: string;
  readonly jump: (Jump & { readonly x: number; readonly beforeY: number; readonly afterY: number }) | null;
  readonly cursor: Point;
}

export interface Arrow extends Point {
  readonly theta: number;
  readonly strength: number;
  readonly direction: Direction;
  /** End of the arrow; equal to its start where there is no force. */
  readonly tip: Point;
  readonly head: string;
}

export interface RingScene {
  readonly arc: string;
  /** The part of the half circle beyond π − m, as a filled sector. */
  readonly beyond: string;
  readonly joint: Point;
  readonly arrows: readonly Arrow[];
  readonly own: Arrow;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Value of a behaviour on the axis's range, cut where it jumps. */
function pathOf(m: number, pastPi: PastPi, x: (theta: number) => number, y: (value: number) => number): string {
  const jump = jumpOf(m, pastPi);
  const draw = line<number>(
    (theta) => round(x(theta)),
    (theta) => round(y(logit(theta, m, pastPi))),
  );
  const [from, to] = [toRadians(shown[0]), toRadians(shown[1])];
  const run = (a: number, b: number): string =>
    draw(Array.from({ length: 81 }, (_, i) => (i === 80 ? b : a + ((b - a) * i) / 80))) ?? '';
  if (!jump || jump.theta <= from || jump.theta >= to) return run(from, to);
  return run(from, jump.theta - 1e-9) + run(jump.theta + 1e-9, to);
}

/** The value curve from 80° to 180°. */
export function curveScene(state: PastPiState): CurveScene {
  const { m } = state;
  const rightX = plot.width - plot.right;
  const x = scaleLinear()
    .domain([toRadians(shown[0]), toRadians(shown[1])])
    .range([plot.left, rightX]);
  const lowest = Math.min(-1, ...pastPiModes.map((mode) => logit(Math.PI, m, mode)));
  const y = scaleLinear()
    .domain([lowest - 0.05, 0.2])
    .range([plot.height - plot.bottom, plot.top]);
  const jump = jumpOf(m, state.pastPi);
  const theta = Math.max(toRadians(shown[0]), toRadians(state.theta));
  const ends = pastPiModes.map((mode) => round(y(logit(Math.PI, m, mode))));
  const spread = spreadLabels(ends, 18, plot.top, plot.height - plot.bottom - 4);
  return {
    jointX: round(x(Math.PI - m)),
    rightX,
    zeroY: round(y(0)),
    thetaTicks: [80, 90, 100, 120, 140, 160, 180].map((degrees) => ({ x: round(x(toRadians(degrees))), degrees })),
    valueTicks: y.ticks(6).map((value) => ({ y: round(y(value)), value })),
    others: pastPiModes.filter((mode) => mode !== state.pastPi).map((mode) => ({ pastPi: mode, path: pathOf(m, mode, x, y) })),
    labels: pastPiModes.map((mode, i) => ({ pastPi: mode, y: round(spread[i] ?? 0), fromY: ends[i] ?? 0 })),
    path: pathOf(m, state.pastPi, x, y),
    jump: jump && { ...jump, x: round(x(jump.theta)), beforeY: round(y(jump.before)), afterY: round(y(jump.after)) },
    cursor: { x: round(x(theta)), y: round(y(logit(theta, m, state.pastPi))) },
  };
}

/** The point at angle θ (radians) from W on a circle round the ring's centre; W points right, θ runs counter-clockwise. */
export function onRing(theta: number, radius: number = ring.radius): Point {
  return { x: round(ring.cx + radius * Math.cos(theta)), y: round(ring.cy - radius * Math.sin(theta)) };
}

function arrow(theta: number, state: PastPiState): Arrow {
  const strength = force(theta, state.m, state);
  const direction = directionOf(strength);
  const at = onRing(theta);
  if (direction === 'none') return { ...at, theta, strength, direction, tip: at, head: '' };
  // Unit vector of growing θ at x, in screen coordinates; the force is ψ′ along it.
  const [ux, uy] = [-Math.sin(theta), -Math.cos(theta)];
  const length = Math.sign(strength) * (arrowLeast + arrowUnit * Math.abs(strength));
  const tip = { x: round(at.x + ux * length), y: round(at.y + uy * length) };
  const [bx, by] = [tip.x - Math.sign(length) * ux * 9, tip.y - Math.sign(length) * uy * 9];
  const head = `M${tip.x},${tip.y}L${round(bx - uy * 4.5)},${round(by + ux * 4.5)}L${round(bx + uy * 4.5)},${round(by - ux * 4.5)}Z`;
  return { ...at, theta, strength, direction, tip, head };
}

/** The half circle of samples with the force on each. */
export function ringScene(state: PastPiState): RingScene {
  const joint = onRing(Math.PI - state.m);
  const [start, end] = [onRing(0), onRing(Math.PI)];
  const r = ring.radius;
  return {
    arc: `M${start.x},${start.y}A${r},${r} 0 0 0 ${end.x},${end.y}`,
    beyond: `M${ring.cx},${ring.cy}L${joint.x},${joint.y}A${r},${r} 0 0 0 ${end.x},${end.y}Z`,
    joint,
    // A sample that the reader's own would cover is left out.
    arrows: sampleAngles.filter((angle) => Math.abs(angle - state.theta) > 6).map((angle) => arrow(toRadians(angle), state)),
    own: arrow(toRadians(state.theta), state),
  };
}

/** Value and force at every degree under each behaviour, as CSV. */
export function pastPiCsv(state: PastPiState): string {
  const head = [
    'theta_deg',
    ...pastPiModes.map((mode) => `logit_${mode}`),
    ...pastPiModes.map((mode) => `slope_${mode}_exact`),
    'slope_detached',
  ];
  const rows = Array.from({ length: 181 }, (_, degrees) => {
    const theta = toRadians(degrees);
    const cells = [
      ...pastPiModes.map((mode) => logit(theta, state.m, mode)),
      ...pastPiModes.map((pastPi) => force(theta, state.m, { pastPi, gradient: 'exact' })),
      force(theta, state.m, { pastPi: state.pastPi, gradient: 'detached' }),
    ];
    return [degrees, ...cells.map((n) => n.toFixed(6))].join(',');
  });
  return [head.join(','), ...rows].join('\r\n') + '\r\n';
}
