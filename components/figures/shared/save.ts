/**
 * Saving what a figure shows. Nothing leaves the device: files are made from the bytes on the page.
 */

/** Style that the picture needs when it stands alone, away from the site's style sheets. */
const inlined = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'display',
  'visibility',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
  'dominant-baseline',
  'paint-order',
] as const;

/** Space between pictures that are saved side by side, and round them. */
const between = 24;
const edge = 12;
const namespace = 'http://www.w3.org/2000/svg';

/**
 * The SVG as a stand-alone document: computed colours and fonts in place of variables and classes, the paper as background. Several are set
 * side by side. Elements marked `data-no-export` (focus rings, halos) are left out.
 */
export function standaloneSvg(pictures: SVGSVGElement | readonly SVGSVGElement[]): string {
  const list = pictures instanceof SVGSVGElement ? [pictures] : pictures;
  const sizes = list.map(({ viewBox: { baseVal } }) => baseVal);
  const tallest = Math.max(...sizes.map((size) => size.height));
  const height = tallest + 2 * edge;
  const width = sizes.reduce((sum, size) => sum + size.width, between * (list.length - 1) + 2 * edge);
  const sheet = element('svg', { xmlns: namespace, width, height, viewBox: `0 0 ${width} ${height}` });
  const paper = getComputedStyle(document.documentElement).getPropertyValue('--paper').trim();
  sheet.append(element('rect', { width, height, fill: paper || '#fff' }));
  let x = edge;
  for (const [i, picture] of list.entries()) {
    const size = sizes[i] as DOMRect;
    const copy = inlineStyle(picture);
    for (const [name, value] of Object.entries({ x, y: (height - size.height) / 2, width: size.width, height: size.height })) {
      copy.setAttribute(name, String(value));
    }
    sheet.append(copy);
    x += size.width + between;
  }
  return new XMLSerializer().serializeToString(sheet);
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function inlineStyle(svg: SVGSVGElement): SVGSVGElement {
  const clone = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  const copies = [clone, ...clone.querySelectorAll('*')];
  for (const [i, original] of originals.entries()) {
    const copy = copies[i];
    if (!copy) continue;
    const style = getComputedStyle(original);
    copy.setAttribute('style', inlined.map((name) => `${name}:${plainColours(style.getPropertyValue(name))}`).join(';'));
    for (const name of ['class', 'tabindex', 'role']) copy.removeAttribute(name);
  }
  for (const hidden of clone.querySelectorAll('[data-no-export]')) hidden.remove();
  return clone;
}

/** Mixed colours compute to `color(srgb …)`, which drawing programs do not read: written as rgb(). */
export function plainColours(value: string): string {
  return value.replace(/color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)/g, (_, r, g, b, alpha) => {
    const channels = [r, g, b].map((part: string) => Math.round(255 * Math.min(1, Math.max(0, Number(part)))));
    return alpha === undefined ? `rgb(${channels.join(', ')})` : `rgba(${channels.join(', ')}, ${alpha})`;
  });
}

/** The SVG as a PNG of `scale` pixels a unit. @throws Error when the browser cannot draw it. */
export async function svgToPng(pictures: SVGSVGElement | readonly SVGSVGElement[], scale = 3): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standaloneSvg(pictures))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2-D canvas');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvasToPng(canvas);
}

/** @throws Error when the canvas has no pixels to give. */
export function canvasToPng(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('empty canvas'))), 'image/png');
  });
}

/** Hands a file to the browser's downloads. */
export function download(name: string, content: Blob | string, type = 'text/plain;charset=utf-8'): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download reads the address after the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
