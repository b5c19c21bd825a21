import katex from 'katex';
import { gradientPaths, type LossId, type LossOptions, losses } from '../../lib/losses';
import { lossLatex } from '../../lib/losses/latex';
import { equationKey } from './equation-key';

/** A loss as KaTeX's mark-up, symbols marked. Build only: KaTeX itself is not sent to readers. */
export function equationHtml(lossId: LossId, options: LossOptions): string {
  return katex.renderToString(lossLatex(losses[lossId], options), { displayMode: true, trust: true, strict: false });
}

/** Every equation that the page may come to show. */
export function allEquations(): Record<string, string> {
  const all: Record<string, string> = {};
  for (const { id, pastPi: modes } of Object.values(losses)) {
    for (const pastPi of modes) {
      for (const gradient of gradientPaths) {
        const options: LossOptions = { pastPi, gradient };
        all[equationKey(id, options)] = equationHtml(id, options);
      }
    }
  }
  return all;
}
