import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { geodesic } from '../../../lib/i18n/catalogues/geodesic';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { FigureTools } from '../shared/FigureTools';
import { inForce as pageLoss } from '../shared/in-force';
import { LiveText } from '../shared/LiveText';
import { useFresh } from '../shared/useFresh';
import { Circle } from './Circle';
import { sweepCsv } from './csv';
import { Gauge } from './Gauge';
import { Readouts } from './Readouts';
import { type Bearings, geodesicGround, geodesicScene, intoTheGap, withAngleBetween } from './scene';
import { geodesicState } from './state';
import { verdict } from './words';
import './geodesic.css';

/**
 * x and two class directions on the circle, to be dragged; the gauge of θ₁ + m against θ₂; who wins, the gap, the probability. Follows the
 * loss, m and s of the page.
 */
export default function GeodesicFigure({ locale, id = 'geodesic' }: { locale: Locale; id?: string }): JSX.Element {
  const t = translator(geodesic, locale);
  const circle = useRef<SVGSVGElement>(null);
  const gauge = useRef<SVGSVGElement>(null);
  const bearings = geodesicState.state.value;
  const inForce = pageLoss.value;
  const { w1, w2 } = bearings;
  const ground = useMemo(() => geodesicGround(w1, w2, inForce), [w1, w2, inForce]);
  const scene = geodesicScene(bearings, inForce, ground);
  const sentence = verdict(scene, inForce, locale);
  const to = (next: Bearings) => () => geodesicState.set(next);
  return (
    <div key={useFresh()} class="fig-geodesic">
      <div class="fig-geodesic-stage">
        <p class="fig-geodesic-hint js-only">
          {t('hint')} <span>{t('hintKeys')}</span>
        </p>
        <Circle
          scene={scene}
          bearings={bearings}
          locale={locale}
          description={sentence}
          svg={circle}
          move={(handle, bearing) => geodesicState.set({ [handle]: bearing })}
        />
        <fieldset class="figure-buttons fig-geodesic-presets js-only" aria-label={t('presets')}>
          <button type="button" class="figure-button" onClick={() => geodesicState.set(intoTheGap(bearings, inForce))}>
            {t('presetGap')}
          </button>
          <button type="button" class="figure-button" onClick={to(withAngleBetween(bearings, 60))}>
            {t('presetSixty')}
          </button>
          <button type="button" class="figure-button" onClick={to(withAngleBetween(bearings, 90))}>
            {t('presetNinety')}
          </button>
          <button type="button" class="figure-button" onClick={() => geodesicState.reset()}>
            {t('reset')}
          </button>
        </fieldset>
      </div>
      <div class="fig-geodesic-panel">
        <Gauge scene={scene} inForce={inForce} locale={locale} svg={gauge} />
        <div class="fig-geodesic-verdict">
          <LiveText text={sentence} visible />
        </div>
        <Readouts scene={scene} inForce={inForce} locale={locale} />
        <ul class="fig-geodesic-legend">
          <li>
            <span class="fig-geodesic-swatch fig-geodesic-swatch-tint" />
            {t('legendTraining')}
          </li>
          <li>
            <span class="fig-geodesic-swatch fig-geodesic-swatch-gap" />
            {t('legendGap')}
          </li>
          <li>
            <span class="fig-geodesic-swatch fig-geodesic-swatch-test" />
            {t('legendTest')}
          </li>
        </ul>
      </div>
      <div class="fig-geodesic-tools">
        <FigureTools
          id={id}
          locale={locale}
          svg={() => [circle.current, gauge.current].filter((svg) => svg !== null)}
          csv={() => sweepCsv(bearings, inForce)}
        />
      </div>
    </div>
  );
}
