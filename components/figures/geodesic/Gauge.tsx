import type { JSX, RefObject } from 'preact';
import { useId } from 'preact/hooks';
import { degrees } from '../../../lib/describe/format';
import { geodesic } from '../../../lib/i18n/catalogues/geodesic';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import type { LossInForce } from '../../../lib/sphere/in-force';
import { SvgSymbol } from '../shared/marks';
import type { GeodesicScene } from './scene';
import { hasMargin } from './words';

const width = 340;
const height = 142;
const left = 2;
const track = width - 2 * left;
const bar = 17;
const top = { own: 26, rival: 88 } as const;

export interface GaugeProps {
  scene: GeodesicScene;
  inForce: LossInForce;
  locale: Locale;
  svg: RefObject<SVGSVGElement>;
}

/**
 * Two bars on one scale from 0° to 180°: what θ₁ counts as, and θ₂. The shorter wins. θ + m is drawn here and never as a second place of
 * x: moving x would change θ₂ as well.
 */
export function Gauge({ scene, inForce, locale, svg }: GaugeProps): JSX.Element {
  const t = translator(geodesic, locale);
  const hatch = `hatch-${useId()}`;
  const at = (radians: number) => left + (track * radians) / Math.PI;
  const { theta1, theta2, countsAs } = scene;
  const margin = hasMargin(inForce);
  const additive =
    inForce.loss.id === 'arcface' && countsAs !== null && Math.abs(countsAs - theta1 - (inForce.values['m'] ?? 0)) < 1e-9;
  const end = countsAs ?? Math.PI;
  const own = countsAs === null ? t('offScale') : degrees(countsAs);
  const tied = scene.target === Math.cos(theta2);
  return (
    <svg
      ref={svg}
      class="fig-geodesic-gauge"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${t('gaugeTitle')}: ${own}, ${degrees(theta2)}`}
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" style={{ fill: 'var(--paper)' }} />
          <line x1="0" y1="0" x2="0" y2="6" style={{ stroke: 'var(--symbol-m)', strokeWidth: 3 }} />
        </pattern>
      </defs>
      <Guide x={at(theta2)} from={top.own + bar + 4} to={top.rival} />

      <text class="fig-geodesic-small fig-geodesic-haloed" x={left} y={top.own - 9}>
        <tspan class="fig-geodesic-muted">{`${t('own')} `}</tspan>
        {additive ? (
          <>
            <SvgSymbol base="θ" sub="1" />
            {' + '}
            <SvgSymbol base="m" />
          </>
        ) : (
          <>
            <SvgSymbol base="θ" sub="1" />
            {margin ? ` ${t('countsAs')}` : ''}
          </>
        )}
      </text>
      <Winner
        y={top.own - 9}
        value={additive && margin ? `${degrees(theta1)} + ${degrees(end - theta1)} = ${own}` : own}
        wins={scene.trainingWins}
      />
      <rect
        data-symbol="theta"
        class="fig-geodesic-bar"
        x={left}
        y={top.own}
        width={Math.max(0.01, at(theta1) - left)}
        height={bar}
        style={{ fill: 'var(--symbol-theta)' }}
      />
      {margin && Math.abs(end - theta1) > 1e-6 && (
        <rect
          data-symbol="m"
          x={Math.min(at(theta1), at(end))}
          y={top.own + 1}
          width={Math.abs(at(end) - at(theta1))}
          height={bar - 2}
          style={{ fill: `url(#${hatch})`, stroke: 'var(--symbol-m)', strokeWidth: 1.5 }}
        />
      )}
      {countsAs === null && (
        <path class="fig-geodesic-over" d={`M${width - 12},${top.own - 1}l9,${bar / 2 + 1}l-9,${bar / 2 + 1}`} />
      )}

      <text class="fig-geodesic-small fig-geodesic-haloed" x={left} y={top.rival - 9}>
        <tspan class="fig-geodesic-muted">{`${t('rival')} `}</tspan>
        <SvgSymbol base="θ" sub="2" />
      </text>
      <Winner y={top.rival - 9} value={degrees(theta2)} wins={!scene.trainingWins && !tied} />
      <rect
        data-symbol="theta2"
        class="fig-geodesic-bar"
        x={left}
        y={top.rival}
        width={Math.max(0.01, at(theta2) - left)}
        height={bar}
        style={{ fill: 'var(--symbol-theta2)' }}
      />
      <Guide x={at(theta2)} from={top.own - 4} to={top.own + bar + 4} />

      {[0, 90, 180].map((tick) => {
        const x = left + (track * tick) / 180;
        return (
          <g key={tick}>
            <line class="fig-geodesic-tick" x1={x} y1={top.rival + bar + 4} x2={x} y2={top.rival + bar + 9} />
            <text
              class="fig-geodesic-small fig-geodesic-muted"
              x={x}
              y={top.rival + bar + 23}
              text-anchor={tick === 0 ? 'start' : tick === 90 ? 'middle' : 'end'}
            >
              {`${tick}°`}
            </text>
          </g>
        );
      })}
      <line class="fig-geodesic-tick" x1={left} y1={top.rival + bar + 4} x2={left + track} y2={top.rival + bar + 4} />
    </svg>
  );
}

/** The value at the right end of a row; the winner's is bold and has a tick. */
function Winner({ y, value, wins }: { y: number; value: string; wins: boolean }): JSX.Element {
  return (
    <g>
      <text
        class={wins ? 'fig-geodesic-small fig-geodesic-strong' : 'fig-geodesic-small'}
        x={width - (wins ? 20 : left)}
        y={y}
        text-anchor="end"
      >
        {value}
      </text>
      {wins && <path class="fig-geodesic-check" d={`M${width - 15},${y - 5}l4,4.5l8,-10`} />}
    </g>
  );
}

/** The end of θ₂'s bar, carried up to the other one: what has to stay left of it. */
function Guide({ x, from, to }: { x: number; from: number; to: number }): JSX.Element {
  return <line class="fig-geodesic-guide" x1={x} y1={from} x2={x} y2={to} />;
}
