/**
 * Arcs and sectors as SVG paths. Angles are in radians, counter-clockwise from the right as in mathematics; SVG's y axis points down,
 * and that is dealt with here once.
 */
export interface Circle {
  readonly cx: number;
  readonly cy: number;
}

export function pointAt({ cx, cy }: Circle, r: number, angle: number): { x: number; y: number } {
  return { x: round(cx + r * Math.cos(angle)), y: round(cy - r * Math.sin(angle)) };
}

/** The arc from `from` counter-clockwise to `to` (to ≥ from). A whole turn is drawn as a closed circle. */
export function arcPath(circle: Circle, r: number, from: number, to: number): string {
  if (to - from >= 2 * Math.PI - 1e-9) {
    const a = pointAt(circle, r, from);
    const b = pointAt(circle, r, from + Math.PI);
    return `M${a.x},${a.y}A${r},${r} 0 1 0 ${b.x},${b.y}A${r},${r} 0 1 0 ${a.x},${a.y}Z`;
  }
  const a = pointAt(circle, r, from);
  const b = pointAt(circle, r, to);
  return `M${a.x},${a.y}A${r},${r} 0 ${to - from > Math.PI ? 1 : 0} 0 ${b.x},${b.y}`;
}

/** The sector of a disc, or of a ring when `inner` > 0. */
export function sectorPath(circle: Circle, r: number, from: number, to: number, inner = 0): string {
  if (to - from >= 2 * Math.PI - 1e-9) {
    const hole = inner > 0 ? arcPath(circle, inner, from, to) : '';
    return arcPath(circle, r, from, to) + hole;
  }
  if (inner <= 0) return `${arcPath(circle, r, from, to)}L${circle.cx},${circle.cy}Z`;
  const a = pointAt(circle, inner, from);
  const b = pointAt(circle, inner, to);
  return `${arcPath(circle, r, from, to)}L${b.x},${b.y}A${inner},${inner} 0 ${to - from > Math.PI ? 1 : 0} 1 ${a.x},${a.y}Z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
