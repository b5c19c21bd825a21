import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * Whether something moving in `element` can be seen: it is near the viewport and the tab is in front. False at build and until the
 * first observation. Nothing trains or draws while this is false.
 */
export function usePlayVisible(element: RefObject<Element>, margin = '0px'): boolean {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    let onScreen = false;
    const update = () => setVisible(onScreen && document.visibilityState === 'visible');
    const observer = new IntersectionObserver(
      (entries) => {
        onScreen = entries.at(-1)?.isIntersecting ?? false;
        update();
      },
      { rootMargin: margin },
    );
    observer.observe(target);
    document.addEventListener('visibilitychange', update);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', update);
    };
  }, [element, margin]);
  return visible;
}
