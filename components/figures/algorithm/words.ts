import { algorithmFigure } from '../../../lib/i18n/catalogues/algorithm';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import type { LossId, MarginLoss } from '../../../lib/losses';
import { label, type Step } from './scene';

/** Target score ψ(θ) and the angle inside its cosine, as text. */
export const formulas: Readonly<Partial<Record<LossId, { readonly target: string; readonly angle: string }>>> = {
  'norm-softmax': { target: 'cos θ', angle: 'θ' },
  'sphereface-arccos': { target: 'cos(mθ)', angle: 'mθ' },
  cosface: { target: 'cos θ − m', angle: 'θ' },
  arcface: { target: 'cos(θ + m)', angle: 'θ + m' },
  combined: { target: 'cos(m₁θ + m₂) − m₃', angle: 'm₁θ + m₂' },
};

export interface StepWords {
  readonly title: string;
  readonly text: string;
}

/** Title and explanation of a step under a loss. Step 6 is ArcFace's own; other losses compute their score there. */
export function stepWords(locale: Locale, loss: MarginLoss, step: Step, steps: readonly Step[]): StepWords {
  const t = translator(algorithmFigure, locale);
  if (step.id === 10) return { title: t('title10'), text: `${t('text10')} ${leader(locale, steps)}` };
  if (step.id !== 6) return { title: t(`title${step.id}`), text: t(`text${step.id}`) };
  const enlarged = step.before.find((line) => line.name === 'enlarged')?.values[0] ?? 0;
  const past = enlarged > Math.PI && loss.pastPi.length > 1 ? ` ${t('text6past')}` : '';
  if (loss.id === 'arcface') return { title: t('title6'), text: t('text6') + past };
  return {
    title: t('title6other'),
    text: t('text6other', { loss: loss.name, formula: formulas[loss.id]?.target ?? 'ψ(θ)' }) + past,
  };
}

/** Who leads without the margin, and who with it. A tie goes to the own class. */
function leader(locale: Locale, steps: readonly Step[]): string {
  const t = translator(algorithmFigure, locale);
  const best = (values: readonly number[]): number =>
    values.reduce((top, value, k) => (value > (values[top] ?? 0) ? k : top), label);
  const plain = best(steps[2]?.result.values ?? []);
  const withMargin = best(steps[7]?.result.values ?? []);
  if (plain !== label) return t('behind', { k: plain + 1 });
  return withMargin === label ? t('lead') : t('leadLost', { k: withMargin + 1 });
}
