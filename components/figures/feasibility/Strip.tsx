import type { JSX, RefObject } from 'preact';
import { useId } from 'preact/hooks';
import { degrees } from '../../../lib/describe/format';
import { feasibilityMessages } from '../../../lib/i18n/catalogues/feasibility';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { ClassMark, classColour, SvgSymbol } from '../shared/marks';
import type { FeasibilityScene } from './scene';

const width = 640;
const height = 124;
const left = 34;
const right = width - 34;
const top = 40;
const bar = 34;

export interface StripProps {
  scene: FeasibilityScene;
  locale: Locale;
  description: string;
  svg: RefObject<SVGSVGElement>;
}

/**
 * The arc from a class direction to its nearest neighbour, rolled out: tinted room at both ends, the grey gap between, the test boundary half
 * way. Where the margin asks for more than there is, the hatched gap runs over both ends.
 */
export function Strip({ scene, locale, description, svg }: StripProps): JSX.Element {
  const t = translator(feasibilityMessages, locale);
  const hatch = `over-${useId()}`;
  const length = right - left;
  const { strip, theta12, gap } = scene;
  const edge1 = left + length * (strip?.[0] ?? 0);
  const edge2 = right - length * (strip?.[2] ?? 0);
  const middle = (left + right) / 2;
  const half = scene.halfWidth === null ? '' : degrees(scene.halfWidth);
  return (
    <svg
      ref={svg}
      class={strip ? 'fig-feasibility-strip' : 'fig-feasibility-strip is-impossible'}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${t('stripTitle')}. ${description}`}
    >
      <defs>
        <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="7" style={{ stroke: 'var(--error)', strokeWidth: 3 }} />
        </pattern>
      </defs>
      <text class="fig-feasibility-text" x={middle} y={16} text-anchor="middle">
        <SvgSymbol base="θ" sub="12" />
        {` = ${degrees(theta12)}`}
      </text>
      <path class="fig-feasibility-brace" d={`M${left},${top - 5}v-8h${length}v8`} />
      {strip ? (
        <>
          <rect x={left} y={top} width={edge1 - left} height={bar} style={{ fill: tint(0) }} />
          <rect x={edge2} y={top} width={right - edge2} height={bar} style={{ fill: tint(1) }} />
          <rect data-symbol="m" class="fig-feasibility-gap" x={edge1} y={top} width={Math.max(0, edge2 - edge1)} height={bar} />
          <line class="fig-feasibility-edge" x1={edge1} x2={edge1} y1={top} y2={top + bar} style={{ stroke: classColour(0) }} />
          <line class="fig-feasibility-edge" x1={edge2} x2={edge2} y1={top} y2={top + bar} style={{ stroke: classColour(1) }} />
        </>
      ) : (
        <rect
          data-symbol="m"
          x={4}
          y={top}
          width={width - 8}
          height={bar}
          style={{ fill: `url(#${hatch})`, stroke: 'var(--error)', strokeWidth: 1.5 }}
        />
      )}
      <line class="fig-feasibility-test" x1={middle} x2={middle} y1={top - 3} y2={top + bar + 3} />
      {gap !== null && gap > 1e-9 && (
        <text
          class="fig-feasibility-text fig-feasibility-haloed"
          data-symbol="m"
          x={middle}
          y={top + bar / 2 + 5}
          text-anchor="middle"
        >
          {`${t('gap')} ${degrees(gap)}`}
        </text>
      )}
      {[left, right].map((x, k) => (
        <g key={x}>
          <line class="fig-feasibility-spoke" x1={x} x2={x} y1={top - 2} y2={top + bar + 2} style={{ stroke: classColour(k) }} />
          <ClassMark k={k} x={x} y={top + bar / 2} r={7} />
          <text class="fig-feasibility-text" x={x} y={top + bar + 24} text-anchor="middle">
            <SvgSymbol base="W" sub={String(k + 1)} />
          </text>
          {strip && half && (
            <text
              class="fig-feasibility-text"
              x={k === 0 ? x + 30 : x - 30}
              y={top + bar + 24}
              text-anchor={k === 0 ? 'start' : 'end'}
            >
              <tspan class="fig-feasibility-muted">{`${t(k === 0 ? 'own' : 'other')} `}</tspan>
              <tspan class="fig-feasibility-strong">{half}</tspan>
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

const tint = (k: number): string => `color-mix(in srgb, ${classColour(k)} 28%, var(--paper))`;
