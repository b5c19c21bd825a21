import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Example } from '../../lib/evaluate/examples';
import { evaluateMessages } from '../../lib/i18n/catalogues/evaluate';
import { proseMessages } from '../../lib/i18n/catalogues/prose';
import type { Locale } from '../../lib/i18n/locale';
import { translator } from '../../lib/i18n/messages';
import type { Answer } from './evaluate-worker';
import './evaluator.css';

export interface EvaluatorProps {
  readonly locale: Locale;
  readonly examples: readonly { readonly id: Example['id']; readonly text: string }[];
  /** The answer to the first example, made with the page. */
  readonly first: Answer;
}

type State = { readonly kind: 'answered'; readonly answer: Answer } | { readonly kind: 'running' | 'stopped' | 'failed' };

/** Losses that the sentence lists; the rest is in the result. */
const mostListed = 6;

/** `evaluate` in the page: a case in, its result out. The evaluator is loaded when the form is first used. */
export default function Evaluator({ locale, examples, first }: EvaluatorProps): JSX.Element {
  const t = translator(evaluateMessages, locale);
  const prose = translator(proseMessages, locale);
  const input = useRef<HTMLTextAreaElement>(null);
  const [state, setState] = useState<State>({ kind: 'answered', answer: first });
  const { warm, evaluate, stop } = useEvaluator(setState);
  const answer = state.kind === 'answered' ? state.answer : null;
  const running = state.kind === 'running';
  const run = () => evaluate(input.current?.value ?? '');
  const choose = (id: string) => {
    const example = examples.find((one) => one.id === id);
    if (!example || !input.current) return;
    input.current.value = example.text;
    run();
  };
  return (
    <div class="evaluator js-only">
      <div class="evaluator-head">
        <label>
          <span>{t('example')}</span>
          <select onFocus={warm} onChange={(event) => choose(event.currentTarget.value)}>
            {examples.map(({ id }) => (
              <option key={id} value={id}>
                {t(`example.${id}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label class="evaluator-label" for="evaluate-input">
        {t('input')}
      </label>
      <textarea
        id="evaluate-input"
        ref={input}
        lang="en"
        rows={10}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        wrap="off"
        aria-invalid={answer?.ok === false}
        aria-describedby="evaluate-said"
        onFocus={warm}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          run();
        }}
      >
        {examples[0]?.text}
      </textarea>
      <div class="evaluator-actions">
        <button type="button" class="evaluator-run" onPointerEnter={warm} onFocus={warm} onClick={run}>
          {t('run')}
        </button>
        {running && (
          <button type="button" class="text-button" onClick={stop}>
            {t('stop')}
          </button>
        )}
        <span class="evaluator-keys">{t('keys')}</span>
      </div>
      <div id="evaluate-said" role="status" class={answer?.ok === false ? 'evaluator-said refused' : 'evaluator-said'}>
        <Said state={state} t={t} />
      </div>
      <div class="evaluator-output" hidden={!answer?.ok}>
        <div class="evaluator-output-head">
          <span class="evaluator-label">{t('output')}</span>
          <button
            type="button"
            class="copy-button text-button"
            data-copy="evaluate-output"
            data-copied={prose('copied')}
            data-failed={prose('copyFailed')}
          >
            {t('copyResult')}
          </button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard */}
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a group of controls */}
        <pre id="evaluate-output" lang="en" tabIndex={0} role="group" aria-label={t('output')}>
          {answer?.ok ? answer.text : ''}
        </pre>
      </div>
    </div>
  );
}

function Said({
  state,
  t,
}: {
  state: State;
  t: ReturnType<typeof translator<keyof (typeof evaluateMessages)['en']>>;
}): JSX.Element {
  if (state.kind !== 'answered') return <p>{t(state.kind)}</p>;
  const { answer } = state;
  if (!answer.ok) {
    return (
      <>
        <p>{t('refused')}</p>
        <p class="evaluator-message" lang="en">
          {answer.message}
        </p>
      </>
    );
  }
  const listed = answer.losses.map((loss) => String(Number(loss.toPrecision(7))));
  const losses = listed.slice(0, mostListed).join(', ') + (listed.length > mostListed ? ', …' : '');
  return (
    <>
      <p>{answer.losses.length === 1 ? t('done', { loss: losses }) : t('doneMany', { count: answer.losses.length, losses })}</p>
      {answer.warnings.map((warning) => (
        <p key={warning} class="evaluator-message warning" lang="en">
          {warning}
        </p>
      ))}
    </>
  );
}

/** The worker that evaluates: made when it is first wanted, replaced when it is stopped. */
function useEvaluator(show: (state: State) => void) {
  const worker = useRef<Worker | null>(null);
  const busy = useRef(false);
  const end = () => {
    worker.current?.terminate();
    worker.current = null;
    busy.current = false;
  };
  useEffect(() => end, []);
  const warm = (): Worker => {
    if (worker.current) return worker.current;
    const made = new Worker(new URL('./evaluate-worker.ts', import.meta.url), { type: 'module' });
    made.onmessage = ({ data }: MessageEvent<Answer>) => {
      busy.current = false;
      show({ kind: 'answered', answer: data });
    };
    made.onerror = (event) => {
      console.error('The evaluator failed:', event.message);
      // A worker that was only warmed up has nothing to answer; the next one tries again.
      if (busy.current) show({ kind: 'failed' });
      end();
    };
    worker.current = made;
    return made;
  };
  const evaluate = (text: string) => {
    if (busy.current) end();
    const ready = warm();
    busy.current = true;
    show({ kind: 'running' });
    ready.postMessage(text);
  };
  const stop = () => {
    end();
    show({ kind: 'stopped' });
  };
  return { warm, evaluate, stop };
}
