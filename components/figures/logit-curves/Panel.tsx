import type { ComponentChildren, JSX } from 'preact';
import { fixed } from '../../../lib/describe/format';
import { ownId } from './curves';
import type { LinePath, LogitScene, PanelScene } from './scene';

/** Class of a line that steps back while the reader points at another. */
export const dimmed = (line: LinePath, active: string | null): string => (active && active !== line.curve.id ? ' is-dim' : '');

export interface PanelProps {
  readonly panel: PanelScene;
  readonly scene: LogitScene;
  readonly active: string | null;
  readonly name: string;
  readonly yours: string;
  readonly children: ComponentChildren;
  onActive(id: string | null): void;
}

/** Axes, lines and the labels at their ends. Own line first, so that a paper's curve stays visible on top of it. */
export function Panel({ panel, scene, active, name, yours, children, onActive }: PanelProps): JSX.Element {
  const lines = [...panel.lines].sort((a, b) => Number(b.curve.id === ownId) - Number(a.curve.id === ownId));
  return (
    <g>
      {children}
      {panel.ticks.map((tick) => (
        <g key={tick.value}>
          <line
            class={tick.value === 0 ? 'fig-logit-zero' : 'fig-logit-grid'}
            x1={scene.left}
            x2={scene.right}
            y1={tick.y}
            y2={tick.y}
          />
          <text class="fig-logit-tick" x={scene.left - 6} y={tick.y + 4} text-anchor="end">
            {fixed(tick.value, 1)}
          </text>
        </g>
      ))}
      <text class="fig-logit-axis" x={scene.left} y={panel.top - 10}>
        {name}
      </text>
      <g clip-path={`url(#fig-logit-clip-${panel.quantity})`}>
        {lines.map((l) => (
          <path
            key={l.curve.id}
            class={`fig-logit-line${l.curve.id === ownId ? ' is-own' : ''}${active === l.curve.id ? ' is-active' : ''}${dimmed(l, active)}`}
            d={l.path}
            stroke-dasharray={l.curve.dash || undefined}
            style={{ stroke: l.curve.colour }}
          />
        ))}
      </g>
      {lines.map((l) => (
        <g
          key={l.curve.id}
          class={`fig-logit-label${dimmed(l, active)}`}
          onPointerEnter={() => onActive(l.curve.id)}
          onPointerLeave={() => onActive(null)}
        >
          <path
            class="fig-logit-leader"
            d={`M${scene.right + 1},${l.label.fromY}L${scene.right + 10},${l.label.y}h5`}
            style={{ stroke: l.curve.colour }}
          />
          <text x={scene.right + 18} y={l.label.y + 4} class={l.curve.id === ownId ? 'is-own' : ''}>
            {l.curve.label || yours}
          </text>
        </g>
      ))}
    </g>
  );
}
