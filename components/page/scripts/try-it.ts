import { apply, restore, snapshot } from '../state/address';

/** “Try it” buttons (`data-set`: a query string) set a state and offer to go back to the state before. */
export function tryIt(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button[data-set]') : null;
    if (!button) return;
    const before = snapshot();
    apply(button.dataset['set'] ?? '');
    const undo = button.parentElement?.querySelector<HTMLButtonElement>('button.undo');
    if (!undo || snapshot() === before) return;
    undo.hidden = false;
    undo.onclick = () => {
      restore(before);
      undo.hidden = true;
      button.focus();
    };
  });
}
