import { effect } from '@preact/signals';
import { exercises } from '../../prose/exercise-checks';
import { pageState } from '../state/page-state';

/** Checks every exercise of the page whenever its state changes. A verdict is written (and so announced) only when it turns. */
export function checkExercises(blocks: Iterable<HTMLElement>): void {
  for (const block of blocks) {
    const exercise = exercises[block.dataset['check'] ?? ''];
    const verdict = block.querySelector('.verdict');
    if (!exercise || !verdict) continue;
    effect(() => {
      const done = exercise.holds(pageState.value);
      block.classList.toggle('solved', done);
      const text = (done ? block.dataset['done'] : block.dataset['notYet']) ?? '';
      if (verdict.textContent !== text) verdict.textContent = text;
    });
  }
}
