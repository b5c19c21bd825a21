import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { fixed } from '../../../lib/describe/format';
import { pastPiFigure } from '../../../lib/i18n/catalogues/past-pi';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { gradientPaths, losses, pastPiModes } from '../../../lib/losses';
import { gradientPath, loss, lossId, parameters, pastPi, setGradientPath, setLoss, setPastPi } from '../../page/state/page-state';
import { Choice } from '../shared/Choice';
import { FigureTools } from '../shared/FigureTools';
import { LiveText } from '../shared/LiveText';
import { useFresh } from '../shared/useFresh';
import { CurvePlot } from './CurvePlot';
import { ForceRing } from './ForceRing';
import { RateTable } from './RateTable';
import type { StuckRates } from './rates';
import { curveScene, type PastPiState, pastPiCsv, ringScene } from './scene';
import { pastPiSlice } from './state';
import { shareBeyond, verdict } from './verdict';
import './past-pi.css';

/** Whole percent; the unit is set by the message, with a space in English and none in Korean. */
const percent = (share: number): string => fixed(100 * share, 0);

/** What happens beyond π − m: value and force, under the behaviour and the gradient path of the page. */
export default function PastPi({ locale, rates }: { locale: Locale; rates: StuckRates | null }): JSX.Element {
  const t = translator(pastPiFigure, locale);
  const fresh = useFresh();
  const plot = useRef<SVGSVGElement | null>(null);
  const ring = useRef<SVGSVGElement | null>(null);
  const follows = lossId.value === 'arcface';
  const scale = parameters.value['s'] ?? losses.arcface.parameters[0]?.presets.toy ?? 16;
  const state: PastPiState = {
    m: follows ? (parameters.value['m'] ?? 0.5) : 0.5,
    pastPi: follows ? pastPi.value : 'plain',
    gradient: gradientPath.value,
    theta: pastPiSlice.state.value.theta,
  };
  const share = shareBeyond(state.m);
  const said = verdict(locale, state, scale);
  return (
    <div class="fig-past" key={fresh}>
      <div class="fig-past-switches js-only">
        <fieldset class="fig-past-choice" disabled={!follows}>
          <Choice
            label={t('behaviour')}
            value={state.pastPi}
            options={pastPiModes.map((value) => ({ value, text: t(value) }))}
            onChange={setPastPi}
          />
          <p class="fig-past-meaning">{t(`${state.pastPi}Formula`)}</p>
        </fieldset>
        <div>
          <Choice
            label={t('gradient')}
            value={state.gradient}
            options={gradientPaths.map((value) => ({ value, text: t(value) }))}
            onChange={setGradientPath}
          />
          <p class="fig-past-meaning">{t(`${state.gradient}Meaning`)}</p>
        </div>
      </div>
      {!follows && (
        <p class="fig-past-pinned">
          {t('pinned', { loss: loss.value.name })}{' '}
          <button type="button" class="figure-button js-only" onClick={() => setLoss('arcface')}>
            {t('useArcface')}
          </button>
        </p>
      )}
      <CurvePlot locale={locale} svg={plot} scene={curveScene(state)} state={state} scale={scale} />
      <div>
        <ForceRing
          locale={locale}
          svg={ring}
          scene={ringScene(state)}
          state={state}
          onTheta={(theta) => pastPiSlice.set({ theta })}
        />
        <Legend locale={locale} />
      </div>
      <div class="fig-past-foot">
        <LiveText text={said} visible />
        {rates && follows && <RateTable locale={locale} rates={rates} state={state} />}
        <p class="fig-past-small">
          {t('arrows')} {state.m > 0 && t('random', { two: percent(share.two), three: percent(share.three) })}
        </p>
        <FigureTools
          id="past-pi-figure"
          locale={locale}
          svg={() => (plot.current && ring.current ? [plot.current, ring.current] : null)}
          csv={() => pastPiCsv(state)}
        />
      </div>
    </div>
  );
}

function Legend({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(pastPiFigure, locale);
  return (
    <p class="fig-past-legend">
      {(['toward', 'away', 'none'] as const).map((way) => (
        <span key={way}>
          <svg viewBox="0 0 30 12" width="30" height="12" aria-hidden="true" class={`fig-past-arrow is-${way}`}>
            {way !== 'none' && <line x1={way === 'toward' ? 24 : 6} x2={way === 'toward' ? 8 : 22} y1="6" y2="6" />}
            {way === 'toward' && <path d="M2,6L10,2V10Z" />}
            {way === 'away' && <path d="M28,6L20,2V10Z" />}
            <circle cx={way === 'toward' ? 25 : way === 'away' ? 5 : 15} cy="6" r="4" />
          </svg>
          {t(way === 'toward' ? 'legendToward' : way === 'away' ? 'legendAway' : 'legendNone')}
        </span>
      ))}
    </p>
  );
}
