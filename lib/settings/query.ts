/** The pairs of a query string in their order. A key that stands twice counts with its first value. */
export function parseQuery(query: string): Map<string, string> {
  const pairs = new Map<string, string>();
  // URLSearchParams is total: broken percent signs are taken literally.
  for (const [key, value] of new URLSearchParams(query)) if (!pairs.has(key)) pairs.set(key, value);
  return pairs;
}

/** Writes pairs as a query string with a leading `?`, or as the empty string if there are none. */
export function formatQuery(pairs: Iterable<readonly [string, string]>): string {
  const text = [...pairs].map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
  return text === '' ? '' : `?${text}`;
}

/** As encodeURIComponent, but total (a lone surrogate becomes U+FFFD) and with the harmless characters left readable. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%(2C|3A|40|2F)/g, decodeURIComponent);
}
