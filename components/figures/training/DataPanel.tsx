import type { JSX } from 'preact';
import { trainingMessages } from '../../../lib/i18n/catalogues/training';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { identityRanges, learningRates, type RunFields } from './fields';
import type { RunStore } from './store';

/** Data set, its knobs, and the learning rate; folded away at first. */
export function DataPanel({ locale, store }: { locale: Locale; store: RunStore }): JSX.Element {
  const t = translator(trainingMessages, locale);
  const fields = store.slice.state.value;
  const setIdentity = (at: number, value: number) =>
    store.configure({ identities: fields.identities.map((old, i) => (i === at ? value : old)) });
  const log = Math.log10(fields.learningRate);
  return (
    <details class="data-panel js-only">
      <summary>{t('data')}</summary>
      <label class="data-row">
        <span>{t('dataset')}</span>
        <select
          value={fields.dataset}
          onChange={(event) => store.configure({ dataset: event.currentTarget.value as RunFields['dataset'] })}
        >
          <option value="digits">{t('digits')}</option>
          <option value="identities">{t('identities')}</option>
        </select>
      </label>
      {fields.dataset === 'identities' &&
        identityRanges.map((range, i) => (
          <label class="data-row" key={range.id}>
            <span>{t(range.id)}</span>
            <input
              type="range"
              min={range.min}
              max={range.max}
              step={range.step}
              value={fields.identities[i]}
              onChange={(event) => setIdentity(i, Number(event.currentTarget.value))}
            />
            <output>{fields.identities[i]}</output>
          </label>
        ))}
      <label class="data-row">
        <span>{t('learningRate')}</span>
        <input
          type="range"
          min={Math.log10(learningRates.min)}
          max={Math.log10(learningRates.max)}
          step={0.1}
          value={log}
          aria-valuetext={String(fields.learningRate)}
          onInput={(event) => store.configure({ learningRate: Number((10 ** Number(event.currentTarget.value)).toPrecision(2)) })}
        />
        <output>{fields.learningRate}</output>
      </label>
      <p class="data-note">{t('restartsRun')}</p>
    </details>
  );
}
