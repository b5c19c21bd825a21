import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { probabilityText } from '../../../lib/describe/format';
import { feasibilityMessages } from '../../../lib/i18n/catalogues/feasibility';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import type { Parameter } from '../../../lib/losses';
import { type LossInForce, marginParameter } from '../../../lib/sphere/in-force';
import { Slider, type SliderMark } from '../../controls/Slider';
import { loss, parameters, setParameter } from '../../page/state/page-state';
import { Choice } from '../shared/Choice';
import { FigureTools } from '../shared/FigureTools';
import { inForce as pageLoss } from '../shared/in-force';
import { LiveText } from '../shared/LiveText';
import { useFresh } from '../shared/useFresh';
import { feasibilityCsv } from './csv';
import { Strip } from './Strip';
import { dimensions, type FeasibilityScene, feasibilityScene, wishes } from './scene';
import { feasibilityState, leastClasses, mostClasses } from './state';
import { roomSentence, scaleSentence, scaleText } from './words';
import './feasibility.css';

/** Whether m and s can work at all for C classes in d dimensions: the room beside the margin, and the scale that a probability needs. */
export default function FeasibilityFigure({ locale, id = 'feasibility' }: { locale: Locale; id?: string }): JSX.Element {
  const t = translator(feasibilityMessages, locale);
  const strip = useRef<SVGSVGElement>(null);
  const state = feasibilityState.state.value;
  const inForce = pageLoss.value;
  const scene = feasibilityScene(state, inForce);
  const room = roomSentence(state, scene, locale);
  const sentences = `${room} ${scaleSentence(state, scene, inForce, locale)}`;
  const { method } = scene.arrangement;
  return (
    <div key={useFresh()} class="fig-feasibility">
      <div class="fig-feasibility-question js-only">
        <div class="slider-stack">
          <Slider
            parameter={{ id: 'classes', symbol: '', unit: '', min: leastClasses, max: mostClasses, step: 1, integer: true }}
            label={t('classes')}
            value={state.classes}
            onInput={(classes) => feasibilityState.set({ classes })}
            locale={locale}
          />
        </div>
        <Choice
          label={t('dimension')}
          options={dimensions.map((value) => ({ value, text: value }))}
          value={state.dimension}
          onChange={(dimension) => feasibilityState.set({ dimension })}
        />
        <Choice
          label={t('wish')}
          options={wishes.map((value) => ({ value, text: value }))}
          value={state.wish}
          onChange={(wish) => feasibilityState.set({ wish })}
        />
      </div>
      <div class={scene.satisfiable ? 'fig-feasibility-verdict' : 'fig-feasibility-verdict is-impossible'}>
        <LiveText text={sentences} visible />
      </div>
      <Strip scene={scene} locale={locale} description={room} svg={strip} />
      <Probability scene={scene} wish={state.wish} locale={locale} />
      <div class="slider-stack fig-feasibility-sliders js-only">
        {loss.value.parameters.map((parameter) => (
          <Slider
            key={parameter.id}
            parameter={parameter}
            value={parameters.value[parameter.id] ?? parameter.default}
            onInput={(value) => setParameter(parameter.id, value)}
            locale={locale}
            {...marksOf(parameter, scene, inForce, locale)}
          />
        ))}
      </div>
      <p class="fig-feasibility-note">
        {t('necessaryNote', { bound: scaleText(scene.necessaryScale) })}
        {!inForce.loss.normalisesFeatures && ` ${t('normNote', { value: scene.scale })}`}
        {(method === 'optimised' || method === 'bound') && ` ${t(`method.${method}`)}`}
      </p>
      <FigureTools id={id} locale={locale} sliders={false} svg={strip} csv={() => feasibilityCsv(state, inForce)} />
    </div>
  );
}

/** What a slider of the page's parameters shows here: where the room ends, and which scale is enough. */
function marksOf(
  parameter: Parameter,
  scene: FeasibilityScene,
  { loss: inForce }: LossInForce,
  locale: Locale,
): { marks?: SliderMark[]; band?: { from: number; to: number } } {
  const t = translator(feasibilityMessages, locale);
  if (parameter.id === 's') {
    const marks: SliderMark[] = [
      { value: scene.necessaryScale, label: t('necessaryMark', { value: scaleText(scene.necessaryScale) }), side: 'above' },
    ];
    if (scene.neededScale === null) return { marks };
    marks.push({ value: scene.neededScale, label: t('neededMark', { value: scaleText(scene.neededScale) }) });
    return { marks, band: { from: scene.neededScale, to: parameter.max } };
  }
  if (parameter.id !== marginParameter(inForce)) return {};
  const { largestMargin } = scene;
  if (largestMargin === null) return { band: { from: parameter.min, to: parameter.max } };
  return {
    marks: [{ value: largestMargin, label: t('marginMark', { value: largestMargin.toFixed(3) }) }],
    band: { from: parameter.min, to: largestMargin },
  };
}

/** The probability of a perfect sample as a bar, with the wish marked on it. */
function Probability({ scene, wish, locale }: { scene: FeasibilityScene; wish: string; locale: Locale }): JSX.Element {
  const t = translator(feasibilityMessages, locale);
  const p = probabilityText(scene.probability);
  const enough = scene.probability >= Number(wish);
  return (
    <div class="fig-feasibility-probability" data-symbol="s">
      <span>
        {`${t('probability')} `}
        <strong>{`p = ${p}`}</strong>
      </span>
      <span class="fig-feasibility-meter" role="img" aria-label={t('probabilityTitle', { p, wish })}>
        <span class={enough ? 'is-enough' : 'is-short'} style={{ width: `${(100 * scene.probability).toFixed(1)}%` }} />
        <i style={{ left: `${100 * Number(wish)}%` }} />
      </span>
      <span class="fig-feasibility-aside">{`${t('wishMark', { wish })} · ${t('plainMark', { p: probabilityText(scene.plainProbability) })}`}</span>
    </div>
  );
}
