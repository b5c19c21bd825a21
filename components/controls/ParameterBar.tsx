import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { parameterMessages } from '../../lib/i18n/catalogues/parameters';
import type { Locale } from '../../lib/i18n/locale';
import { translator } from '../../lib/i18n/messages';
import { gradientPaths, type LossId, losses, lossIds, type MarginLoss, type PastPi, pastPiModes } from '../../lib/losses';
import type { PresetName } from '../../lib/settings/page';
import { plainSymbol, valueInWords } from '../../lib/settings/values';
import { currentLink, resetPage } from '../page/state/address';
import { valuesInForce } from '../page/state/in-force';
import {
  applyPreset,
  gradientPath,
  loss,
  lossId,
  parameters,
  pastPi,
  setGradientPath,
  setLoss,
  setParameter,
  setPastPi,
} from '../page/state/page-state';
import { Slider } from './Slider';
import './parameter-bar.css';

/** The page's own controls: they drive every figure, equation, listing and number. */
export default function ParameterBar({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(parameterMessages, locale);
  const current = loss.value;
  // The margin first, the scale last.
  const shown = [...current.parameters].sort((a, b) => Number(a.id === 's') - Number(b.id === 's'));
  return (
    <section class="parameter-bar js-only" aria-label={t('bar')} data-menu-scope data-count={shown.length}>
      <div class="bar-sliders">
        {shown.map((parameter) => (
          <Slider
            key={`${current.id} ${parameter.id}`}
            compact
            parameter={parameter}
            value={parameters.value[parameter.id] ?? parameter.default}
            onInput={(value) => setParameter(parameter.id, value)}
            ghost={valuesInForce.value?.[parameter.id]}
            locale={locale}
          />
        ))}
        {shown.length === 0 && <p class="bar-none">{t('noParameters')}</p>}
      </div>
      <div class="bar-loss">
        <select aria-label={t('loss')} value={lossId.value} onChange={(event) => setLoss(event.currentTarget.value as LossId)}>
          {lossIds.map((id) => (
            <option key={id} value={id}>
              {losses[id].name}
            </option>
          ))}
        </select>
      </div>
      <details class="menu bar-more">
        <summary>{t('more')}</summary>
        <div class="menu-panel">
          <Presets locale={locale} />
          <Options locale={locale} />
          <Actions locale={locale} />
        </div>
      </details>
    </section>
  );
}

function Presets({ locale }: { locale: Locale }): JSX.Element | null {
  const t = translator(parameterMessages, locale);
  const current = loss.value;
  if (current.parameters.length === 0) return null;
  const note = (preset: PresetName) =>
    preset === 'toy' ? t('toyNote') : current.id === 'arcface' ? t('paperNoteArcface') : t('paperNote');
  return (
    <fieldset class="bar-presets">
      <legend>{t('presets')}</legend>
      {(['paper', 'toy'] as const).map((preset) => (
        <button
          key={preset}
          type="button"
          class="bar-preset"
          aria-pressed={current.parameters.every((p) => parameters.value[p.id] === p.presets[preset])}
          onClick={() => applyPreset(preset)}
        >
          <span class="preset-name">
            {t(preset)} <span class="preset-values">{presetWords(current, preset)}</span>
          </span>
          <span class="preset-note">{note(preset)}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** `s 64, m 0.5`. */
function presetWords(of: MarginLoss, preset: PresetName): string {
  return of.parameters.map((p) => `${plainSymbol(p.symbol)} ${p.presets[preset]}`).join(', ');
}

function Options({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(parameterMessages, locale);
  const current = loss.value;
  return (
    <div class="bar-options">
      <label>
        <span>{t('pastPi')}</span>
        <select
          value={pastPi.value}
          disabled={current.pastPi.length === 1}
          onChange={(event) => setPastPi(event.currentTarget.value as PastPi)}
        >
          {pastPiModes.map((mode) => (
            <option key={mode} value={mode} disabled={!current.pastPi.includes(mode)}>
              {t(`pastPi.${mode}`)}
            </option>
          ))}
        </select>
      </label>
      {current.pastPiRefusal && <p class="bar-reason">{t(`refused.${current.pastPiRefusal}`, { loss: current.name })}</p>}
      <label>
        <span>{t('gradient')}</span>
        <select
          value={gradientPath.value}
          onChange={(event) => setGradientPath(event.currentTarget.value as (typeof gradientPaths)[number])}
        >
          {gradientPaths.map((path) => (
            <option key={path} value={path}>
              {t(`gradient.${path}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Actions({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(parameterMessages, locale);
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(currentLink());
      setSaid(t('copied'));
    } catch (error) {
      console.info('The link could not be copied:', error);
      setSaid(t('copyFailed'));
    }
  };
  return (
    <div class="bar-actions">
      <button type="button" class="text-button" onClick={() => void copy()}>
        {t('copyLink')}
      </button>
      <button
        type="button"
        class="text-button"
        onClick={() => {
          resetPage();
          setSaid(t('wasReset', { values: valueInWords(loss.value, parameters.value) }));
        }}
      >
        {t('reset')}
      </button>
      <p role="status">{said}</p>
    </div>
  );
}
