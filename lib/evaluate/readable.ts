/** Wider than this a list of numbers is broken into lines, one an entry. */
const width = 72;

/**
 * A value as JSON for people: a list or object that fits on a line stays on it, so that a vector is a line and a matrix a block of lines.
 * Numbers have all their digits: parsed again it is the same value.
 */
export function readable(value: unknown, indent = ''): string {
  const short = shortJson(value);
  if (indent.length + short.length <= width || typeof value !== 'object' || value === null) return short;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    // A long vector fills its lines instead of standing one number a line.
    const parts = value.every((one) => typeof one !== 'object') ? filled(value, inner) : value.map((one) => readable(one, inner));
    return `[\n${inner}${parts.join(`,\n${inner}`)}\n${indent}]`;
  }
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{\n${fields.map(([key, one]) => `${inner}${JSON.stringify(key)}: ${readable(one, inner)}`).join(',\n')}\n${indent}}`;
}

/** JSON on one line, with a space after commas and colons. */
function shortJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shortJson).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  return fields.length === 0 ? '{}' : `{ ${fields.map(([key, one]) => `${JSON.stringify(key)}: ${shortJson(one)}`).join(', ')} }`;
}

function filled(values: readonly unknown[], indent: string): string[] {
  const lines: string[] = [];
  for (const value of values.map(shortJson)) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + value.length + 2 <= width)
      lines[lines.length - 1] = `${last}, ${value}`;
    else lines.push(value);
  }
  return lines;
}
