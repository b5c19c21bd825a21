import { degrees, probabilityText } from '../../../lib/describe/format';
import { feasibilityMessages } from '../../../lib/i18n/catalogues/feasibility';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import type { LossInForce } from '../../../lib/sphere/in-force';
import type { FeasibilityScene, FeasibilityState } from './scene';

/** A scale to a tenth, from 100 on to a whole number, rounded up: what is printed is enough. */
export function scaleText(scale: number): string {
  return scale > 100 ? String(Math.ceil(scale)) : (Math.ceil(scale * 10 - 1e-9) / 10).toFixed(1);
}

/** First sentence: the room. */
export function roomSentence(state: FeasibilityState, scene: FeasibilityScene, locale: Locale): string {
  const t = translator(feasibilityMessages, locale);
  const words = { classes: state.classes, place: t(`place.${state.dimension}`), theta12: degrees(scene.theta12) };
  if (!scene.satisfiable || scene.halfWidth === null) {
    // A gap wider than the way itself is an angle that the margin asks for; where it does not exist only the fact is told.
    return scene.gap === null ? t('noRoom', words) : t('noRoomGap', { ...words, gap: degrees(scene.gap) });
  }
  const half = degrees(scene.halfWidth);
  if (scene.gap === null || scene.gap < 1e-9) return t('roomPlain', { ...words, half });
  return t('room', { ...words, gap: degrees(scene.gap), half });
}

/** Second sentence: the probability, and the scale that the wish needs. */
export function scaleSentence(state: FeasibilityState, scene: FeasibilityScene, { loss }: LossInForce, locale: Locale): string {
  const t = translator(feasibilityMessages, locale);
  const [scale, needed] = loss.normalisesFeatures ? (['scaleS', 'neededS'] as const) : (['scaleNorm', 'neededNorm'] as const);
  const words = {
    scale: t(scale, { value: String(Number(scene.scale.toFixed(2))) }),
    p: probabilityText(scene.probability),
    wish: state.wish,
  };
  if (scene.neededScale === null) return t('never', words);
  return t('enough', { ...words, needed: t(needed, { value: scaleText(scene.neededScale) }) });
}
