import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';

/**
 * What the build writes for an island, made comparable: ids are renumbered in order of appearance and numbers cut to three decimals. For
 * snapshot tests.
 */
export function stillMarkup(island: JSX.Element): string {
  const ids = new Map<string, string>();
  const number = (id: string) => {
    if (!ids.has(id)) ids.set(id, `id-${ids.size + 1}`);
    return ids.get(id) ?? '';
  };
  const markup = renderToString(island).replace(/></g, '>\n<');
  return markup
    .replace(
      /\b(id|for|aria-labelledby|aria-controls|name)="([^"]*)"/g,
      (_, attribute: string, id: string) => `${attribute}="${number(id)}"`,
    )
    .replace(/url\(#([^)]*)\)/g, (_, id: string) => `url(#${number(id)})`)
    .replace(/-?\d+\.\d{4,}/g, (digits) => String(Number(Number(digits).toFixed(3))));
}
