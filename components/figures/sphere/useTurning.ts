import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { bringToFront, drag, type PresetView, presetViews, turnByKey } from './arcball';
import { type Quaternion, slerp, type Vector } from './quaternion';
import { extent } from './view';

const flight = 450;

export interface Turning {
  /** A tap has given the sphere every touch until the next tap outside it. */
  readonly held: boolean;
  readonly handlers: {
    onPointerDown(event: PointerEvent): void;
    onPointerMove(event: PointerEvent): void;
    onPointerUp(event: PointerEvent): void;
    onPointerCancel(event: PointerEvent): void;
    onKeyDown(event: KeyboardEvent): void;
  };
  flyTo(view: PresetView): void;
  flyToDirection(direction: Vector): void;
}

/**
 * Turning a sphere by mouse, pen, touch and keys. By touch only a sideways drag turns it (the browser keeps vertical swipes for scrolling),
 * or any drag after a tap.
 */
export function useTurning(
  stage: RefObject<HTMLElement>,
  get: () => Quaternion,
  set: (camera: Quaternion) => void,
  onTap?: (x: number, y: number) => void,
): Turning {
  const [held, setHeld] = useState(false);
  const grip = useRef<{ id: number; at: [number, number]; camera: Quaternion; moved: boolean } | null>(null);
  const frame = useRef(0);

  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  useEffect(() => {
    if (!held) return;
    const release = (event: PointerEvent) => {
      if (!stage.current?.contains(event.target as Node)) setHeld(false);
    };
    document.addEventListener('pointerdown', release);
    return () => document.removeEventListener('pointerdown', release);
  }, [held, stage]);

  /** Place of the pointer in sphere radii from the centre, y up. */
  const place = (event: PointerEvent): [number, number] => {
    const box = stage.current!.getBoundingClientRect();
    const half = box.width / 2 / extent;
    return [(event.clientX - box.left - box.width / 2) / half, -(event.clientY - box.top - box.height / 2) / half];
  };
  const fly = (to: Quaternion) => {
    cancelAnimationFrame(frame.current);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      set(to);
      return;
    }
    const from = get();
    const start = performance.now();
    const tick = (now: number) => {
      const t = Math.min(1, Math.max(0, (now - start) / flight));
      set(slerp(from, to, t * t * (3 - 2 * t)));
      if (t < 1) frame.current = requestAnimationFrame(tick);
    };
    frame.current = requestAnimationFrame(tick);
  };
  const end = (event: PointerEvent, kept: boolean) => {
    const mine = grip.current;
    if (mine?.id !== event.pointerId) return;
    grip.current = null;
    if (!kept || mine.moved) return;
    if (event.pointerType === 'touch') setHeld(true);
    const box = stage.current!.getBoundingClientRect();
    onTap?.(event.clientX - box.left, event.clientY - box.top);
  };

  return {
    held,
    handlers: {
      onPointerDown(event) {
        if (event.button !== 0 || grip.current) return;
        cancelAnimationFrame(frame.current);
        stage.current!.setPointerCapture(event.pointerId);
        grip.current = { id: event.pointerId, at: place(event), camera: get(), moved: false };
      },
      onPointerMove(event) {
        const mine = grip.current;
        if (mine?.id !== event.pointerId) return;
        const to = place(event);
        if (!mine.moved) {
          const across = Math.abs(to[0] - mine.at[0]);
          const along = Math.abs(to[1] - mine.at[1]);
          if (Math.hypot(across, along) < 0.02) return;
          if (event.pointerType === 'touch' && !held && along >= across) {
            // A vertical swipe: the browser is about to scroll the page.
            grip.current = null;
            return;
          }
        }
        mine.moved = true;
        set(drag(mine.camera, mine.at, to));
      },
      onPointerUp: (event) => end(event, true),
      onPointerCancel: (event) => end(event, false),
      onKeyDown(event) {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === 'Home') fly(presetViews.front);
        else {
          const turned = turnByKey(get(), event.key, event.shiftKey);
          if (!turned) return;
          cancelAnimationFrame(frame.current);
          set(turned);
        }
        event.preventDefault();
      },
    },
    flyTo: (view) => fly(presetViews[view]),
    flyToDirection: (direction) => fly(bringToFront(get(), direction)),
  };
}
