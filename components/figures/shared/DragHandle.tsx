import type { ComponentChildren, JSX } from 'preact';
import { type DragOptions, type Point, useDrag } from './useDrag';
import { useAwake } from './useFresh';

export interface DragHandleProps extends Omit<DragOptions, 'anchor' | 'keys'> {
  at: Point;
  keys?: DragOptions['keys'];
  /** Accessible name. */
  label: string;
  /** The value for assistive technology: number, range and words. */
  now: number;
  min: number;
  max: number;
  valueText: string;
  /** Radius of what is drawn; the ring of focus and the halo go round it. */
  r: number;
  /** Direction, in degrees clockwise from the right, in which the two small arrows point that say it can be moved; null: none. */
  grip?: number | null;
  /** The arrows lie on the handle instead of beside it. */
  gripInside?: boolean;
  /** Where the touch target lies, if not about the handle: it is 27 in radius, 44 px at the narrowest. */
  target?: Point;
  symbol?: string;
  children?: ComponentChildren;
}

/** Something in an SVG that is moved by mouse, touch and keys: a slider to assistive technology, and visibly a thing to take hold of. */
export function DragHandle(props: DragHandleProps): JSX.Element {
  const {
    at,
    label,
    now,
    min,
    max,
    valueText,
    r,
    grip = null,
    gripInside = false,
    target = at,
    symbol,
    children,
    svg,
    onDrag,
    onKey,
    onEnd,
    keys,
  } = props;
  const awake = useAwake();
  const handlers = useDrag({ svg, onDrag, onKey, onEnd, anchor: at, keys });
  const slider = awake
    ? ({
        role: 'slider',
        // In lower case: SVG attributes are case-sensitive.
        tabindex: 0,
        'aria-label': label,
        'aria-valuenow': Math.round(now * 10) / 10,
        'aria-valuemin': min,
        'aria-valuemax': max,
        'aria-valuetext': valueText,
      } as const)
    : {};
  return (
    <g class="figure-handle" data-symbol={symbol} {...slider} {...handlers}>
      <circle class="handle-target" cx={target.x} cy={target.y} r={27} data-no-export />
      <circle class="handle-halo" cx={at.x} cy={at.y} r={r + 7} data-no-export />
      {children}
      {grip !== null && (
        <path
          class="handle-grip"
          data-no-export
          transform={`translate(${at.x},${at.y}) rotate(${grip})`}
          d={gripPath(gripInside ? 2 : r + 3.5)}
        />
      )}
      <circle class="handle-ring" cx={at.x} cy={at.y} r={r + 5} data-no-export />
    </g>
  );
}

/** A pair of arrow heads that point outward, `from` away from the middle. */
function gripPath(from: number): string {
  return `M${from},-4.5l5,4.5l-5,4.5ZM${-from},-4.5l-5,4.5l5,4.5Z`;
}
