import { cdp } from 'vitest/browser';

/** Just enough of the browser's protocol for real input, with coordinates of the test's own frame. */
interface Protocol {
  send(method: string, parameters: Record<string, unknown>): Promise<unknown>;
}
const protocol = () => cdp() as unknown as Protocol;

function onPage(x: number, y: number): { x: number; y: number } {
  const frame = window.frameElement?.getBoundingClientRect();
  if (!frame) return { x, y };
  // The runner may show the frame at another scale.
  const scale = frame.width / window.innerWidth;
  return { x: frame.left + x * scale, y: frame.top + y * scale };
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The middle of an element, in client coordinates. */
export function middleOf(element: Element): Place {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** Presses the mouse at the first place, moves over the others, and lets go. */
export async function dragByMouse(places: readonly Place[]): Promise<void> {
  const [first, ...rest] = places;
  if (!first) return;
  const mouse = (type: string, place: Place, buttons: number) =>
    protocol().send('Input.dispatchMouseEvent', { type, ...onPage(place.x, place.y), button: 'left', buttons, clickCount: 1 });
  await mouse('mouseMoved', first, 0);
  await mouse('mousePressed', first, 1);
  for (const place of rest) await mouse('mouseMoved', place, 1);
  await mouse('mouseReleased', rest.at(-1) ?? first, 0);
}

/** The same with a finger. */
export async function dragByTouch(places: readonly Place[]): Promise<void> {
  const touch = (type: string, place?: Place) =>
    protocol().send('Input.dispatchTouchEvent', { type, touchPoints: place ? [onPage(place.x, place.y)] : [] });
  const [first, ...rest] = places;
  await touch('touchStart', first);
  for (const place of rest) await touch('touchMove', place);
  // A finger that rests before it is lifted flings nothing.
  await new Promise((resolve) => setTimeout(resolve, 200));
  await touch('touchMove', rest.at(-1) ?? first);
  await touch('touchEnd');
  await new Promise((resolve) => setTimeout(resolve, 100));
}

export const nextPaint = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
