import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { algorithmFigure } from '../../../lib/i18n/catalogues/algorithm';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { type Listing, type ListingLanguage, type ListingLine, listingLanguages } from '../../../lib/losses/listing';
import { symbolColour } from '../shared/marks';

const names: Readonly<Record<ListingLanguage, string>> = {
  pytorch: 'PyTorch',
  tensorflow: 'TensorFlow',
  javascript: 'JavaScript',
};

interface Props {
  readonly locale: Locale;
  readonly listing: Listing;
  /** Numbers of the lines that the current step lights. */
  readonly lit: ReadonlySet<number>;
  readonly lossName: string;
  readonly step: number;
  onLanguage(language: ListingLanguage): void;
}

/** Numbers of the lines (from 0) that carry out a step. Step 10 is the last `return`: the cross-entropy. */
export function linesOf(lines: readonly ListingLine[], step: number): ReadonlySet<number> {
  if (step === 10) return new Set([lines.findLastIndex((line) => /\breturn\b/.test(line.text))]);
  return new Set(lines.flatMap((line, i) => (line.step === step ? [i] : [])));
}

/** The training head of the loss in force in three frameworks, with the lines of the current step lit. */
export function CodePane({ locale, listing, lit, lossName, step, onLanguage }: Props): JSX.Element {
  const t = translator(algorithmFigure, locale);
  const { language } = listing;
  const box = useRef<HTMLDivElement | null>(null);
  const tabs = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    // Scroll inside the box only: the page must not jump while somebody reads.
    const line = box.current?.querySelector<HTMLElement>('.is-lit');
    if (!box.current || !line) return;
    const top = line.offsetTop;
    if (top < box.current.scrollTop || top > box.current.scrollTop + box.current.clientHeight - 60)
      box.current.scrollTop = top - box.current.clientHeight / 3;
  }, [step, language]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = (listingLanguages.indexOf(language) + by + listingLanguages.length) % listingLanguages.length;
    onLanguage(listingLanguages[next] ?? language);
    tabs.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div class="fig-algo-code">
      <div class="fig-algo-tabs js-only" role="tablist" aria-label={t('code')} ref={tabs}>
        {listingLanguages.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`fig-algo-tab-${name}`}
            aria-selected={name === language}
            aria-controls="fig-algo-panel"
            tabIndex={name === language ? 0 : -1}
            onClick={() => onLanguage(name)}
            onKeyDown={onKeyDown}
          >
            {names[name]}
          </button>
        ))}
      </div>
      <div
        ref={box}
        role="tabpanel"
        id="fig-algo-panel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('codeOf', { language: names[language], step })}
      >
        <pre>
          <code>
            {listing.lines.map((line, i) => (
              <CodeLine key={i} line={line} lit={lit.has(i)} />
            ))}
          </code>
        </pre>
        {lit.size === 0 && <p class="fig-algo-noline">{t('noLine', { loss: lossName })}</p>}
      </div>
    </div>
  );
}

/** One line; where it is too long it turns over under its own indentation. */
export function CodeLine({ line, lit }: { line: ListingLine; lit: boolean }): JSX.Element {
  const indent = (line.spans[0]?.text ?? '').search(/\S|$/);
  return (
    <span
      class={lit ? 'fig-algo-code-line is-lit' : 'fig-algo-code-line'}
      data-step={line.step}
      style={{ '--indent': `${indent + 2}ch` }}
    >
      {lit ? <mark>{spans(line)}</mark> : spans(line)}
      {'\n'}
    </span>
  );
}

const spans = (line: ListingLine): (JSX.Element | string)[] =>
  line.spans.map((span, i) =>
    span.symbol ? (
      <span key={i} data-symbol={span.symbol} style={{ color: `var(--symbol-${symbolColour(span.symbol)})` }}>
        {span.text}
      </span>
    ) : (
      span.text
    ),
  );
