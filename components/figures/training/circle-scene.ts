import { losses } from '../../../lib/losses';
import { angleOf } from '../../../lib/sphere/angle';
import { type Arc, circleRegions } from '../../../lib/sphere/boundary-circle';
import type { LossInForce } from '../../../lib/sphere/in-force';
import { probabilities } from '../../../lib/sphere/nearest';
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
const radius = 186;
const dot = 5.6;
const levels = [0.5, 0.75, 0.9, 0.99];

/**
 * Samples stand on the circle at their angle, whatever their norm, and stack outward where they are dense, so that the stack is a histogram.
 * Sectors of the disc are the training regions under `loss`.
 */
export function circleScene(view: Drawn, loss: LossSettings): CircleScene {
  const centre = circleSize / 2;
  const at = (phi: number, r: number): [number, number] => [centre + r * Math.cos(phi), centre - r * Math.sin(phi)];
  const inForce: LossInForce = { loss: losses[loss.id], values: loss.parameters, options: loss.options };
  const directions = Array.from({ length: view.classes }, (_, k) => angleOf([view.directions[2 * k]!, view.directions[2 * k + 1]!]));
  const { training, gaps, testBoundaries } = circleRegions(directions, inForce);
  const softness = inForce.loss.normalisesFeatures ? (loss.parameters['s'] ?? 1) : view.typicalNorm;
  const regions: { index: number; path: string; opacity: number }[] = [];
  training.forEach((arcs, index) => {
    for (const arc of arcs) {
      regions.push({ index, path: wedge(arc, at), opacity: 0.2 });
      for (const inner of softened(arc, index, directions, inForce, softness)) regions.push({ index, path: wedge(inner, at), opacity: 0.09 });
    }
  });
  const { places, dots, rings } = swarm(view, at);
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
function softened(arc: Arc, index: number, directions: readonly number[], inForce: LossInForce, scale: number): Arc[] {
  const samples = Math.max(8, Math.round((arc.to - arc.from) / 0.035));
  const values = Array.from({ length: samples + 1 }, (_, i) => {
    const phi = arc.from + ((arc.to - arc.from) * i) / samples;
    const angles = directions.map((w) => Math.abs(Math.atan2(Math.sin(phi - w), Math.cos(phi - w))));
    return { phi, p: probabilities(inForce, angles, index, scale)[index]! };
  });
  const parts: Arc[] = [];
  for (const level of levels) {
    const inside = values.filter(({ p }) => p >= level);
    if (inside.length > 1) parts.push({ from: inside[0]!.phi, to: inside.at(-1)!.phi });
  }
  return parts;
}

/** A beeswarm on the circle: each dot at its angle, outward by one dot where its place is taken. */
function swarm(view: Drawn, at: (phi: number, r: number) => [number, number]) {
  const n = view.labels.length;
  const bins = Math.floor((2 * Math.PI * radius) / dot);
  // Rows beyond the picture's edge are pressed together.
  const rows = Math.floor((circleSize / 2 - radius - 14) / dot);
  const taken = new Uint16Array(bins);
  const binOf = new Uint16Array(n);
  const rowOf = new Uint16Array(n);
  for (let i = 0; i < n; i++) {
    const phi = Math.atan2(view.points[2 * i + 1]!, view.points[2 * i]!);
    const bin = Math.floor(((phi / (2 * Math.PI) + 1) % 1) * bins) % bins;
    binOf[i] = bin;
    rowOf[i] = taken[bin]!;
    taken[bin]! += 1;
  }
  const places = new Float32Array(2 * n);
  const dots = Array.from({ length: view.classes }, (_, index) => ({ index, path: '' }));
  const rings: { x: number; y: number }[] = [];
  for (let i = 0; i < n; i++) {
    const height = taken[binOf[i]!]!;
    const pitch = height > rows ? (dot * rows) / height : dot;
    const phi = (2 * Math.PI * (binOf[i]! + 0.5)) / bins;
    const [x, y] = at(phi, radius + 6 + dot / 2 + rowOf[i]! * pitch);
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
