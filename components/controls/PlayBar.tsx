import type { JSX } from 'preact';
import { trainingMessages } from '../../lib/i18n/catalogues/training';
import type { Locale } from '../../lib/i18n/locale';
import { translator } from '../../lib/i18n/messages';
import type { StatusDetail } from '../../lib/training/run-api';
import type { BackendName, BackendNote, Frame, RunStatus } from '../../lib/training/types';
import './play-bar.css';

export type Speed = 'slow' | 'medium' | 'full';

export interface PlayBarProps {
  locale: Locale;
  status: RunStatus;
  detail: StatusDetail;
  note: BackendNote | null;
  /** What is drawn now. */
  frame: Frame;
  /** It is the still of a finished run, not a run of this reader. */
  still: boolean;
  maxSteps: number;
  seed: number;
  speed: Speed;
  /** Only the buttons and the counters of the landing page. */
  compact?: boolean;
  /** The link holds a run that has not been replayed yet: the main button replays it. */
  offered: boolean;
  onToggle(): void;
  onStep(): void;
  onRestart(): void;
  onSeed(seed: number): void;
  onNewSeed(): void;
  onSpeed(speed: Speed): void;
  /** A run is likely: load what it needs. */
  onLikely(): void;
}

const backendLabels: Readonly<Record<BackendName, string>> = {
  wasm: 'WebAssembly',
  cpu: 'CPU',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
};

/** The controls of a run: train and pause, one step, restart, seed, speed; and what it is doing. */
export function PlayBar(props: PlayBarProps): JSX.Element {
  const { locale, status, frame, still, offered, compact, seed, speed } = props;
  const t = translator(trainingMessages, locale);
  const moving = status === 'running' || status === 'loading';
  // While the reader's own run is on its way, the numbers of the still are nobody's.
  const known = !still || status === 'idle';
  const main = moving
    ? 'pause'
    : offered
      ? 'replay'
      : status === 'paused' && frame.step > 0
        ? 'goOn'
        : status === 'finished'
          ? 'again'
          : 'train';
  const percent = (share: number) => t('percent', { value: known && Number.isFinite(share) ? (100 * share).toFixed(1) : '–' });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser
    <div
      class={`play-bar${compact ? ' is-compact' : ''}`}
      role="group"
      data-run={still ? 'still' : status}
      aria-label={t('playBar')}
      onPointerEnter={props.onLikely}
      onFocusIn={props.onLikely}
    >
      <div class="play-buttons js-only">
        <button type="button" class="play-main" onClick={props.onToggle} data-action="train">
          <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            <path d={moving ? 'M2,1h3v10h-3zM7,1h3v10h-3z' : 'M2,1 11,6 2,11z'} fill="currentColor" />
          </svg>
          {t(main)}
        </button>
        {!compact && (
          <button
            type="button"
            class="figure-button"
            title={t('stepTitle')}
            onClick={props.onStep}
            disabled={moving}
            data-action="step"
          >
            {t('step')}
          </button>
        )}
        <button
          type="button"
          class="figure-button"
          title={t('restartTitle')}
          onClick={props.onRestart}
          disabled={still}
          data-action="restart"
        >
          {t('restart')}
        </button>
        {!compact && (
          <>
            <button
              type="button"
              class="figure-button"
              title={t('newSeedTitle')}
              onClick={props.onNewSeed}
              data-action="new-seed"
            >
              {t('newSeed')}
            </button>
            <label class="play-field">
              {t('seed')}
              <input
                type="number"
                min={0}
                max={999999}
                step={1}
                value={seed}
                onChange={(event) => props.onSeed(Number(event.currentTarget.value))}
              />
            </label>
            <label class="play-field">
              {t('speed')}
              <select value={speed} onChange={(event) => props.onSpeed(event.currentTarget.value as Speed)}>
                {(['slow', 'medium', 'full'] as const).map((value) => (
                  <option key={value} value={value}>
                    {t(value)}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
      </div>
      <dl class="play-readings">
        <div>
          <dt>{t('stepCount')}</dt>
          <dd data-reading="step">
            {!known
              ? '–'
              : frame.step > props.maxSteps
                ? String(frame.step)
                : t('ofSteps', { step: frame.step, most: props.maxSteps })}
          </dd>
        </div>
        <div>
          <dt>{t('loss')}</dt>
          <dd data-reading="loss">{known && frame.step > 0 && Number.isFinite(frame.loss) ? frame.loss.toFixed(2) : '–'}</dd>
        </div>
        <div title={t('accuracyTitle')}>
          <dt>{t('accuracy')}</dt>
          <dd>
            <span data-reading="accuracy">{percent(frame.accuracy.train)}</span> <small>{t('accuracyTrain')}</small>
            {Number.isFinite(frame.accuracy.test) && (
              <>
                {' · '}
                <span data-reading="unseen">{percent(frame.accuracy.test)}</span> <small>{t('accuracyTest')}</small>
              </>
            )}
          </dd>
        </div>
      </dl>
      <p class="play-chip">
        {chip(props, t)}
        {still && !offered && status === 'idle' && <span class="js-only"> {t('stillInvites')}</span>}
      </p>
    </div>
  );
}

/** One line: loading progress, or backend and speed, and why another backend took over. */
function chip(
  { status, detail, note, frame, still }: PlayBarProps,
  t: ReturnType<typeof translator<keyof (typeof trainingMessages)['en']>>,
): string {
  if (status === 'loading') {
    if (detail?.kind !== 'progress') return t('loading');
    if (detail.what === 'engine') return t('loadingEngine');
    return t('loadingData', {
      percent: detail.total > 0 ? Math.min(100, Math.round((100 * detail.loaded) / detail.total)) : '…',
    });
  }
  if (still) return t('stillCaption');
  const parts = [backendLabels[frame.backend]];
  if (frame.stepsPerSecond > 0) parts.push(t('stepsPerSecond', { value: Math.round(frame.stepsPerSecond) }));
  if (note)
    parts.push(t('fellBack', { from: backendLabels[note.from], to: backendLabels[note.to], reason: t(`reason-${note.reason}`) }));
  return parts.join(' · ');
}
