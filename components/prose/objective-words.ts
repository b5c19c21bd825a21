import type { Setting } from '../../lib/objectives/objective';

/** A piece of an equation in plain text: `z_y = (−1)^k` has an index and an exponent. */
export interface EquationPart {
  readonly text: string;
  readonly place: 'line' | 'index' | 'exponent';
}

/** An equation in plain text, cut where an index or an exponent begins and ends. */
export function equationParts(equation: string): EquationPart[] {
  const parts: EquationPart[] = [];
  let at = 0;
  for (const match of equation.matchAll(/([_^])([\p{L}\d]+)/gu)) {
    if (match.index > at) parts.push({ text: equation.slice(at, match.index), place: 'line' });
    parts.push({ text: match[2] ?? '', place: match[1] === '_' ? 'index' : 'exponent' });
    at = match.index + match[0].length;
  }
  if (at < equation.length) parts.push({ text: equation.slice(at), place: 'line' });
  return parts;
}

/** Whether there is anything to choose. */
export const isOpen = (setting: Setting): boolean => setting.kind !== 'choice' || setting.options.length > 1;

/** Default and options of a setting, as a table shows them: `= 0.5 rad`, or the options with the default first. */
export function valueText(setting: Setting, required: string): string {
  if (setting.kind === 'text') return `(${required})`;
  if (setting.kind === 'number') return `= ${setting.default}${setting.unit ? ` ${setting.unit}` : ''}`;
  return `= ${[setting.default, ...setting.options.filter((option) => option !== setting.default)].join(' | ')}`;
}
