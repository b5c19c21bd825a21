import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Locale } from '../../../lib/i18n/locale';
import { knownLoss } from '../../../lib/training/known-loss';
import { LiveText } from '../shared/LiveText';
import type { RunStore } from './store';

/** The state of the run in words, whenever it rests. The describer is loaded when it is first needed. */
export function RunWords({ locale, store }: { locale: Locale; store: RunStore }): JSX.Element {
  const [text, setText] = useState('');
  const status = store.status.value;
  const frame = store.frame.value;
  const view = store.drawn.value;
  const shown = store.shownLoss.value;
  const names = store.labels.value;
  const resting = status !== 'running' && status !== 'loading' && !(store.isStill.value && status === 'idle');
  useEffect(() => {
    if (!resting) {
      setText('');
      return;
    }
    let stale = false;
    const timer = setTimeout(async () => {
      const { describeTraining, trainingFacts } = await import('../../../lib/describe/training');
      if (stale) return;
      const inForce = { loss: knownLoss(shown), values: shown.parameters, options: shown.options };
      const facts = trainingFacts({
        dimension: view.dimension,
        points: view.points,
        labels: view.labels,
        directions: view.directions,
        inForce,
        judgedAs: view.nearest,
      });
      setText(
        describeTraining(locale, {
          step: frame.step,
          loss: frame.loss,
          accuracy: frame.accuracy,
          dimension: view.dimension,
          facts,
          names,
        }),
      );
    }, 300);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [resting, frame, view, shown, names, locale]);
  return <LiveText text={text} visible={text !== ''} />;
}
