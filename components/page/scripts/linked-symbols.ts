/** Pointing at or focusing anything that carries `data-symbol` names that symbol on main and the head; CSS lights up the rest. */
export function linkSymbols(): void {
  const scopes = document.querySelectorAll<HTMLElement>('main, [data-symbols]');
  let active = '';
  const activate = (symbol: string) => {
    if (symbol === active) return;
    active = symbol;
    for (const scope of scopes) {
      if (symbol) scope.dataset['activeSymbol'] = symbol;
      else delete scope.dataset['activeSymbol'];
    }
  };
  const symbolOf = (target: EventTarget | null) =>
    target instanceof Element ? (target.closest('[data-symbol]')?.getAttribute('data-symbol') ?? '') : '';
  document.addEventListener('pointerover', (event) => {
    // A finger has no hover: it would leave the light on. Focus and dragging still light up.
    if (event.pointerType !== 'touch') activate(symbolOf(event.target) || symbolOf(document.activeElement));
  });
  document.addEventListener('focusin', (event) => activate(symbolOf(event.target)));
  document.addEventListener('focusout', () => activate(''));
  document.documentElement.addEventListener('pointerleave', () => activate(symbolOf(document.activeElement)));
}
