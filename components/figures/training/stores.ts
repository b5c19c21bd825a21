import { circleRun, sphereRun } from '../../../lib/training/defaults';
import { runSlice } from './fields';
import { stillFrame } from './still';
import circleStill from './stills/circle.json';
import sphereStill from './stills/sphere.json';
import { RunStore } from './store';

export type RunName = 'circle' | 'sphere';

const stores = new Map<RunName, RunStore>();

/** The run of a figure: one of each a page, made when its figure wakes. The hero of the landing page is the sphere's run. */
export function runStore(name: RunName): RunStore {
  const existing = stores.get(name);
  if (existing) return existing;
  const [base, still, suffix] = name === 'circle' ? ([circleRun, circleStill, '2'] as const) : ([sphereRun, sphereStill, '3'] as const);
  const store = new RunStore(base, runSlice(`run-${name}`, suffix, base), stillFrame(still));
  stores.set(name, store);
  return store;
}
