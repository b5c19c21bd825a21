import type { JSX } from 'preact';
import { degrees, fixed, signed } from '../../../lib/describe/format';
import { pastPiFigure } from '../../../lib/i18n/catalogues/past-pi';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { toDegrees } from '../../../lib/sphere/angle';
import { DragHandle } from '../shared/DragHandle';
import { type Arrow, onRing, type PastPiState, type RingScene, ring } from './scene';

interface Props {
  readonly locale: Locale;
  readonly scene: RingScene;
  readonly state: PastPiState;
  readonly svg: { current: SVGSVGElement | null };
  onTheta(degrees: number): void;
}

/** A half circle of samples with the force that the target logit puts on each, and one sample that the reader moves. */
export function ForceRing({ locale, scene, state, svg, onTheta }: Props): JSX.Element {
  const t = translator(pastPiFigure, locale);
  const { own, joint } = scene;
  const w = onRing(0);
  const label = onRing(own.theta, ring.radius - 24);
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG holds the slider of x, so it is a group and not an image
    <svg ref={svg} viewBox={`0 0 ${ring.width} ${ring.height}`} class="fig-past-ring" role="group" aria-label={t('ringTitle')}>
      <desc>{t('ringDescription')}</desc>
      {state.m > 0 && <path class="fig-past-zone" d={scene.beyond} />}
      <path class="fig-past-arc" d={scene.arc} />
      {state.m > 0 && (
        <>
          <line class="fig-past-joint" x1={ring.cx} y1={ring.cy} x2={joint.x} y2={joint.y} />
          <text class="fig-past-note" x={ring.cx + 0.5 * (joint.x - ring.cx) + 8} y={ring.cy + 0.5 * (joint.y - ring.cy) - 8}>
            {t('joint', { theta: degrees(Math.PI - state.m) })}
          </text>
        </>
      )}
      <line class="fig-past-spoke" x1={ring.cx} y1={ring.cy} x2={w.x} y2={w.y} />
      <text x={w.x + 7} y={w.y + 5} class="fig-past-w">
        <tspan class="symbol" data-symbol="W">
          W
        </tspan>
      </text>
      {scene.arrows.map((arrow) => (
        <ForceArrow key={arrow.theta} arrow={arrow} />
      ))}
      <line class="fig-past-ray" x1={ring.cx} y1={ring.cy} x2={own.x} y2={own.y} />
      <DragHandle
        svg={svg}
        at={own}
        r={7}
        label={t('theta')}
        now={state.theta}
        min={0}
        max={180}
        valueText={t('thetaText', { theta: state.theta, force: signed(own.strength, 2), direction: t(own.direction) })}
        symbol="theta"
        onDrag={({ x, y }) => onTheta(Math.round(toDegrees(Math.atan2(Math.max(0, ring.cy - y), x - ring.cx))))}
        onKey={(move) => onTheta('to' in move ? (move.to === 'min' ? 0 : 180) : state.theta + move.by)}
      >
        <ForceArrow arrow={own} own />
      </DragHandle>
      <text x={label.x} y={label.y + 5} text-anchor="middle">
        <tspan class="symbol fig-past-xname" data-symbol="x">
          x
        </tspan>
      </text>
      <text x={ring.cx} y={ring.cy + 26} text-anchor="middle">
        <tspan class="symbol fig-past-theta" data-symbol="theta">
          θ
        </tspan>
        {` = ${state.theta}°,  ψ′ = ${fixed(own.strength, 2)}`}
      </text>
      <text x={ring.cx} y={ring.cy + 46} text-anchor="middle" class={`fig-past-verdict is-${own.direction}`}>
        {t(own.direction)}
      </text>
    </svg>
  );
}

function ForceArrow({ arrow, own = false }: { arrow: Arrow; own?: boolean }): JSX.Element {
  const r = own ? 7 : 4;
  return (
    <g class={`fig-past-arrow is-${arrow.direction}${own ? ' is-own' : ''}`}>
      {arrow.direction !== 'none' && (
        <>
          <line x1={arrow.x} y1={arrow.y} x2={arrow.tip.x} y2={arrow.tip.y} />
          <path d={arrow.head} />
        </>
      )}
      <circle cx={arrow.x} cy={arrow.y} r={r} />
    </g>
  );
}
