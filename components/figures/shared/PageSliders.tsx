import type { JSX } from 'preact';
import type { Locale } from '../../../lib/i18n/locale';
import { Slider } from '../../controls/Slider';
import { loss, parameters, setParameter } from '../../page/state/page-state';

/** The page's parameters inside a figure: in full screen the page's own bar is out of reach. */
export function PageSliders({ locale }: { locale: Locale }): JSX.Element {
  // As in the page's bar: the margin first, the scale last.
  const shown = [...loss.value.parameters].sort((a, b) => Number(a.id === 's') - Number(b.id === 's'));
  return (
    <div class="figure-page-sliders">
      {shown.map((parameter) => (
        <Slider
          key={parameter.id}
          parameter={parameter}
          value={parameters.value[parameter.id] ?? parameter.default}
          onInput={(value) => setParameter(parameter.id, value)}
          locale={locale}
        />
      ))}
    </div>
  );
}
