import type { JSX } from 'preact';
import { degrees, fixed } from '../../../lib/describe/format';
import { logitCurves } from '../../../lib/i18n/catalogues/logit-curves';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { toRadians } from '../../../lib/sphere/angle';
import { DragHandle } from '../shared/DragHandle';
import { type Curve, ownId, read } from './curves';
import { dimmed, Panel } from './Panel';
import { frame, type LogitScene, type LogitState, thetaAt, windows } from './scene';

interface Props {
  readonly locale: Locale;
  readonly scene: LogitScene;
  readonly state: LogitState;
  readonly own: Curve;
  /** Id of the curve that the reader points at. */
  readonly active: string | null;
  readonly svg: { current: SVGSVGElement | null };
  onActive(id: string | null): void;
  onTheta(degrees: number): void;
}

/** Both panels over one θ axis, with the cursor through both. */
export function LogitChart({ locale, scene, state, own, active, svg, onActive, onTheta }: Props): JSX.Element {
  const t = translator(logitCurves, locale);
  const [from, to] = windows[state.window].theta;
  const { upper, lower } = scene;
  const reading = read(own, toRadians(state.theta));
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG holds the slider of its cursor, so it is a group and not an image
    <svg ref={svg} viewBox={`0 0 ${frame.width} ${frame.height}`} class="fig-logit-chart" role="group" aria-label={t('title')}>
      <desc>{t('description')}</desc>
      <defs>
        {[upper, lower].map((p) => (
          <clipPath key={p.quantity} id={`fig-logit-clip-${p.quantity}`}>
            <rect x={scene.left} y={p.top} width={scene.right - scene.left} height={p.bottom - p.top} />
          </clipPath>
        ))}
      </defs>
      {[upper, lower].map((p) => (
        <Panel
          key={p === upper ? 'upper' : 'lower'}
          panel={p}
          scene={scene}
          active={active}
          onActive={onActive}
          name={t(`${p.quantity}Axis`)}
          yours={t('yours')}
        >
          {scene.paperBand && (
            <>
              <rect
                class="fig-logit-band"
                x={scene.paperBand.x}
                width={scene.paperBand.width}
                y={p.top}
                height={p.bottom - p.top}
              />
              {p === upper && (
                <text class="fig-logit-note" x={scene.paperBand.x + 5} y={p.bottom - 7}>
                  {t('paperWindow')}
                </text>
              )}
            </>
          )}
        </Panel>
      ))}
      <text class="fig-logit-note" x={scene.left + 6} y={state.lower === 'slope' ? lower.top + 14 : lower.bottom - 7}>
        {t(state.lower === 'slope' ? 'away' : 'awayFactor')}
      </text>
      {scene.crossings.map((c) => (
        <g key={c.theta} class="fig-logit-crossing">
          <title>{t('crossing', { theta: degrees(c.theta) })}</title>
          <circle cx={c.x} cy={c.y} r="5" />
          <text x={c.x + 7} y={c.y - 8}>
            {degrees(c.theta)}
          </text>
        </g>
      ))}
      {scene.thetaTicks.map((tick) => (
        <text key={tick.degrees} class="fig-logit-tick" x={tick.x} y={lower.bottom + 32} text-anchor="middle">
          {tick.degrees}°
        </text>
      ))}
      <text class="fig-logit-axis" x={(scene.left + scene.right) / 2} y={lower.bottom + 50} text-anchor="middle">
        <tspan class="symbol fig-logit-theta" data-symbol="theta">
          θ
        </tspan>
        , {t('thetaAxis')}
      </text>
      <line class="fig-logit-cursor" x1={scene.cursorX} x2={scene.cursorX} y1={upper.top} y2={lower.bottom + 3} />
      {[upper, lower].flatMap((p) =>
        p.lines.map(
          (l) =>
            l.dot && (
              <circle
                key={p.quantity + l.curve.id}
                class={`fig-logit-dot${dimmed(l, active)}`}
                cx={l.dot.x}
                cy={l.dot.y}
                r={l.curve.id === ownId ? 4.5 : 3}
                style={{ fill: l.curve.colour }}
              />
            ),
        ),
      )}
      <DragHandle
        svg={svg}
        at={{ x: scene.cursorX, y: lower.bottom + 9 }}
        r={7}
        grip={0}
        label={t('cursor')}
        now={state.theta}
        min={from}
        max={to}
        valueText={t('cursorText', {
          theta: fixed(state.theta, 1),
          value: fixed(reading.value, 3),
          slope: fixed(reading.slope, 3),
        })}
        symbol="theta"
        onDrag={({ x }) => onTheta(thetaAt(x, state.window))}
        onKey={(move) =>
          onTheta('to' in move ? (move.to === 'min' ? from : to) : Math.min(to, Math.max(from, state.theta + move.by)))
        }
      >
        <circle class="fig-logit-handle" cx={scene.cursorX} cy={lower.bottom + 9} r="7" />
      </DragHandle>
    </svg>
  );
}
