import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { algorithmFigure } from '../../../lib/i18n/catalogues/algorithm';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import type { ListingLine } from '../../../lib/losses/listing';
import { CodeLine } from './CodePane';
import { ClassHead, LineView } from './LineView';
import type { Step } from './scene';
import type { StepWords } from './words';

interface Props {
  readonly locale: Locale;
  readonly steps: readonly Step[];
  readonly current: number;
  readonly words: (step: Step) => StepWords;
  readonly formula: string;
  readonly angle: string;
  /** The lines of code of the current step, for screens where the listing is out of sight. */
  readonly excerpt: readonly ListingLine[];
  onStep(step: number): void;
}

const moves: Readonly<Record<string, (step: number) => number>> = {
  ArrowDown: (step) => step + 1,
  ArrowRight: (step) => step + 1,
  ArrowUp: (step) => step - 1,
  ArrowLeft: (step) => step - 1,
  Home: () => 1,
  End: () => 10,
};

/** All steps with their results; the current one is open and shows what goes in and what comes out. */
export function StepList({ locale, steps, current, words, formula, angle, excerpt, onStep }: Props): JSX.Element {
  const t = translator(algorithmFigure, locale);
  const list = useRef<HTMLOListElement | null>(null);
  const view = { locale, formula, angle };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = Math.min(steps.length, Math.max(1, move(current)));
    onStep(next);
    list.current?.querySelectorAll('button')[next - 1]?.focus();
  };
  return (
    <ol class="fig-algo-steps" ref={list} aria-label={t('steps')}>
      {steps.map((step) => {
        const open = step.id === current;
        const { title, text } = words(step);
        const rows = [...step.before, ...step.after].some((line) => line.kind === 'classes');
        return (
          <li key={step.id} class={open ? 'is-open' : ''}>
            <button type="button" aria-current={open ? 'step' : undefined} onClick={() => onStep(step.id)} onKeyDown={onKeyDown}>
              <span class="fig-algo-number-of">{step.id}</span>
              <span class="fig-algo-title">{title}</span>
            </button>
            {open ? (
              <div class="fig-algo-open">
                <p>{text}</p>
                {rows && <ClassHead locale={locale} />}
                {step.before.map((line) => (
                  <LineView key={`b${line.name}${line.k ?? ''}`} line={line} {...view} />
                ))}
                {step.before.length > 0 && (
                  <span class="fig-algo-arrow" aria-hidden="true">
                    ↓
                  </span>
                )}
                {step.after.map((line) => (
                  <LineView key={`a${line.name}${line.k ?? ''}`} line={line} {...view} changed={step.id === 8} />
                ))}
                {excerpt.length > 0 && (
                  <pre class="fig-algo-excerpt">
                    <code>
                      {excerpt.map((line) => (
                        <CodeLine key={line.text} line={{ ...line, spans: trimmed(line) }} lit={false} />
                      ))}
                    </code>
                  </pre>
                )}
              </div>
            ) : (
              <span class="fig-algo-result">
                <LineView line={step.result} {...view} />
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** The spans of a line without its indentation. */
const trimmed = (line: ListingLine): ListingLine['spans'] =>
  line.spans.map((span, i) => (i === 0 ? { ...span, text: span.text.trimStart() } : span));
