import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** How long a state must rest before it is read out, so that a drag is announced once, at its end. */
const restMilliseconds = 900;

/**
 * The state in words. Screen readers hear it politely once the state rests; with `visible` it is also small text under the figure, which
 * follows at once.
 */
export function LiveText({ text, visible = false }: { text: string; visible?: boolean }): JSX.Element {
  const [spoken, setSpoken] = useState(text);
  useEffect(() => {
    if (text === spoken) return;
    const timer = setTimeout(() => setSpoken(text), restMilliseconds);
    return () => clearTimeout(timer);
  }, [text, spoken]);
  return (
    <>
      {visible && (
        <p class="live-text" aria-hidden="true">
          {text}
        </p>
      )}
      <p class="visually-hidden" aria-live="polite">
        {spoken}
      </p>
    </>
  );
}
