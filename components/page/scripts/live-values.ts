import { effect } from '@preact/signals';
import { figuresShared } from '../../../lib/i18n/catalogues/figures-shared';
import { isLocale, type Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import type { Parameter } from '../../../lib/losses';
import { type LiveValue, liveValue, plainSymbol } from '../../../lib/settings/values';
import { lossId, pageState, setParameter } from '../state/page-state';

/** An element that shows a live value. Those of class `value` (from `<Value>`) can be dragged where they are parameters. */
interface Place {
  readonly element: HTMLElement;
  readonly value: LiveValue;
}

/** Fills every `data-value` of the page from its state, and makes parameters in the text draggable. */
export function liveValues(): void {
  const lang = document.documentElement.lang;
  const locale: Locale = isLocale(lang) ? lang : 'en';
  const places: Place[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('[data-value]')) {
    const value = liveValue(element.dataset['value'] ?? '');
    if (value) places.push({ element, value });
    else console.error(`There is no live value "${element.dataset['value']}"`);
  }
  for (const place of places) if (place.element.classList.contains('value')) makeDraggable(place);
  effect(() => {
    const state = pageState.value;
    for (const { element, value } of places) {
      const text = value.text(state, locale);
      if (element.textContent !== text) element.textContent = text;
      if (element.classList.contains('value')) describe(element, value.parameter(state), text, locale);
    }
  });
}

/** Names the loss in force on main: CSS shows its equation and listing. */
export function followLoss(): void {
  const main = document.querySelector('main');
  effect(() => main?.setAttribute('data-loss', lossId.value));
}

function describe(element: HTMLElement, parameter: Parameter | null, text: string, locale: Locale): void {
  if (!parameter) {
    for (const name of ['role', 'tabindex', 'aria-label', 'aria-valuemin', 'aria-valuemax', 'aria-valuenow', 'aria-valuetext'])
      element.removeAttribute(name);
    return;
  }
  const t = translator(figuresShared, locale);
  const names = { m: 'margin', s: 'scale', m1: 'marginFactor', m2: 'marginAngle', m3: 'marginCosine', lambda: 'blend' } as const;
  const name = names[parameter.id as keyof typeof names];
  element.setAttribute('role', 'slider');
  element.setAttribute('tabindex', '0');
  element.setAttribute('aria-label', `${name ? t(name) : ''} ${plainSymbol(parameter.symbol)}`.trim());
  element.setAttribute('aria-valuemin', String(parameter.min));
  element.setAttribute('aria-valuemax', String(parameter.max));
  element.setAttribute('aria-valuenow', String(pageState.peek().parameters[parameter.id]));
  element.setAttribute('aria-valuetext', text);
}

/** Pixels of sideways movement for one step of the slider. */
const pixelsPerStep = 4;

function makeDraggable({ element, value }: Place): void {
  const current = () => value.parameter(pageState.peek());
  const move = (parameter: Parameter, to: number) => {
    // Steps land on the slider's own grid.
    const steps = Math.round((to - parameter.min) / parameter.step);
    setParameter(parameter.id, Number((parameter.min + steps * parameter.step).toFixed(6)));
  };
  const at = (parameter: Parameter) => pageState.peek().parameters[parameter.id] ?? parameter.default;

  element.addEventListener('keydown', (event) => {
    const parameter = current();
    if (!parameter || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(parameter.step, Math.round((parameter.max - parameter.min) / 10 / parameter.step) * parameter.step);
    const steps: Record<string, number> = {
      ArrowRight: parameter.step,
      ArrowUp: parameter.step,
      ArrowLeft: -parameter.step,
      ArrowDown: -parameter.step,
      PageUp: page,
      PageDown: -page,
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    if (Number.isFinite(step)) move(parameter, at(parameter) + step);
    else setParameter(parameter.id, step > 0 ? parameter.max : parameter.min);
  });

  element.addEventListener('pointerdown', (down) => {
    const parameter = current();
    if (!parameter || down.button !== 0) return;
    const start = at(parameter);
    element.setPointerCapture(down.pointerId);
    const drag = (event: PointerEvent) => {
      element.classList.add('dragging');
      move(parameter, start + Math.round((event.clientX - down.clientX) / pixelsPerStep) * parameter.step);
    };
    const end = () => {
      element.classList.remove('dragging');
      element.removeEventListener('pointermove', drag);
    };
    element.addEventListener('pointermove', drag);
    element.addEventListener('lostpointercapture', end, { once: true });
    // No text selection while dragging; the focus is set by hand because this also stops it.
    down.preventDefault();
    element.focus({ preventScroll: true });
  });
}
