import type { JSX, RefObject } from 'preact';
import { degrees } from '../../../lib/describe/format';
import { geodesic } from '../../../lib/i18n/catalogues/geodesic';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { signedTurn, toDegrees } from '../../../lib/sphere/angle';
import { arcPath, pointAt, sectorPath } from '../shared/arcs';
import { DragHandle } from '../shared/DragHandle';
import { ClassMark, classColour, SvgSymbol } from '../shared/marks';
import type { KeyMove, Point } from '../shared/useDrag';
import { type Bearings, type GeodesicScene, type Handle, tidyBearing, toBearing } from './scene';

const size = 430;
const centre = { cx: size / 2, cy: size / 2 };
const radius = 157;
/** Slices overlap by this much so that no hairline shows between them. */
const overlap = 0.012;

export interface CircleProps {
  scene: GeodesicScene;
  bearings: Bearings;
  locale: Locale;
  /** The state in words, the text alternative of the picture. */
  description: string;
  svg: RefObject<SVGSVGElement>;
  move(handle: Handle, bearing: number): void;
}

/** The circle: regions, gap and boundary under what can be moved. */
export function Circle({ scene, bearings, locale, description, svg, move }: CircleProps): JSX.Element {
  const t = translator(geodesic, locale);
  const { phi } = scene;
  const way1 = signedTurn(phi.x - phi.w1);
  const way2 = signedTurn(phi.x - phi.w2);
  // Arcs on the same side of x would cover each other: then θ₂ runs inside the circle.
  const nested = way1 * way2 > 0;
  const onDrag = (handle: Handle) => (point: Point) =>
    move(handle, tidyBearing(toBearing(Math.atan2(centre.cy - point.y, point.x - centre.cx))));
  const onKey = (handle: Handle) => (key: KeyMove) => {
    if ('by' in key) return move(handle, tidyBearing(bearings[handle] + key.by));
    if (handle !== 'x') return move(handle, key.to === 'min' ? -180 : 179);
    move('x', key.to === 'min' ? bearings.w1 : bearings.w2);
  };
  const words = (handle: Handle) =>
    handle === 'x'
      ? t('valueX', { theta1: degrees(scene.theta1), theta2: degrees(scene.theta2) })
      : t('valueW', { theta12: degrees(scene.theta12), theta: degrees(handle === 'w1' ? scene.theta1 : scene.theta2) });
  const shared = (handle: Handle) => ({
    svg,
    onDrag: onDrag(handle),
    onKey: onKey(handle),
    now: bearings[handle],
    min: -180,
    max: 180,
    valueText: words(handle),
    grip: 90 - toDegrees(phi[handle]),
  });
  const x = pointAt(centre, radius, phi.x);
  const label = pointAt(centre, radius - 29, phi.x);
  return (
    <svg ref={svg} class="fig-geodesic-circle" viewBox={`0 0 ${size} ${size}`} aria-label={`${t('title')}. ${description}`}>
      <Ground scene={scene} gapLabel={t('gapLabel')} />
      <Way symbol="theta2" sub="2" from={phi.w2} way={way2} inset={nested ? 8 : 0} />
      <Way symbol="theta" sub="1" from={phi.w1} way={way1} inset={0} />
      {(['w1', 'w2'] as const).map((handle, k) => {
        const tip = pointAt(centre, radius, phi[handle]);
        const disc = pointAt(centre, radius + 31, phi[handle]);
        return (
          <g key={handle}>
            <line
              class="fig-geodesic-spoke"
              x1={centre.cx}
              y1={centre.cy}
              x2={tip.x}
              y2={tip.y}
              style={{ stroke: classColour(k) }}
            />
            <ClassMark k={k} x={tip.x} y={tip.y} r={6.5} />
            <DragHandle {...shared(handle)} at={disc} r={15} label={t(handle === 'w1' ? 'handleW1' : 'handleW2')} symbol="W">
              <circle class="fig-geodesic-disc" cx={disc.x} cy={disc.y} r={15} style={{ stroke: classColour(k) }} />
              <text class="fig-geodesic-label" x={disc.x} y={disc.y + 4.5} text-anchor="middle">
                <SvgSymbol base="W" sub={String(k + 1)} />
              </text>
            </DragHandle>
          </g>
        );
      })}
      <DragHandle
        {...shared('x')}
        at={x}
        r={11}
        gripInside
        target={pointAt(centre, radius - 10, phi.x)}
        label={t('handleX')}
        symbol="x"
      >
        <circle class="fig-geodesic-x" cx={x.x} cy={x.y} r={11} />
        <text class="fig-geodesic-label fig-geodesic-haloed" x={label.x} y={label.y + 5} text-anchor="middle">
          <SvgSymbol base="x" />
        </text>
      </DragHandle>
    </svg>
  );
}

