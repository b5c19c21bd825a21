import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';

/** A point in the coordinates of the SVG's viewBox. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a key asks for: a signed amount, or an end of the range. */
export type KeyMove = { readonly by: number } | { readonly to: 'min' | 'max' };

export interface KeySteps {
  /** An arrow key. */
  readonly arrow: number;
  /** An arrow key with shift. */
  readonly shift: number;
  /** Page up and page down. */
  readonly page: number;
}

/** Reads a slider key: right and up raise, left and down lower. Null for any other key. */
export function keyMove(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>, steps: KeySteps): KeyMove | null {
  const arrow = event.shiftKey ? steps.shift : steps.arrow;
  switch (event.key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return { by: arrow };
    case 'ArrowLeft':
    case 'ArrowDown':
      return { by: -arrow };
    case 'PageUp':
      return { by: steps.page };
    case 'PageDown':
      return { by: -steps.page };
    case 'Home':
      return { to: 'min' };
    case 'End':
      return { to: 'max' };
    default:
      return null;
  }
}

/** Client coordinates to the SVG's own. Null while the SVG is not laid out. */
export function svgPoint(svg: SVGSVGElement, clientX: number, clientY: number): Point | null {
  const matrix = svg.getScreenCTM();
  if (!matrix) return null;
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
  return { x, y };
}

export interface DragOptions {
  svg: RefObject<SVGSVGElement>;
  /** The pointer's place; the offset at which the handle was taken hold of is removed when `anchor` is given. */
  onDrag(point: Point): void;
  onKey?(move: KeyMove): void;
  keys?: KeySteps;
  /** Where the handle is now, in SVG coordinates. */
  anchor?: Point;
  onEnd?(): void;
}

export interface DragHandlers {
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(event: PointerEvent): void;
  onPointerCancel(event: PointerEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

/**
 * Dragging a handle in an SVG by mouse, pen and touch, and moving it by keys. Put the handlers on the handle's `<g class="figure-handle">`:
 * only the handle itself takes the touch (`touch-action: none`), so a finger anywhere else on the figure scrolls the page.
 */
export function useDrag({
  svg,
  onDrag,
  onKey,
  keys = { arrow: 1, shift: 5, page: 15 },
  anchor,
  onEnd,
}: DragOptions): DragHandlers {
  const held = useRef<{ id: number; dx: number; dy: number } | null>(null);
  const end = (event: PointerEvent) => {
    if (held.current?.id !== event.pointerId) return;
    held.current = null;
    onEnd?.();
  };
  return {
    onPointerDown(event) {
      if (event.button !== 0 || held.current || !svg.current) return;
      const point = svgPoint(svg.current, event.clientX, event.clientY);
      if (!point) return;
      const handle = event.currentTarget as SVGGElement;
      handle.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
      event.preventDefault();
      held.current = { id: event.pointerId, dx: anchor ? anchor.x - point.x : 0, dy: anchor ? anchor.y - point.y : 0 };
    },
    onPointerMove(event) {
      if (held.current?.id !== event.pointerId || !svg.current) return;
      const point = svgPoint(svg.current, event.clientX, event.clientY);
      if (point) onDrag({ x: point.x + held.current.dx, y: point.y + held.current.dy });
    },
    onPointerUp: end,
    onPointerCancel: end,
    onKeyDown(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const move = keyMove(event, keys);
      if (!move || !onKey) return;
      event.preventDefault();
      event.stopPropagation();
      onKey(move);
    },
  };
}
