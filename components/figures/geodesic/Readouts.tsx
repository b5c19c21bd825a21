import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { degrees, lossText, probabilityText } from '../../../lib/describe/format';
import { geodesic } from '../../../lib/i18n/catalogues/geodesic';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import type { LossInForce } from '../../../lib/sphere/in-force';
import type { GeodesicScene } from './scene';
import { gapNote, gapText } from './words';

/** The numbers beside the circle: probability, loss, gap, θ₁₂. */
export function Readouts({
  scene,
  inForce,
  locale,
}: {
  scene: GeodesicScene;
  inForce: LossInForce;
  locale: Locale;
}): JSX.Element {
  const t = translator(geodesic, locale);
  const { gap, theta12, satisfiable } = scene;
  // Only what the note depends on: dragging x does not look for gaps again.
  const note = useMemo(
    () => gapNote({ gap, theta12, satisfiable }, inForce, locale),
    [gap, theta12, satisfiable, inForce, locale],
  );
  const scale = t(inForce.loss.normalisesFeatures ? 'atScale' : 'atNorm', { s: Number(scene.scale.toFixed(2)) });
  return (
    <dl class="fig-geodesic-readouts">
      <div data-symbol="s">
        <dt>{t('probability')}</dt>
        <dd>
          <output>{probabilityText(scene.probability)}</output>
          <span class="fig-geodesic-meter" aria-hidden="true">
            <span style={{ width: `${(100 * scene.probability).toFixed(1)}%` }} />
          </span>
          <small>{scale}</small>
        </dd>
      </div>
      <div>
        <dt>{t('loss')}</dt>
        <dd>
          <output>{lossText(scene.loss)}</output>
        </dd>
      </div>
      <div data-symbol="m">
        <dt>{t('gap')}</dt>
        <dd>
          <output>{gapText(scene)}</output>
          <small>{note}</small>
        </dd>
      </div>
      <div>
        <dt>{t('between')}</dt>
        <dd>
          <output>{degrees(scene.theta12)}</output>
        </dd>
      </div>
    </dl>
  );
}
