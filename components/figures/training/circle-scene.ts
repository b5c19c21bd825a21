import { angleOf } from '../../../lib/sphere/angle';
import { type Arc, circleRegions } from '../../../lib/sphere/boundary-circle';
import type { LossInForce } from '../../../lib/sphere/in-force';
import { probabilities, type Uneven } from '../../../lib/sphere/nearest';
import { knownLoss } from '../../../lib/training/known-loss';
import type { LossSettings } from '../../../lib/training/types';
import type { Drawn } from './drawn';

/** The circle as plain geometry in a square of `size` units, y down. */
export interface CircleScene {
  readonly size: number;
  readonly radius: number;
  /** Wedges of the training regions: the whole region first, then narrower ones where the probability passes a level. */
  readonly regions: readonly { readonly index: number; readonly path: string; readonly opacity: number }[];
  readonly gaps: string;
  readonly testBoundaries: string;
  readonly spokes: readonly { readonly index: number; readonly x: number; readonly y: number }[];
  /** Samples of each class as one path of points (drawn with round line caps). */
  readonly dots: readonly { readonly index: number; readonly path: string }[];
  readonly rings: readonly { readonly x: number; readonly y: number }[];
  /** n × 2: where each sample is drawn. */
  readonly places: Float32Array;
  /** Diameter of a dot. */
  readonly dot: number;
}

export const circleSize = 640;
const radius = 206;
const bandFrom = radius + 20;
const bandTo = circleSize / 2 - 6;
const dot = 5;
const levels = [0.5, 0.75, 0.9, 0.99];

/**
 * Samples stand outside the circle at their angle, whatever their norm. Sectors of the disc are the training regions under `loss`.
 */
export function circleScene(view: Drawn, loss: LossSettings): CircleScene {
  const centre = circleSize / 2;
  const at = (phi: number, r: number): [number, number] => [centre + r * Math.cos(phi), centre - r * Math.sin(phi)];
  const inForce: LossInForce = { loss: knownLoss(loss), values: loss.parameters, options: loss.options };
  const directions = Array.from({ length: view.classes }, (_, k) =>
    angleOf([view.directions[2 * k]!, view.directions[2 * k + 1]!]),
  );
  const uneven = inForce.loss.normalisesWeights ? undefined : view.uneven;
  const { training, gaps, testBoundaries } = circleRegions(directions, inForce, uneven);
  const softness = inForce.loss.normalisesFeatures ? (loss.parameters['s'] ?? 1) : view.typicalNorm;
  const regions: { index: number; path: string; opacity: number }[] = [];
  training.forEach((arcs, index) => {
    for (const arc of arcs) {
      regions.push({ index, path: wedge(arc, at), opacity: 0.2 });
      for (const inner of softened(arc, index, directions, inForce, softness, uneven))
        regions.push({ index, path: wedge(inner, at), opacity: 0.09 });
    }
  });
  const { places, dots, rings } = band(view, at);
  return {
    size: circleSize,
    radius,
    regions,
    gaps: gaps.map((arc) => wedge(arc, at)).join(''),
    testBoundaries: testBoundaries.map((phi) => `M${join(at(phi, 0))}L${join(at(phi, radius + 10))}`).join(''),
    spokes: directions.map((phi, index) => {
      const [x, y] = at(phi, radius);
      return { index, x: round(x), y: round(y) };
    }),
    dots,
    rings,
    places,
    dot,
  };
}

/** The parts of a training region in which its probability passes each level: narrower and narrower, fewer where s is small. */
function softened(
  arc: Arc,
  index: number,
  directions: readonly number[],
  inForce: LossInForce,
  scale: number,
  uneven: Uneven | undefined,
): Arc[] {
  const samples = Math.max(8, Math.round((arc.to - arc.from) / 0.035));
  const values = Array.from({ length: samples + 1 }, (_, i) => {
    const phi = arc.from + ((arc.to - arc.from) * i) / samples;
    const angles = directions.map((w) => Math.abs(Math.atan2(Math.sin(phi - w), Math.cos(phi - w))));
    return { phi, p: probabilities(inForce, angles, index, scale, uneven)[index]! };
  });
  const parts: Arc[] = [];
  for (const level of levels) {
    const inside = values.filter(({ p }) => p >= level);
    if (inside.length > 1) parts.push({ from: inside[0]!.phi, to: inside.at(-1)!.phi });
  }
  return parts;
}

/**
 * Places of the samples: at their exact angle, in a band outside the circle. How far out says nothing; it is fixed for each sample (a
 * low-discrepancy sequence), so that dense places can be seen and a sample moves along the circle only.
 */
function band(view: Drawn, at: (phi: number, r: number) => [number, number]) {
  const n = view.labels.length;
  const places = new Float32Array(2 * n);
  const dots = Array.from({ length: view.classes }, (_, index) => ({ index, path: '' }));
  const rings: { x: number; y: number }[] = [];
  for (let i = 0; i < n; i++) {
    const phi = Math.atan2(view.points[2 * i + 1]!, view.points[2 * i]!);
    const [x, y] = at(phi, bandFrom + (bandTo - bandFrom) * ((i * 0.6180339887 + 0.5) % 1));
    places[2 * i] = x;
    places[2 * i + 1] = y;
    const entry = dots[view.labels[i]!];
    if (entry) entry.path += `M${round(x)},${round(y)}h0`;
    if (view.wrong[i]) rings.push({ x: round(x), y: round(y) });
  }
  return { places, dots: dots.filter(({ path }) => path), rings };
}

function wedge({ from, to }: Arc, at: (phi: number, r: number) => [number, number]): string {
  if (to - from >= 2 * Math.PI - 1e-9) {
    return `M${join(at(0, radius))}A${radius},${radius} 0 1 0 ${join(at(Math.PI, radius))}A${radius},${radius} 0 1 0 ${join(at(0, radius))}Z`;
  }
  const large = to - from > Math.PI ? 1 : 0;
  return `M${join(at(from, 0))}L${join(at(from, radius))}A${radius},${radius} 0 ${large} 0 ${join(at(to, radius))}Z`;
}

/** Index of the sample drawn nearest to (x, y), within `reach`; −1: none. */
export function sampleNear(scene: Pick<CircleScene, 'places'>, x: number, y: number, reach: number): number {
  let found = -1;
  let nearest = reach * reach;
  for (let i = 0; i < scene.places.length / 2; i++) {
    const square = (scene.places[2 * i]! - x) ** 2 + (scene.places[2 * i + 1]! - y) ** 2;
    if (square < nearest) {
      nearest = square;
      found = i;
    }
  }
  return found;
}

function join([x, y]: readonly [number, number]): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
