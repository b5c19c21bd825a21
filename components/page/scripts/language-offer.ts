import { recall, remember } from './storage';

/** Shows the line that offers the other language when the browser prefers it and the reader has not said no. */
export function offerLanguage(): void {
  const line = document.querySelector<HTMLElement>('.language-offer');
  if (!line) return;
  const offered = line.dataset['offers'] ?? '';
  const preferred = navigator.languages.map((tag) => tag.toLowerCase().split('-')[0]);
  const known = preferred.find((tag) => tag === offered || tag === document.documentElement.lang);
  if (known !== offered || recall('language') !== null) return;
  line.hidden = false;
  line.querySelector('button')?.addEventListener('click', () => {
    remember('language', document.documentElement.lang);
    line.hidden = true;
  });
}
