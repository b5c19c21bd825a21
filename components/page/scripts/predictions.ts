/** Shows the answer of a prediction once the reader has chosen, and says whether it was right. */
export function revealPredictions(): void {
  for (const block of document.querySelectorAll<HTMLElement>('.prediction')) {
    block.addEventListener('change', (event) => {
      const chosen = (event.target as HTMLInputElement).value;
      const right = chosen === block.dataset['answer'];
      const verdict = block.querySelector('.verdict');
      if (verdict) verdict.textContent = (right ? block.dataset['right'] : block.dataset['wrong']) ?? '';
      block.dataset['chosen'] = right ? 'right' : 'wrong';
    });
  }
}
