import type { JSX } from 'preact';

/**
 * A class is a colour, a shape and a label, never a colour alone. Ten shapes, told apart at 5 px and all of about the same area.
 * Classes from 10 on repeat the shapes and colours; their label tells them apart.
 */
const shapes: readonly ((r: number) => string)[] = [
  (r) => `M${f(r)},0A${f(r)},${f(r)} 0 1 1 ${f(-r)},0A${f(r)},${f(r)} 0 1 1 ${f(r)},0Z`, // circle
  (r) => polygon(4, 1.25 * r, Math.PI / 4), // square
  (r) => polygon(3, 1.45 * r, -Math.PI / 2), // triangle, up
  (r) => polygon(4, 1.3 * r, 0), // diamond
  (r) => polygon(3, 1.45 * r, Math.PI / 2), // triangle, down
  (r) => cross(1.2 * r, 0), // plus
  (r) => polygon(6, 1.15 * r, 0), // hexagon
  (r) => star(5, 1.5 * r, 0.62 * r), // star
  (r) => polygon(5, 1.2 * r, -Math.PI / 2), // pentagon
  (r) => cross(1.2 * r, Math.PI / 4), // cross
];

function f(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function closed(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${f(x)},${f(y)}`).join('L')}Z`;
}

function polygon(corners: number, r: number, start: number): string {
  return closed(Array.from({ length: corners }, (_, i) => polar(r, start + (2 * Math.PI * i) / corners)));
}

function star(points: number, outer: number, inner: number): string {
  return closed(
    Array.from({ length: 2 * points }, (_, i) => polar(i % 2 ? inner : outer, -Math.PI / 2 + (Math.PI * i) / points)),
  );
}

function cross(r: number, turn: number): string {
  const a = 0.38 * r;
  const arm: readonly (readonly [number, number])[] = [
    [a, -r],
    [a, -a],
    [r, -a],
    [r, a],
    [a, a],
    [a, r],
    [-a, r],
    [-a, a],
    [-r, a],
    [-r, -a],
    [-a, -a],
    [-a, -r],
  ];
  return closed(arm.map(([x, y]) => [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)] as const));
}

function polar(r: number, angle: number): readonly [number, number] {
  return [r * Math.cos(angle), r * Math.sin(angle)];
}

/** SVG path of class k's shape about the origin, with the area of a disc of radius about r. Also fit for `new Path2D(…)`. */
export function classMarkPath(k: number, r: number): string {
  const shape = shapes[((k % shapes.length) + shapes.length) % shapes.length];
  return shape ? shape(r) : '';
}

/** The CSS colour of class k. */
export function classColour(k: number): string {
  return `var(--class-${((k % 10) + 10) % 10})`;
}

export interface ClassMarkProps {
  k: number;
  x: number;
  y: number;
  r: number;
  /** An outline in the paper's colour keeps a mark apart from what lies under it. */
  outlined?: boolean;
}

/** The mark of class k at (x, y): its shape in its colour. */
export function ClassMark({ k, x, y, r, outlined = true }: ClassMarkProps): JSX.Element {
  return (
    <path
      d={classMarkPath(k, r)}
      transform={`translate(${f(x)},${f(y)})`}
      style={{ fill: classColour(k), stroke: outlined ? 'var(--paper)' : 'none', strokeWidth: outlined ? 1 : 0 }}
    />
  );
}

/** A symbol in SVG text: italic serif with an upright subscript, e.g. `<SvgSymbol base="W" sub="1" />` inside `<text>`. */
export function SvgSymbol({ base, sub }: { base: string; sub?: string }): JSX.Element {
  return (
    <>
      <tspan class="symbol">{base}</tspan>
      {sub !== undefined && (
        <>
          <tspan dy="0.28em" font-size="0.7em">
            {sub}
          </tspan>
          <tspan dy="-0.196em" font-size="1em">
            {'\u200b'}
          </tspan>
        </>
      )}
    </>
  );
}

const greek: Readonly<Record<string, string>> = { '\\lambda': 'λ', '\\theta': 'θ', '\\psi': 'ψ' };

/** A parameter's TeX symbol (`m`, `m_1`, `\lambda`) as HTML that takes part in the linked highlight. */
export function HtmlSymbol({ tex, id }: { tex: string; id: string }): JSX.Element {
  const [base = '', sub] = tex.split('_');
  return (
    <span class="figure-symbol" data-symbol={id} style={{ color: `var(--symbol-${symbolColour(id)}, inherit)` }}>
      {greek[base] ?? base}
      {sub && <sub>{sub.replace(/[{}]/g, '')}</sub>}
    </span>
  );
}

/** m1, m2 and m3 share m's colour. */
export function symbolColour(id: string): string {
  return /^m\d$/.test(id) ? 'm' : id;
}
