import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { algorithmFigure } from '../../../lib/i18n/catalogues/algorithm';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { listingOf } from '../../../lib/losses/listing';
import { Slider } from '../../controls/Slider';
import { loss, options, parameters } from '../../page/state/page-state';
import { FigureTools } from '../shared/FigureTools';
import { LiveText } from '../shared/LiveText';
import { useFresh } from '../shared/useFresh';
import { usePlayVisible } from '../shared/usePlayVisible';
import { CodePane, linesOf } from './CodePane';
import { StepList } from './StepList';
import { algorithmCsv, algorithmScene, stepIds, steppable } from './scene';
import { algorithmSlice } from './state';
import { formulas, stepWords } from './words';
import './algorithm.css';

const angle = { id: 'theta', symbol: '\\theta', unit: '', min: 0, max: 180, step: 1, integer: true } as const;
/** Time to read a step before the next one opens. */
const readingTime = 3500;

/** Algorithm 1 with the real numbers of one sample, each step tied to its lines of code. */
export default function Algorithm({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(algorithmFigure, locale);
  const fresh = useFresh();
  const root = useRef<HTMLDivElement | null>(null);
  const [playing, setPlaying] = useState(false);
  const visible = usePlayVisible(root);
  const { theta, step, language } = algorithmSlice.state.value;
  const { pinned, ...head } = steppable(loss.value, parameters.value, options.value);
  const listing = useMemo(
    () => listingOf(language, head.loss, head.values, head.options),
    [language, head.loss, head.values, head.options],
  );
  const lit = linesOf(listing.lines, step);
  const steps = algorithmScene({ theta, ...head });
  const formula = formulas[head.loss.id];
  const go = (to: number): void => algorithmSlice.set({ step: to });
  const onArrow = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    go(step + by);
  };
  const last = stepIds.length;

  useEffect(() => {
    if (!playing || !visible) return;
    if (step >= last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => algorithmSlice.set({ step: step + 1 }), readingTime);
    return () => clearTimeout(timer);
  }, [playing, visible, step, last]);

  const play = (): void => {
    if (!playing && step === last) go(1);
    setPlaying(!playing);
  };
  const current = steps[step - 1];
  const said = current ? t('spoken', { step, ...stepWords(locale, head.loss, current, steps) }) : '';
  return (
    <div ref={root}>
      <div class="fig-algo" key={fresh}>
        <div class="fig-algo-bar js-only">
          <div class="figure-buttons">
            <button
              type="button"
              class="figure-button"
              aria-label={t('previous')}
              title={t('previous')}
              aria-disabled={step === 1}
              onClick={() => go(step - 1)}
              onKeyDown={onArrow}
            >
              ←
            </button>
            <button
              type="button"
              class="figure-button"
              aria-label={t('next')}
              title={t('next')}
              aria-disabled={step === last}
              onClick={() => go(step + 1)}
              onKeyDown={onArrow}
            >
              →
            </button>
            <button type="button" class="figure-button" aria-pressed={playing} onClick={play} onKeyDown={onArrow}>
              {t(playing ? 'pause' : 'play')}
            </button>
            <span class="fig-algo-count">{t('stepOf', { step, total: last })}</span>
          </div>
          <Slider
            locale={locale}
            parameter={angle}
            label={t('theta')}
            value={theta}
            onInput={(value) => algorithmSlice.set({ theta: value })}
          />
        </div>
        {pinned && <p class="fig-algo-pinned">{t('pinned', { loss: loss.value.name })}</p>}
        <StepList
          locale={locale}
          steps={steps}
          current={step}
          words={(of) => stepWords(locale, head.loss, of, steps)}
          formula={formula?.target ?? 'ψ(θ)'}
          angle={formula?.angle ?? 'θ'}
          excerpt={listing.lines.filter((_, i) => lit.has(i))}
          onStep={(to) => {
            setPlaying(false);
            go(to);
          }}
        />
        <CodePane
          locale={locale}
          listing={listing}
          lit={lit}
          lossName={head.loss.name}
          step={step}
          onLanguage={(next) => algorithmSlice.set({ language: next })}
        />
      </div>
      <LiveText text={said} />
      <FigureTools id="algorithm-figure" locale={locale} csv={() => algorithmCsv(steps)} />
    </div>
  );
}
