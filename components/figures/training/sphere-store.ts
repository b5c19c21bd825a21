import { sphereRun } from '../../../lib/training/defaults';
import { runSlice } from './fields';
import { stillFrame, stillHistory } from './still';
import still from './stills/sphere.json';
import { RunStore } from './store';

let store: RunStore | null = null;

/** The page's run on the sphere, made when its figure wakes: that of the chapter. */
export function sphereStore(): RunStore {
  store ??= new RunStore(sphereRun, runSlice('run-sphere', '3', sphereRun), stillFrame(still), stillHistory(still));
  return store;
}
