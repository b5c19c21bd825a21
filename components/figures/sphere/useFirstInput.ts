import { useEffect, useState } from 'preact/hooks';

const events = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart', 'scroll'] as const;
let seen = false;

/** Whether the reader has done anything on this page. Until then a page loads nothing heavy: the stills are complete. */
export function useFirstInput(): boolean {
  const [input, setInput] = useState(seen);
  useEffect(() => {
    if (input) return;
    const note = () => {
      seen = true;
      setInput(true);
    };
    for (const event of events) addEventListener(event, note, { once: true, passive: true });
    return () => {
      for (const event of events) removeEventListener(event, note);
    };
  }, [input]);
  return input;
}
