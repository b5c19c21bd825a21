import type { JSX } from 'preact';
import { trainingMessages } from '../../../lib/i18n/catalogues/training';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { mostChanges } from './link';
import type { RunStore } from './store';

/** How the run stands, where that needs a sentence: a still, an end, a failure, a link's run; each with its way on. */
export function RunMessage({ locale, store }: { locale: Locale; store: RunStore }): JSX.Element {
  const t = translator(trainingMessages, locale);
  const status = store.status.value;
  const detail = store.detail.value;
  const frame = store.frame.value;
  const { steps, check } = store.slice.state.value;
  const action = (text: string, onClick: () => void) => (
    <button type="button" class="figure-button js-only" onClick={onClick}>
      {text}
    </button>
  );
  const lines: (JSX.Element | string)[] = [];
  const add = (text: string, button?: JSX.Element, kind = '') =>
    lines.push(
      <p class={`run-message ${kind}`} key={text}>
        {text} {button}
      </p>,
    );
  switch (store.replay.value) {
    case 'offered':
      add(
        t('replayOffered', { steps }),
        action(t('trainOwn'), () => store.restart(true)),
      );
      break;
    case 'running':
      add(t('replaying'));
      break;
    case 'reproduced':
      add(t('reproduced', { steps, check }), undefined, 'is-good');
      break;
    case 'differs':
      add(t('differs', { check, got: frame.hash }), undefined, 'is-warning');
      break;
    case 'none':
      break;
  }
  if (status === 'failed' && detail?.kind === 'failure')
    add(
      t(`failed-${detail.code}`),
      action(t('retry'), () => store.restart(true)),
      'is-error',
    );
  if (status === 'diverged' && detail?.kind === 'divergence') {
    const { step, reason } = detail.divergence;
    add(
      t('diverged', { step, reason: t(`diverged-${reason}`) }),
      action(t('backToGood', { step: detail.goodStep }), () => store.seek(detail.goodStep)),
      'is-error',
    );
  }
  if (status === 'finished' && detail?.kind === 'finished' && store.replay.value === 'none') {
    add(t(detail.reason === 'converged' ? 'finishedConverged' : 'finishedSteps', { step: frame.step }));
  }
  if (store.tooManyChanges.value) add(t('tooManyChanges', { most: mostChanges }), undefined, 'is-warning');
  return (
    <div class="run-messages" role="status">
      {lines}
    </div>
  );
}