/** Regions, gap, circle and test boundary. */
function Ground({ scene, gapLabel }: { scene: GeodesicScene; gapLabel: string }): JSX.Element {
  const { gapArc } = scene;
  const middle = gapArc && pointAt(centre, radius * 0.46, (gapArc.from + gapArc.to) / 2);
  return (
    <g>
      {scene.gaps.map((arc) => (
        <path key={arc.from} class="fig-geodesic-gap" data-symbol="m" d={sectorPath(centre, radius, arc.from, arc.to)} />
      ))}
      {scene.regions.map((region, k) =>
        region.slices.map((slice) => (
          <path
            key={`${k} ${slice.from}`}
            d={sectorPath(centre, radius, slice.from, slice.to + (region.slices.at(-1) === slice ? 0 : overlap))}
            style={{ fill: `color-mix(in srgb, ${classColour(k)} ${(7 + 21 * slice.certainty).toFixed(1)}%, var(--paper))` }}
          />
        )),
      )}
      {scene.regions.flatMap((region, k) =>
        region.arcs.flatMap((arc) =>
          [arc.from, arc.to].map((edge) => {
            const end = pointAt(centre, radius, edge);
            return (
              <line
                key={`${k} ${edge}`}
                class="fig-geodesic-edge"
                x1={centre.cx}
                y1={centre.cy}
                x2={end.x}
                y2={end.y}
                style={{ stroke: classColour(k) }}
              />
            );
          }),
        ),
      )}
      <circle class="fig-geodesic-outline" cx={centre.cx} cy={centre.cy} r={radius} />
      {scene.testBoundaries.map((angle) => {
        const end = pointAt(centre, radius + 9, angle);
        return <line key={angle} class="fig-geodesic-test" x1={centre.cx} y1={centre.cy} x2={end.x} y2={end.y} />;
      })}
      {gapArc && middle && (
        <g data-symbol="m">
          <path class="fig-geodesic-span" d={arcPath(centre, radius * 0.64, gapArc.from, gapArc.to)} />
          {gapArc.to - gapArc.from > 0.16 && (
            <text class="fig-geodesic-small fig-geodesic-haloed" x={middle.x} y={middle.y + 4} text-anchor="middle">
              {`${gapLabel} ${degrees(gapArc.to - gapArc.from)}`}
            </text>
          )}
        </g>
      )}
    </g>
  );
}

/** The way from a class direction to x along the circle: the angle itself. `way` is signed, counter-clockwise. */
function Way({
  symbol,
  sub,
  from,
  way,
  inset,
}: {
  symbol: 'theta' | 'theta2';
  sub: string;
  from: number;
  way: number;
  inset: number;
}): JSX.Element {
  const [a, b] = way >= 0 ? [from, from + way] : [from + way, from];
  const at = pointAt(centre, radius + 17, from + way / 2);
  return (
    <g data-symbol={symbol}>
      <path class="fig-geodesic-way" d={arcPath(centre, radius - inset, a, b)} style={{ stroke: `var(--symbol-${symbol})` }} />
      {Math.abs(way) > 0.3 && (
        <text
          class="fig-geodesic-label fig-geodesic-haloed"
          x={at.x}
          y={at.y + 5}
          text-anchor="middle"
          style={{ fill: `var(--symbol-${symbol})` }}
        >
          <SvgSymbol base="θ" sub={sub} />
        </text>
      )}
    </g>
  );
}
