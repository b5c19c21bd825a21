import type { SphereModel } from './model';
import type { Palette } from './palette';
import { matrix, type Quaternion, rotateAll } from './quaternion';
import { extent } from './view';

/** Where a class direction meets the sphere, seen by the camera. Coordinates in sphere radii, x right, y down, z to the eye. */
export interface Spoke {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The class directions as the camera sees them, farthest first. Directions of length 0 are left out. */
export function spokes(model: Pick<SphereModel, 'classes' | 'directions'>, camera: Quaternion): Spoke[] {
  const seen = new Float64Array(model.classes * 3);
  rotateAll(matrix(camera), model.directions, seen);
  const list: Spoke[] = [];
  for (let k = 0; k < model.classes; k++) {
    const [x, y, z] = [seen[3 * k]!, seen[3 * k + 1]!, seen[3 * k + 2]!];
    if (x * x + y * y + z * z > 0.5) list.push({ index: k, x, y: -y, z });
  }
  return list.sort((a, b) => a.z - b.z);
}

/** Pixel of a view coordinate on a picture of `size` pixels. */
export function toPixel(view: number, size: number): number {
  return ((view / extent + 1) / 2) * size;
}

/** Index of the front sample nearest to the pixel (x, y), within `reach` pixels; −1: none. */
export function sampleAt(model: SphereModel, camera: Quaternion, size: number, x: number, y: number, reach: number): number {
  const m = matrix(camera);
  let found = -1;
  let nearest = reach * reach;
  for (let i = 0; i < model.labels.length; i++) {
    const [a, b, c] = [model.points[3 * i]!, model.points[3 * i + 1]!, model.points[3 * i + 2]!];
    if (m[6]! * a + m[7]! * b + m[8]! * c <= 0) continue;
    const dx = toPixel(m[0]! * a + m[1]! * b + m[2]! * c, size) - x;
    const dy = toPixel(-(m[3]! * a + m[4]! * b + m[5]! * c), size) - y;
    const square = dx * dx + dy * dy;
    if (square < nearest) {
      nearest = square;
      found = i;
    }
  }
  return found;
}

/** Where a sample is drawn, in shares of the picture; null on the back side. */
export function placeOf(model: SphereModel, camera: Quaternion, index: number): { x: number; y: number } | null {
  const seen = new Float64Array(3);
  rotateAll(matrix(camera), model.points.subarray(3 * index, 3 * index + 3), seen);
  return seen[2]! > 0 ? { x: toPixel(seen[0]!, 1), y: toPixel(-seen[1]!, 1) } : null;
}

/** Paints spokes and their labels over the sphere. The context is in CSS pixels; `size` is the width of the picture. */
export function paintSpokes(
  context: CanvasRenderingContext2D,
  list: readonly Spoke[],
  labels: readonly string[],
  palette: Palette,
  size: number,
): void {
  const centre = size / 2;
  const badge = Math.max(8, Math.min(12, size / 44));
  context.lineCap = 'round';
  for (const spoke of list) {
    const front = spoke.z >= 0;
    const [x, y] = [toPixel(spoke.x, size), toPixel(spoke.y, size)];
    const colour = palette.classes[spoke.index % palette.classes.length]!;
    // The inside of the sphere is seen through it: faint towards the front, fainter towards the back.
    context.globalAlpha = front ? 0.5 : 0.16;
    context.strokeStyle = colour;
    context.lineWidth = front ? 1.4 : 1;
    context.beginPath();
    context.moveTo(centre, centre);
    context.lineTo(x, y);
    context.stroke();
    if (!front) continue;
    context.globalAlpha = 1;
    context.fillStyle = palette.paper;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, badge, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
    context.fillStyle = palette.ink;
    context.font = `600 ${Math.round(badge * 1.15)}px ${palette.sans}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(labels[spoke.index] ?? String(spoke.index), x, y + 0.5);
  }
  context.globalAlpha = 1;
}
