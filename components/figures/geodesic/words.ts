import { degrees } from '../../../lib/describe/format';
import { geodesic } from '../../../lib/i18n/catalogues/geodesic';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { toRadians } from '../../../lib/sphere/angle';
import { gapAlongArc } from '../../../lib/sphere/gap';
import type { LossInForce } from '../../../lib/sphere/in-force';
import type { GeodesicScene } from './scene';

/** What θ₁ counts as, in words: an angle, or that no angle has so small a logit. */
function countsAsText(scene: GeodesicScene, locale: Locale): string {
  return scene.countsAs === null ? translator(geodesic, locale)('beyond') : degrees(scene.countsAs);
}

/** Whether the loss changes the target logit at all in its present state. */
export function hasMargin({ loss, values }: LossInForce): boolean {
  switch (loss.id) {
    case 'softmax':
    case 'norm-softmax':
      return false;
    case 'combined':
      return values['m1'] !== 1 || values['m2'] !== 0 || values['m3'] !== 0;
    case 'sphereface':
    case 'sphereface-arccos':
      return values['m'] !== 1;
    default:
      return values['m'] !== 0;
  }
}

/** One sentence: who wins, at test time and in training. */
export function verdict(scene: GeodesicScene, inForce: LossInForce, locale: Locale): string {
  const t = translator(geodesic, locale);
  const angles = { theta1: degrees(scene.theta1), rival: degrees(scene.theta2), own: countsAsText(scene, locale) };
  const margin = hasMargin(inForce);
  if (scene.testWinner === null) return t('tie');
  if (scene.testWinner === 1) {
    if (!scene.trainingWins) return t('inGap', angles);
    return t(margin ? 'wins' : 'winsPlain', angles);
  }
  // A factor on θ below 1 makes the angle smaller everywhere; all other margins only past π.
  if (scene.trainingWins) return t((inForce.values['m1'] ?? 1) < 1 ? 'oddSmaller' : 'oddPastPi', angles);
  return t(margin ? 'lost' : 'lostPlain', angles);
}

/** What is to be known about the gap in force: that it is m everywhere, or how it depends on θ₁₂. */
export function gapNote(
  scene: Pick<GeodesicScene, 'gap' | 'theta12' | 'satisfiable'>,
  inForce: LossInForce,
  locale: Locale,
): string {
  const t = translator(geodesic, locale);
  if (scene.theta12 < 1e-9) return t('gapCoincide');
  if (!hasMargin(inForce)) return t('gapNone');
  if (!scene.satisfiable) return t('gapTooWide');
  if (scene.gap === null) return t('gapNowhere');
  if (inForce.loss.id === 'arcface' && Math.abs(scene.gap - (inForce.values['m'] ?? 0)) < 1e-6) return t('gapIsM');
  const at = (apart: number) => {
    const { width } = gapAlongArc(inForce, toRadians(apart));
    return width === null ? '–' : degrees(width);
  };
  return t('gapDepends', { at60: at(60), at90: at(90) });
}

export function gapText(scene: GeodesicScene): string {
  return scene.gap === null ? '–' : degrees(scene.gap);
}
