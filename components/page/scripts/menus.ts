/** Menus (`details.menu`) close on Escape, on a press elsewhere, and when a link in them is followed. */
export function closeMenus(): void {
  const open = () => document.querySelectorAll<HTMLDetailsElement>('details.menu[open]');
  // On phones the sliders beside a menu belong to it, so its surroundings may say that they are part of it.
  const holds = (menu: Element, target: EventTarget | null) =>
    target instanceof Node && (menu.closest('[data-menu-scope]') ?? menu).contains(target);
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector('summary')?.focus();
    }
  });
  document.addEventListener('click', (event) => {
    for (const menu of open()) {
      const followed = event.target instanceof Element && event.target.closest('a[href]') !== null;
      if (!holds(menu, event.target) || followed) menu.open = false;
    }
  });
  document.addEventListener('focusin', (event) => {
    for (const menu of open()) if (!holds(menu, event.target)) menu.open = false;
  });
}
