import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { proseMessages } from '../../lib/i18n/catalogues/prose';
import type { Locale } from '../../lib/i18n/locale';
import { translator } from '../../lib/i18n/messages';
import { type ListingLanguage, listingLanguages, listingOf } from '../../lib/losses/listing';
import { choice } from '../../lib/settings/field';
import { loss, options, parameters } from '../page/state/page-state';
import { slice } from '../page/state/slice';
import './listing.css';

const names: Readonly<Record<ListingLanguage, string>> = {
  pytorch: 'PyTorch',
  tensorflow: 'TensorFlow',
  javascript: 'JavaScript',
};

const listingSlice = slice<{ language: ListingLanguage }>('listing', {
  language: choice<ListingLanguage>({ key: 'code', default: 'pytorch', options: listingLanguages }),
});

/** The training head of the loss in force, at the values in force, in three frameworks, to be copied. */
export default function Listing({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(proseMessages, locale);
  const { language } = listingSlice.state.value;
  const listing = listingOf(language, loss.value, parameters.value, options.value);
  const tabs = useRef<HTMLDivElement>(null);
  const choose = (index: number) => {
    const next = listingLanguages[(index + listingLanguages.length) % listingLanguages.length];
    if (next) listingSlice.set({ language: next });
    tabs.current?.querySelectorAll('button')[(index + listingLanguages.length) % listingLanguages.length]?.focus();
  };
  return (
    <div class="listing">
      <div class="listing-head js-only">
        <div role="tablist" aria-label={t('language')} ref={tabs}>
          {listingLanguages.map((name, k) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`listing-tab-${name}`}
              aria-selected={name === language}
              aria-controls="listing-panel"
              tabIndex={name === language ? 0 : -1}
              onClick={() => choose(k)}
              onKeyDown={(event) => {
                const to = { ArrowRight: k + 1, ArrowLeft: k - 1, Home: 0, End: listingLanguages.length - 1 }[event.key];
                if (to === undefined) return;
                event.preventDefault();
                choose(to);
              }}
            >
              {names[name]}
            </button>
          ))}
        </div>
        <Copy text={listing.text} locale={locale} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls sideways must be reachable by keyboard */}
      <div role="tabpanel" id="listing-panel" aria-labelledby={`listing-tab-${language}`} tabIndex={0}>
        <pre>
          <code>
            {listing.lines.map((line, k) => (
              <span key={k} class="listing-line">
                {line.spans.map((span) =>
                  span.symbol ? (
                    <span data-symbol={span.symbol} class={span.value ? 'listing-value' : undefined}>
                      {span.text}
                    </span>
                  ) : (
                    span.text
                  ),
                )}
                {'\n'}
              </span>
            ))}
          </code>
        </pre>
      </div>
    </div>
  );
}

function Copy({ text, locale }: { text: string; locale: Locale }): JSX.Element {
  const t = translator(proseMessages, locale);
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(''), 2500);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t('copied'));
    } catch (error) {
      console.info('The listing could not be copied:', error);
      setSaid(t('copyFailed'));
    }
  };
  return (
    <div class="listing-copy">
      <span role="status">{said}</span>
      <button type="button" class="text-button" onClick={() => void copy()}>
        {t('copy')}
      </button>
    </div>
  );
}
