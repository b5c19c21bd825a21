import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { snapshot } from '../../page/state/address';

/**
 * A key for the outermost element of an island. The page is built in its default state, and Preact, when it wakes such markup, takes
 * attributes as they stand. If the page is in another state by then (a link, a slider moved before the figure came into view), the
 * element must be made anew: the key changes once, before the first paint. In the default state nothing happens.
 */
export function useFresh(): string {
  const [key, setKey] = useState('still');
  useLayoutEffect(() => {
    if (snapshot() !== '') setKey('live');
  }, []);
  return key;
}

/** False in the built page, true once scripts run: for roles and tab stops that would do nothing without them. */
export function useAwake(): boolean {
  const [awake, setAwake] = useState(false);
  useEffect(() => setAwake(true), []);
  return awake;
}
