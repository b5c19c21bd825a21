import { numberAlgebra } from '../../../lib/algebra/number';
import { targetLogit } from '../../../lib/losses';
import { knownLoss } from '../../../lib/training/known-loss';
import type { SphereModel } from './model';
import { type Spoke, spokes, toPixel } from './overlay';
import { cross, matrix, type Quaternion, rotateAll, type Vector } from './quaternion';

/** A sphere as plain SVG geometry: the still at build, and the picture where there is no WebGL. */
export interface SphereStillScene {
  readonly size: number;
  readonly radius: number;
  /** Training region of each class that can be seen: SVG path data. */
  readonly regions: readonly { readonly index: number; readonly path: string }[];
  /** Test boundaries on the front side. */
  readonly boundaries: string;
  readonly graticule: string;
  readonly spokes: readonly Spoke[];
  /** Front embeddings of each class as one path of points (drawn with round line caps). */
  readonly dots: readonly { readonly index: number; readonly path: string }[];
  readonly rings: readonly { readonly x: number; readonly y: number }[];
}

const rays = 72;

/**
 * The border of a region that is star-shaped about `centre`: for each of 72 directions the first zero of `inside`, found by marching and
 * bisection. Null where the centre itself is not inside.
 */
function star(centre: Vector, inside: (p: Vector) => number): Vector[] | null {
  if (!(inside(centre) > 0)) return null;
  const helper: Vector = Math.abs(centre[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0];
  const e = normalise(cross(helper, centre));
  const f = cross(centre, e);
  const at = (azimuth: number, t: number): Vector => {
    const [ca, sa, ct, st] = [Math.cos(azimuth), Math.sin(azimuth), Math.cos(t), Math.sin(t)];
    return [0, 1, 2].map((i) => ct * centre[i]! + st * (ca * e[i]! + sa * f[i]!)) as unknown as Vector;
  };
  return Array.from({ length: rays }, (_, i) => {
    const azimuth = (2 * Math.PI * i) / rays;
    const step = Math.PI / 60;
    let low = 0;
    while (low + step < Math.PI && inside(at(azimuth, low + step)) > 0) low += step;
    let high = low + step;
    for (let k = 0; k < 14; k++) {
      const middle = (low + high) / 2;
      if (inside(at(azimuth, middle)) > 0) low = middle;
      else high = middle;
    }
    return at(azimuth, low);
  });
}

/** Plain logit of class k at a point of the sphere, before the scale. */
function plain(model: SphereModel, k: number, p: Vector): number {
  const d = model.directions;
  return model.norms[k]! * (p[0] * d[3 * k]! + p[1] * d[3 * k + 1]! + p[2] * d[3 * k + 2]!) + model.biases[k]!;
}

function bestOther(model: SphereModel, k: number, p: Vector): { logit: number; index: number } {
  let logit = Number.NEGATIVE_INFINITY;
  let index = -1;
  for (let j = 0; j < model.classes; j++) {
    if (j === k) continue;
    const value = plain(model, j, p);
    if (value > logit) {
      logit = value;
      index = j;
    }
  }
  return { logit, index };
}

/** How far class k's margin-penalised logit is ahead of all plain ones at p: positive in its training region. */
export function trainingLead(model: SphereModel, k: number, p: Vector): number {
  const d = model.directions;
  const cosine = Math.min(1, Math.max(-1, p[0] * d[3 * k]! + p[1] * d[3 * k + 1]! + p[2] * d[3 * k + 2]!));
  const loss = knownLoss(model.loss);
  const target = targetLogit(numberAlgebra, loss, { theta: Math.acos(cosine) }, model.loss.parameters, model.loss.options);
  return model.norms[k]! * target + model.biases[k]! - bestOther(model, k, p).logit;
}

export function stillScene(model: SphereModel, camera: Quaternion, size = 600): SphereStillScene {
  const turn = matrix(camera);
  const see = (p: Vector): Vector => {
    const out = new Float64Array(3);
    rotateAll(turn, p, out);
    return [out[0]!, out[1]!, out[2]!];
  };
  const pixel = (x: number, y: number) => `${toPixel(x, size).toFixed(1)},${toPixel(-y, size).toFixed(1)}`;
  const regions: { index: number; path: string }[] = [];
  let boundaries = '';
  for (let k = 0; k < model.classes; k++) {
    const centre = [0, 1, 2].map((i) => model.directions[3 * k + i]!) as unknown as Vector;
    const region = star(centre, (p) => trainingLead(model, k, p));
    if (region) {
      const path = silhouettePath(region.map(see), see(centre), pixel);
      if (path) regions.push({ index: k, path });
    }
    const cell = star(centre, (p) => plain(model, k, p) - bestOther(model, k, p).logit);
    if (cell) boundaries += openPath(cell, (p) => bestOther(model, k, p).index > k, see, pixel);
  }
  const dots = Array.from({ length: model.classes }, (_, index) => ({ index, path: '' }));
  const rings: { x: number; y: number }[] = [];
  for (let i = 0; i < model.labels.length; i++) {
    const [x, y, z] = see([model.points[3 * i]!, model.points[3 * i + 1]!, model.points[3 * i + 2]!]);
    if (z <= 0) continue;
    const entry = dots[model.labels[i]!];
    if (entry) entry.path += `M${pixel(x, y)}h0`;
    if (model.wrong[i]) rings.push({ x: round(toPixel(x, size)), y: round(toPixel(-y, size)) });
  }
  const radius = toPixel(1, size) - toPixel(0, size);
  return {
    size,
    radius,
    regions,
    boundaries,
    graticule: graticule(see, pixel),
    spokes: spokes(model, camera),
    dots: dots.filter((d) => d.path),
    rings,
  };
}

/** A closed border as seen: its hidden part runs along the silhouette. Empty where nothing of it can be seen. */
function silhouettePath(border: readonly Vector[], centre: Vector, pixel: (x: number, y: number) => string): string {
  if (border.every((p) => p[2] < 0) && centre[2] < 0) return '';
  const seen = border.map(([x, y, z]) => {
    if (z >= 0) return pixel(x, y);
    const r = Math.hypot(x, y) || 1;
    return pixel(x / r, y / r);
  });
  return `M${seen.join('L')}Z`;
}

function openPath(
  border: readonly Vector[],
  keep: (p: Vector) => boolean,
  see: (p: Vector) => Vector,
  pixel: (x: number, y: number) => string,
): string {
  let path = '';
  let open = false;
  for (let i = 0; i <= border.length; i++) {
    const p = border[i % border.length]!;
    const [x, y, z] = see(p);
    const visible = z >= 0 && keep(p);
    if (visible) path += `${open ? 'L' : 'M'}${pixel(x, y)}`;
    open = visible;
  }
  return path;
}

function graticule(see: (p: Vector) => Vector, pixel: (x: number, y: number) => string): string {
  const lines: Vector[][] = [];
  const along = Array.from({ length: 49 }, (_, i) => i / 48);
  for (let latitude = -60; latitude <= 60; latitude += 30) {
    const a = (latitude * Math.PI) / 180;
    lines.push(along.map((t) => [Math.cos(a) * Math.sin(2 * Math.PI * t), Math.sin(a), Math.cos(a) * Math.cos(2 * Math.PI * t)]));
  }
  for (let longitude = 0; longitude < 360; longitude += 30) {
    const b = (longitude * Math.PI) / 180;
    lines.push(
      along.map((t) => [Math.sin(Math.PI * t) * Math.sin(b), Math.cos(Math.PI * t), Math.sin(Math.PI * t) * Math.cos(b)]),
    );
  }
  return lines.map((line) => openPath(line, () => true, see, pixel)).join('');
}

function normalise(v: Vector): Vector {
  const length = Math.hypot(...v) || 1;
  return [v[0] / length, v[1] / length, v[2] / length];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
