import type { JSX } from 'preact';
import { degrees, fixed, signed } from '../../../lib/describe/format';
import { pastPiFigure } from '../../../lib/i18n/catalogues/past-pi';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { type CurveScene, type PastPiState, plot } from './scene';

interface Props {
  readonly locale: Locale;
  readonly scene: CurveScene;
  readonly state: PastPiState;
  /** The page's scale, for the size of the jump in the logit. */
  readonly scale: number;
  readonly svg: { current: SVGSVGElement | null };
}

/** The target logit near the end of the range: the behaviour in force bold, the others thin, the jump with its size. */
export function CurvePlot({ locale, scene, state, scale, svg }: Props): JSX.Element {
  const t = translator(pastPiFigure, locale);
  const { jump, jointX, rightX } = scene;
  const bottom = plot.height - plot.bottom;
  // Beside the jump at π − m there is room below on the left; the jump of `easy` at 90° has room above it only.
  const labelLeft = jump !== null && jump.x > plot.width * 0.4;
  const labelX = jump ? jump.x + (labelLeft ? -10 : 8) : 0;
  const labelY = jump ? (labelLeft ? (jump.beforeY + jump.afterY) / 2 + 22 : jump.afterY - 24) : 0;
  return (
    <svg
      ref={svg}
      viewBox={`0 0 ${plot.width} ${plot.height}`}
      class="fig-past-plot"
      role="img"
      aria-label={`${t('curveTitle')}. ${t('curveDescription')}`}
    >
      {jointX < rightX && (
        <rect class="fig-past-zone" x={jointX} width={rightX - jointX} y={plot.top} height={bottom - plot.top} />
      )}
      {scene.valueTicks.map((tick) => (
        <g key={tick.value}>
          <line class={tick.value === 0 ? 'fig-past-zero' : 'fig-past-grid'} x1={plot.left} x2={rightX} y1={tick.y} y2={tick.y} />
          <text class="fig-past-tick" x={plot.left - 6} y={tick.y + 4} text-anchor="end">
            {fixed(tick.value, 1)}
          </text>
        </g>
      ))}
      {scene.thetaTicks.map((tick) => (
        <text key={tick.degrees} class="fig-past-tick" x={tick.x} y={bottom + 18} text-anchor="middle">
          {tick.degrees}°
        </text>
      ))}
      <text x={(plot.left + rightX) / 2} y={bottom + 38} text-anchor="middle">
        <tspan class="symbol fig-past-theta">θ</tspan>, {t('thetaAxis')}
      </text>
      <text x={plot.left} y={plot.top - 8}>
        {t('valueAxis')}
      </text>
      {jointX < rightX && (
        <>
          <line class="fig-past-joint" x1={jointX} x2={jointX} y1={plot.top} y2={bottom} />
          <text class="fig-past-note" x={Math.max(jointX, plot.left + 150)} y={plot.top - 8} text-anchor="middle">
            {t('joint', { theta: degrees(Math.PI - state.m) })}
          </text>
        </>
      )}
      {scene.others.map((other) => (
        <path key={other.pastPi} class="fig-past-other" d={other.path} />
      ))}
      <path class="fig-past-own" d={scene.path} />
      {scene.labels.map((label) => (
        <g key={label.pastPi} class={label.pastPi === state.pastPi ? 'fig-past-name is-own' : 'fig-past-name'}>
          <path d={`M${rightX + 1},${label.fromY}L${rightX + 9},${label.y}h4`} />
          <text x={rightX + 16} y={label.y + 4}>
            {t(`${label.pastPi}Short`)}
          </text>
        </g>
      ))}
      {jump && (
        <g class="fig-past-jump">
          <line x1={jump.x} x2={jump.x} y1={jump.beforeY} y2={jump.afterY} />
          <circle cx={jump.x} cy={jump.afterY} r="3.5" class="is-open" />
          <circle cx={jump.x} cy={jump.beforeY} r="3.5" />
          <text x={labelX} y={labelY} text-anchor={labelLeft ? 'end' : 'start'}>
            <tspan font-weight="700">{t('jump', { size: signed(jump.size) })}</tspan>
            <tspan class="fig-past-soft" x={labelX} dy="1.25em">
              {t('jumpScaled', { size: signed(jump.size * scale, 1) })}
            </tspan>
          </text>
        </g>
      )}
      <circle class="fig-past-x" cx={scene.cursor.x} cy={scene.cursor.y} r="5" />
    </svg>
  );
}
