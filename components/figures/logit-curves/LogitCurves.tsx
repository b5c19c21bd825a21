import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { degrees, fixed } from '../../../lib/describe/format';
import { logitCurves } from '../../../lib/i18n/catalogues/logit-curves';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { toRadians } from '../../../lib/sphere/angle';
import { loss, options, parameters } from '../../page/state/page-state';
import { Choice } from '../shared/Choice';
import { FigureTools } from '../shared/FigureTools';
import { LiveText } from '../shared/LiveText';
import { useFresh } from '../shared/useFresh';
import { ownCurve, read } from './curves';
import { LogitChart } from './LogitChart';
import { lossTitle } from './loss-title';
import { Readout } from './Readout';
import { logitCsv, logitScene } from './scene';
import { logitSlice, logitState } from './state';

import './logit-curves.css';

/** The paper's Fig. 4b, live: seven target-logit curves, their slopes, and the loss in force on this page. */
export default function LogitCurves({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(logitCurves, locale);
  const fresh = useFresh();
  const [active, setActive] = useState<string | null>(null);
  const svg = useRef<SVGSVGElement | null>(null);
  const state = logitState(logitSlice.state.value);
  const own = ownCurve(loss.value, parameters.value, options.value);
  const ownName = t('yoursIs', { loss: lossTitle(loss.value, parameters.value) });
  const { value, slope, factor } = read(own, toRadians(state.theta));
  const words = {
    theta: degrees(toRadians(state.theta), 0),
    loss: lossTitle(loss.value, parameters.value),
    value: fixed(value, 3),
    slope: fixed(slope, 3),
  };
  return (
    <>
      <div class="fig-logit" key={fresh}>
        <div class="fig-logit-switches js-only">
          <Choice
            label={t('window')}
            value={state.window}
            options={(['paper', 'full'] as const).map((value) => ({ value, text: t(value) }))}
            onChange={(window) => logitSlice.set({ window })}
          />
          <Choice
            label={t('lower')}
            value={state.lower}
            options={[
              { value: 'slope', text: t('slope') },
              { value: 'factor', text: t('factor') },
            ]}
            onChange={(lower) => logitSlice.set({ lower })}
          />
        </div>
        <LogitChart
          locale={locale}
          svg={svg}
          scene={logitScene(state, own)}
          state={state}
          own={own}
          active={active}
          onActive={setActive}
          onTheta={(theta) => logitSlice.set({ theta })}
        />
        <div class="fig-logit-side">
          <Readout locale={locale} state={state} own={own} ownName={ownName} active={active} onActive={setActive} />
          <p class="fig-logit-hint js-only">{t('toggle')}</p>
          <LiveText
            visible
            text={Number.isNaN(factor) ? t('spokenEnd', words) : t('spoken', { ...words, factor: fixed(factor, 2) })}
          />
        </div>
      </div>
      <FigureTools id="logit-curves" locale={locale} svg={svg} csv={() => logitCsv(own, ownName)} />
    </>
  );
}
