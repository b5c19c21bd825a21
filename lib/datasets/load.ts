import type { DatasetSettings } from '../training/types';
import type { Dataset } from './dataset';
import { type Digits8, selectDigits } from './digits8';
import { createIdentities } from './identities';

/**
 * The data set of a run.
 *
 * @param digits  gets the digits when they are needed
 * @param seed    seed of the run: invented identities are new with every seed
 */
export async function loadDataset(settings: DatasetSettings, seed: number, digits: () => Promise<Digits8>): Promise<Dataset> {
  if (settings.kind === 'identities') return createIdentities({ ...settings, seed });
  return selectDigits(await digits(), settings.classes);
}
