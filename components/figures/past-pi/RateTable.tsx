import type { JSX } from 'preact';
import { pastPiFigure } from '../../../lib/i18n/catalogues/past-pi';
import type { Locale } from '../../../lib/i18n/locale';
import { translator } from '../../../lib/i18n/messages';
import { rateKey, type StuckRates } from './rates';
import type { PastPiState } from './scene';

interface Props {
  readonly locale: Locale;
  readonly rates: StuckRates;
  readonly state: PastPiState;
}

/** What the choice did in training: counts of stuck runs from the bench, by learning rate, without and with a ramp. */
export function RateTable({ locale, rates, state }: Props): JSX.Element | null {
  const t = translator(pastPiFigure, locale);
  const counts = rates.stuck[rateKey(state.pastPi, state.gradient)];
  if (!counts) return null;
  return (
    <table class="fig-past-rates">
      <caption>{t('bench', { seeds: rates.seeds })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('learningRate')}</th>
          {rates.learningRates.map((rate) => (
            <th scope="col" key={rate}>
              {rate}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[t('noRamp'), t('ramp')].map((name, ramp) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {counts.map((pair, i) => (
              <td key={rates.learningRates[i]}>{pair[ramp] ?? '–'}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
