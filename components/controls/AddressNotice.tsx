import type { JSX } from 'preact';
import { parameterMessages } from '../../lib/i18n/catalogues/parameters';
import type { Locale } from '../../lib/i18n/locale';
import { translator } from '../../lib/i18n/messages';
import { type LossId, losses } from '../../lib/losses';
import type { Problem } from '../../lib/settings/field';
import { lossField } from '../../lib/settings/page';
import { problems } from '../page/state/address';
import { lossId } from '../page/state/page-state';

/** More lines than this would bury the page; the rest is counted. */
const shown = 4;

/** Says what was changed about a link that could not be taken as it was. */
export default function AddressNotice({ locale }: { locale: Locale }): JSX.Element {
  const t = translator(parameterMessages, locale);
  const list = problems.value;
  const sentence = ({ key, given, used, reason }: Problem) => {
    const named = key === lossField.key && used ? losses[used as LossId].name : used;
    return t(`problem.${reason}`, { key, given, used: named || t('problem.nothing'), loss: losses[lossId.value].name });
  };
  return (
    <div role="status" class="address-notice">
      {list.length > 0 && (
        <div class="notice">
          <div>
            <p>{t('problems')}</p>
            <ul>
              {list.slice(0, shown).map((problem) => (
                <li key={problem.key}>{sentence(problem)}</li>
              ))}
              {list.length > shown && <li>{t('moreProblems', { count: list.length - shown })}</li>}
            </ul>
          </div>
          <button
            type="button"
            onClick={() => {
              problems.value = [];
            }}
          >
            {t('dismiss')}
          </button>
        </div>
      )}
    </div>
  );
}
