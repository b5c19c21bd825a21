/** What is too wide for the page scrolls on its own; only then it is a stop of the keyboard. */
export function scrollersByKey(): void {
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth + 1) target.setAttribute('tabindex', '0');
      else target.removeAttribute('tabindex');
    }
  });
  for (const element of document.querySelectorAll('main :is(.katex-display, .table-scroll)')) watch.observe(element);
}
