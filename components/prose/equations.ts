import katex from 'katex';
import { gradientPaths, type LossId, type LossOptions, losses } from '../../lib/losses';
import { lossLatex } from '../../lib/losses/latex';
import { equationKey } from './equation-key';

/** A loss as KaTeX's mark-up, symbols marked. Build only: KaTeX itself is not sent to readers. */
export function equationHtml(lossId: LossId, options: LossOptions): string {
  return katex.renderToString(lossLatex(losses[lossId], options), { displayMode: true, trust: true, strict: false });
}

/** Every equation of a loss: one for each of its behaviours past π and each gradient path. */
export function equationsOf(lossId: LossId): Record<string, string> {
  const all: Record<string, string> = {};
  for (const pastPi of losses[lossId].pastPi) {
    for (const gradient of gradientPaths) {
      const options: LossOptions = { pastPi, gradient };
      all[equationKey(lossId, options)] = equationHtml(lossId, options);
    }
  }
  return all;
}
