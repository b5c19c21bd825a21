import type { Setting } from '../../lib/objectives/objective';

/** Default and options of a setting, as a table shows them: `= 0.5 rad`, or the options with the default first. */
export function valueText(setting: Setting, required: string): string {
  if (setting.kind === 'text') return `(${required})`;
  if (setting.kind === 'number') return `= ${setting.default}${setting.unit ? ` ${setting.unit}` : ''}`;
  return `= ${[setting.default, ...setting.options.filter((option) => option !== setting.default)].join(' | ')}`;
}
