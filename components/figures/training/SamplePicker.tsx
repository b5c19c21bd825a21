import type { JSX } from 'preact';
import { trainingMessages } from '../../../lib/i18n/catalogues/training';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';

/** Steps through the samples by keyboard: what pointing at a dot does with a mouse. */
export function SamplePicker({
  locale,
  count,
  selected,
  onSelect,
}: {
  locale: Locale;
  count: number;
  selected: number;
  onSelect(index: number): void;
}): JSX.Element {
  const t = translator(trainingMessages, locale);
  return (
    <label class="data-row sample-picker js-only">
      <span>{t('sample')}</span>
      <input
        type="range"
        min={0}
        max={count}
        step={1}
        value={selected + 1}
        aria-valuetext={selected < 0 ? t('sampleNothing') : t('sampleOf', { index: selected + 1, n: count })}
        onInput={(event) => onSelect(Number(event.currentTarget.value) - 1)}
      />
      <output>{selected < 0 ? '–' : selected + 1}</output>
    </label>
  );
}
