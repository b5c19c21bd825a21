import { choice, number, text } from '../../../lib/settings/field';
import { slice } from '../../page/state/slice';
import { ownId, paperCurves } from './curves';
import { type LogitState, type LowerName, type WindowName, windows } from './scene';

interface Kept {
  theta: number;
  window: WindowName;
  lower: LowerName;
  /** Ids joined by dots. */
  hidden: string;
}

/** What the figure keeps in the address: cursor, window, lower panel, curves that are hidden. */
export const logitSlice = slice<Kept>('logit', {
  theta: number({ key: 'lt', default: 60, min: 0, max: 180, step: 1 }),
  window: choice({ key: 'lw', default: 'paper', options: ['paper', 'full'] }),
  lower: choice({ key: 'lp', default: 'slope', options: ['slope', 'factor'] }),
  hidden: text({ key: 'lh', default: '', maxLength: 90, pattern: /[a-z0-9.]*/ }),
});

const known = [...paperCurves.map((curve) => curve.id), ownId];

/** The slice as the scene wants it: the cursor inside the window, unknown ids dropped. */
export function logitState(kept: Kept): LogitState {
  const [from, to] = windows[kept.window].theta;
  const named = new Set(kept.hidden.split('.'));
  return {
    window: kept.window,
    lower: kept.lower,
    theta: Math.min(to, Math.max(from, kept.theta)),
    hidden: new Set(known.filter((id) => named.has(id))),
  };
}

/** Hides a shown curve and shows a hidden one. */
export function toggleCurve(id: string): void {
  const { hidden } = logitState(logitSlice.state.value);
  const next = hidden.has(id)
    ? known.filter((other) => hidden.has(other) && other !== id)
    : known.filter((other) => hidden.has(other) || other === id);
  logitSlice.set({ hidden: next.join('.') });
}
