/** Buttons that copy the text of other elements (`data-copy`: their ids). The button itself says how it went. */
export function copyButtons(): void {
  document.addEventListener('click', async (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('button[data-copy]') : null;
    if (!button) return;
    const label = button.textContent ?? '';
    const texts = (button.dataset['copy'] ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    let said = button.dataset['copied'] ?? '';
    try {
      await navigator.clipboard.writeText(texts.join('\n\n'));
    } catch (error) {
      console.info('The text could not be copied:', error);
      said = button.dataset['failed'] ?? '';
    }
    announce(said);
    if (button.textContent !== label) return;
    button.textContent = said;
    setTimeout(() => {
      button.textContent = label;
    }, 2500);
  });
}

/** Says something to screen readers, politely. */
function announce(text: string): void {
  const region = document.getElementById('announcer');
  if (region) region.textContent = text;
}
