import { remember } from './storage';

const choices = ['system', 'light', 'dark'] as const;
type Choice = (typeof choices)[number];

/** The button that goes round device, light and dark. `first-paint.ts` has set the theme by now. */
export function themeButton(): void {
  const root = document.documentElement;
  const button = document.querySelector<HTMLButtonElement>('.theme-button');
  const device = matchMedia('(prefers-color-scheme: dark)');
  const paint = (choice: Choice) => {
    root.dataset['themeChoice'] = choice;
    root.dataset['theme'] = choice === 'system' ? (device.matches ? 'dark' : 'light') : choice;
    const label = button?.dataset[choice] ?? '';
    button?.setAttribute('aria-label', label);
    button?.setAttribute('title', label);
  };
  const current = () => (root.dataset['themeChoice'] ?? 'system') as Choice;
  paint(current());
  device.addEventListener('change', () => paint(current()));
  button?.addEventListener('click', () => {
    // From "as the device" the first press always changes what is seen.
    const order: readonly Choice[] = device.matches ? ['system', 'light', 'dark'] : ['system', 'dark', 'light'];
    const next = order[(order.indexOf(current()) + 1) % order.length] ?? 'system';
    remember('theme', next === 'system' ? null : next);
    paint(next);
  });
}
