import { circleRun } from '../../../lib/training/defaults';
import { runSlice } from './fields';
import { stillFrame, stillHistory } from './still';
import still from './stills/circle.json';
import { RunStore } from './store';

let store: RunStore | null = null;

/** The page's run on the circle, made when its figure wakes. */
export function circleStore(): RunStore {
  store ??= new RunStore(circleRun, runSlice('run-circle', '2', circleRun), stillFrame(still), stillHistory(still));
  return store;
}
