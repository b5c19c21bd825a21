import type { JSX } from 'preact';
import { degrees, fixed } from '../../../lib/describe/format';
import { logitCurves } from '../../../lib/i18n/catalogues/logit-curves';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { toRadians } from '../../../lib/sphere/angle';
import { type Curve, ownId, paperCurves, read } from './curves';
import type { LogitState } from './scene';
import { toggleCurve } from './state';

interface Props {
  readonly locale: Locale;
  readonly state: LogitState;
  readonly own: Curve;
  readonly ownName: string;
  readonly active: string | null;
  onActive(id: string | null): void;
}

/** All values at the cursor; the names are the buttons that show and hide the curves. */
export function Readout({ locale, state, own, ownName, active, onActive }: Props): JSX.Element {
  const t = translator(logitCurves, locale);
  const theta = toRadians(state.theta);
  return (
    <table class="fig-logit-table">
      <caption>{t('table', { theta: degrees(theta, 0) })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('loss')}</th>
          <th scope="col">{t('value')}</th>
          <th scope="col">{t('slope')}</th>
          <th scope="col">{t('pull')}</th>
        </tr>
      </thead>
      <tbody>
        {[own, ...paperCurves].map((curve) => {
          const { value, slope, factor } = read(curve, theta);
          const visible = !state.hidden.has(curve.id);
          return (
            <tr
              key={curve.id}
              class={[visible ? '' : 'is-hidden', active === curve.id ? 'is-active' : '', curve.id === ownId ? 'is-own' : '']
                .join(' ')
                .trim()}
              onPointerEnter={() => visible && onActive(curve.id)}
              onPointerLeave={() => onActive(null)}
            >
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={visible}
                  onClick={() => toggleCurve(curve.id)}
                  onFocus={() => visible && onActive(curve.id)}
                  onBlur={() => onActive(null)}
                >
                  <svg viewBox="0 0 26 10" width="26" height="10" aria-hidden="true">
                    <line
                      x1="1"
                      x2="25"
                      y1="5"
                      y2="5"
                      stroke-dasharray={curve.dash || undefined}
                      style={{ stroke: curve.colour, strokeWidth: curve.id === ownId ? 5 : 2 }}
                    />
                  </svg>
                  <span>{curve.name.replaceAll(' = ', '\u00a0=\u00a0') || ownName}</span>
                </button>
              </th>
              <td>{fixed(value, 3)}</td>
              <td>{fixed(slope, 3)}</td>
              <td>{Number.isNaN(factor) ? '–' : `×${fixed(factor, 2)}`}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
