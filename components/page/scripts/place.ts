import { remember } from './storage';

const key = 'margin-notes-place';

/** Where the reader is: between which two anchors, and how far along. The anchors are the same in all languages. */
interface Place {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly ratio: number;
}

/** Language links take the state (query) and the place along. */
export function keepPlace(): void {
  arrive();
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a.language-switch')) {
    // As late as possible, also for “open in a new tab”: the state may change until then.
    const update = (hash: string) => {
      const url = new URL(link.href);
      url.search = window.location.search;
      url.hash = hash;
      link.href = url.href;
    };
    for (const event of ['pointerenter', 'focus', 'pointerdown'] as const)
      link.addEventListener(event, () => update(window.location.hash));
    link.addEventListener('click', (event) => {
      remember('language', link.hreflang);
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      // In the same tab the exact place is kept instead of the anchor that the address happens to name.
      update('');
      leave(new URL(link.href).pathname);
    });
  }
}

function anchors(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('main :is(h2, h3, figure, .exercise, .prediction)[id]')];
}

function leave(path: string): void {
  const tops = anchors().map((element) => ({ id: element.id, top: element.getBoundingClientRect().top }));
  const line = window.innerHeight / 3;
  const before = tops.filter(({ top }) => top <= line).at(-1);
  const after = tops.find(({ top }) => top > line);
  const from = before?.top ?? -window.scrollY;
  const to = after?.top ?? document.documentElement.scrollHeight - window.scrollY;
  const ratio = to > from ? (line - from) / (to - from) : 0;
  const place: Place = { path, from: before?.id ?? '', to: after?.id ?? '', ratio };
  try {
    sessionStorage.setItem(key, JSON.stringify(place));
  } catch (error) {
    console.info('This browser does not let a page keep your place:', error);
  }
}

function arrive(): void {
  let place: Place;
  try {
    const text = sessionStorage.getItem(key);
    if (text === null) return;
    sessionStorage.removeItem(key);
    place = JSON.parse(text) as Place;
  } catch (error) {
    console.info('The place on the page could not be restored:', error);
    return;
  }
  if (place.path !== window.location.pathname) return;
  const y = (id: string, otherwise: number) => {
    const element = id ? document.getElementById(id) : null;
    return element ? element.getBoundingClientRect().top + window.scrollY : otherwise;
  };
  const go = () => {
    const from = y(place.from, 0);
    const to = y(place.to, document.documentElement.scrollHeight);
    window.scrollTo({ top: from + place.ratio * (to - from) - window.innerHeight / 3, behavior: 'instant' });
  };
  // Once more when the fonts are there, unless the reader has scrolled by then.
  requestAnimationFrame(() => {
    go();
    const at = window.scrollY;
    void document.fonts.ready.then(() => {
      if (Math.abs(window.scrollY - at) < 2) go();
    });
  });
}
