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

/**
 * The SVG as a stand-alone document: computed colours and fonts in place of variables and classes, the paper as background. Elements
 * marked `data-no-export` (focus rings, halos) are left out.
 */
export function standaloneSvg(svg: SVGSVGElement): string {
  const clone = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  const copies = [clone, ...clone.querySelectorAll('*')];
  for (const [i, original] of originals.entries()) {
    const copy = copies[i];
    if (!copy) continue;
    const style = getComputedStyle(original);
    copy.setAttribute('style', inlined.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'));
    for (const name of ['class', 'tabindex', 'role']) copy.removeAttribute(name);
  }
  for (const hidden of clone.querySelectorAll('[data-no-export]')) hidden.remove();
  const box = svg.viewBox.baseVal;
  const [x, y, width, height] =
    box && box.width > 0 ? [box.x, box.y, box.width, box.height] : [0, 0, svg.clientWidth, svg.clientHeight];
  clone.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  clone.setAttribute('width', String(width));
  clone.setAttribute('height', String(height));
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ x, y, width, height })) paper.setAttribute(name, String(value));
  paper.setAttribute('fill', getComputedStyle(document.documentElement).getPropertyValue('--paper').trim() || '#fff');
  clone.prepend(paper);
  return new XMLSerializer().serializeToString(clone);
}

/** The SVG as a PNG of `scale` pixels a unit. @throws Error when the browser cannot draw it. */
export async function svgToPng(svg: SVGSVGElement, scale = 3): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standaloneSvg(svg))}`;
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
