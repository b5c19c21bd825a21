/** Colours of a figure on canvas, read from the CSS variables of the page, so that theme, print and forced colours are followed. */
export interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly inkSoft: string;
  readonly gap: string;
  readonly rule: string;
  readonly error: string;
  readonly classes: readonly string[];
  readonly sans: string;
  readonly dark: boolean;
}

/** Reads the palette in force at `element`. Classes beyond the tokens repeat from the first. */
export function readPalette(element: Element, classes = 16): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const tokens = Array.from({ length: 10 }, (_, k) => resolve(read(`--class-${k}`), element));
  const paper = resolve(read('--paper'), element);
  const ink = resolve(read('--ink'), element);
  return {
    paper,
    ink,
    inkSoft: resolve(read('--ink-soft'), element),
    gap: resolve(read('--gap'), element),
    rule: resolve(read('--rule'), element),
    error: resolve(read('--error'), element),
    classes: Array.from({ length: classes }, (_, k) => tokens[k % tokens.length]!),
    sans: read('--sans') || 'sans-serif',
    dark: luminance(toRgb(paper)) < luminance(toRgb(ink)),
  };
}

/** `light-dark()` and other functions are not resolved in a custom property; a real colour property is. */
function resolve(value: string, element: Element): string {
  if (/^#|^rgb/.test(value)) return value;
  const probe = document.createElement('span');
  probe.style.color = value;
  element.appendChild(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** `#rrggbb`, `#rgb`, `rgb(…)` or `color(srgb …)` as three shares of 1. Throws on anything else. */
export function toRgb(colour: string): readonly [number, number, number] {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(colour);
  if (short) return [short[1]!, short[2]!, short[3]!].map((h) => Number.parseInt(h + h, 16) / 255) as never;
  const long = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
  if (long) return [long[1]!, long[2]!, long[3]!].map((h) => Number.parseInt(h, 16) / 255) as never;
  const srgb = /^color\(srgb\s+([\d.e-]+)\s+([\d.e-]+)\s+([\d.e-]+)/.exec(colour);
  if (srgb) return [Number(srgb[1]), Number(srgb[2]), Number(srgb[3])];
  const rgb = /^rgba?\(\s*([\d.]+)[,\s]+([\d.]+)[,\s]+([\d.]+)/.exec(colour);
  if (rgb) return [Number(rgb[1]) / 255, Number(rgb[2]) / 255, Number(rgb[3]) / 255];
  throw new Error(`not a colour that can be read: "${colour}"`);
}

function luminance([r, g, b]: readonly [number, number, number]): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Calls back when the theme, forced colours or the print medium change. Returns the disposer. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class'] });
  const media = [matchMedia('(prefers-color-scheme: dark)'), matchMedia('(forced-colors: active)')];
  for (const query of media) query.addEventListener('change', callback);
  return () => {
    observer.disconnect();
    for (const query of media) query.removeEventListener('change', callback);
  };
}
