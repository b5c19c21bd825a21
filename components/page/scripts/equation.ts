import { effect } from '@preact/signals';
import { equationKey } from '../../prose/equation-key';
import { loss, lossId, options } from '../state/page-state';

/** Keeps the equations of the page at the loss in force: mark-up comes from one file a loss, fetched when it is wanted. */
export function followEquations(): void {
  for (const block of document.querySelectorAll<HTMLElement>('.loss-equation')) follow(block);
}

const fetched = new Map<string, Promise<Record<string, string>>>();

function load(address: string): Promise<Record<string, string>> {
  const known = fetched.get(address);
  if (known) return known;
  const answer = fetch(address).then((response) => {
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return response.json() as Promise<Record<string, string>>;
  });
  fetched.set(address, answer);
  answer.catch(() => fetched.delete(address)); // the next choice tries again
  return answer;
}

function follow(block: HTMLElement): void {
  const place = block.querySelector('.equation');
  if (!place) return;
  let shown = block.dataset['equation'] ?? '';
  let wanted = shown;
  effect(() => {
    const has = new Set<string>(loss.value.parameters.map((p) => p.id));
    for (const value of block.querySelectorAll<HTMLElement>('[data-parameter]'))
      value.hidden = !has.has(value.dataset['parameter'] ?? '');
    const name = loss.value.name;
    wanted = equationKey(lossId.value, options.value);
    if (wanted === shown) return;
    const key = wanted;
    load(`${block.dataset['equations']}${lossId.value}.json`)
      .then((all) => {
        if (key !== wanted) return; // a newer choice has come in between
        place.innerHTML = all[key] ?? '';
        shown = key;
        block.setAttribute('aria-label', (block.dataset['label'] ?? '').replace('{loss}', name));
      })
      .catch((error: unknown) => {
        console.error('The equation could not be loaded:', error);
        if (key === wanted) {
          place.textContent = block.dataset['failed'] ?? '';
          shown = '';
        }
      });
  });
}
