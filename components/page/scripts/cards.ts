/** Small cards beside words: definitions (native popovers, opened by pressing) and works cited (shown on hover and focus). */
export function cards(): void {
  document.addEventListener(
    'toggle',
    (event) => {
      const card = event.target;
      if (!(card instanceof HTMLElement) || !card.matches('.card[popover]') || (event as ToggleEvent).newState !== 'open') return;
      const opener = document.querySelector<HTMLElement>(`[popovertarget="${card.id}"]`);
      if (opener) place(card, opener);
    },
    true,
  );
  citations();
}

/** Under its word, or above it where there is no room; always inside the window. */
function place(card: HTMLElement, beside: HTMLElement): void {
  const word = beside.getClientRects()[0] ?? beside.getBoundingClientRect();
  card.style.left = `${Math.max(8, Math.min(word.left - 12, document.documentElement.clientWidth - card.offsetWidth - 8))}px`;
  const below = word.bottom + 6;
  card.style.top = `${below + card.offsetHeight <= window.innerHeight - 8 ? below : Math.max(8, word.top - 6 - card.offsetHeight)}px`;
}

function citations(): void {
  const links = document.querySelectorAll<HTMLAnchorElement>('a[data-cite]');
  if (links.length === 0) return;
  const card = document.createElement('div');
  card.className = 'card';
  card.id = 'citation-card';
  card.setAttribute('popover', 'manual');
  card.setAttribute('role', 'tooltip');
  document.body.append(card);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = () => {
    clearTimeout(timer);
    if (card.matches(':popover-open')) card.hidePopover();
  };
  const hideSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, 250);
  };
  const show = (link: HTMLAnchorElement) => {
    clearTimeout(timer);
    const title = document.createElement('strong');
    title.textContent = link.dataset['cite'] ?? '';
    card.lang = 'en';
    card.replaceChildren(title, ` ${link.dataset['venue'] ?? ''}`);
    if (!card.matches(':popover-open')) card.showPopover();
    place(card, link);
  };
  for (const link of links) {
    link.setAttribute('aria-describedby', card.id);
    link.addEventListener('pointerenter', (event) => {
      if (event.pointerType !== 'touch') timer = setTimeout(() => show(link), 120);
    });
    link.addEventListener('pointerleave', hideSoon);
    link.addEventListener('focus', () => link.matches(':focus-visible') && show(link));
    link.addEventListener('blur', hide);
  }
  card.addEventListener('pointerenter', () => clearTimeout(timer));
  card.addEventListener('pointerleave', hideSoon);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide());
  window.addEventListener('scroll', hide, { passive: true });
}
