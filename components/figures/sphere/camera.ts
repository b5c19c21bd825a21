import { numbers } from '../../../lib/settings/field';
import { slice } from '../../page/state/slice';
import { presetViews } from './arcball';
import { type Quaternion, unit } from './quaternion';

const digits = 3;
const round = (q: Quaternion) => q.map((value) => Number(value.toFixed(digits)));

/** The camera of the page's sphere, in the address as four rounded numbers. */
const camera = slice('sphere', {
  camera: numbers({ key: 'cam', default: round(presetViews.front), min: -1, max: 1, digits }),
});

/** The camera now. Reading it in a component subscribes to it. */
export function currentCamera(): Quaternion {
  const [x = 0, y = 0, z = 0, w = 1] = camera.state.value.camera;
  return unit([x, y, z, w]);
}

export function setCamera(q: Quaternion): void {
  // q and −q are the same view; one of them is chosen, so that one view has one address.
  camera.set({ camera: round(q[3] < 0 ? [-q[0], -q[1], -q[2], -q[3]] : q) });
}
