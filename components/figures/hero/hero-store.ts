import { heroRun } from '../../../lib/training/defaults';
import { runSlice } from '../training/fields';
import { stillFrame, stillHistory } from '../training/still';
import still from '../training/stills/sphere.json';
import { RunStore } from '../training/store';

let store: RunStore | null = null;

/** The landing page's run: the sphere, over sooner. */
export function heroStore(): RunStore {
  store ??= new RunStore(heroRun, runSlice('run-hero', '', heroRun), stillFrame(still), stillHistory(still));
  return store;
}
