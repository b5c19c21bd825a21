import type { LossId, LossOptions } from '../../lib/losses';

/** Name of one equation in the files of equations: a loss under its options. */
export function equationKey(lossId: LossId, { pastPi, gradient }: LossOptions): string {
  return `${lossId} ${pastPi} ${gradient}`;
}
