import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { FigureTools } from './FigureTools';
import { plainColours, standaloneSvg } from './save';
import './figure.css';

let root: HTMLElement;
let svg: SVGSVGElement;

beforeEach(() => {
  document.documentElement.classList.add('js');
  root = document.createElement('figure');
  root.id = 'sample';
  document.body.append(root);
  root.innerHTML =
    '<svg viewBox="0 0 40 20"><circle class="a" cx="10" cy="10" r="5" style="fill: var(--no-such, rgb(1, 2, 3))"/><rect data-no-export/></svg><div></div>';
  svg = root.querySelector('svg') as SVGSVGElement;
  const place = root.querySelector('div') as HTMLElement;
  render(<FigureTools id="sample" locale="en" svg={() => svg} csv={() => 'a,b\n1,2\n'} />, place);
});

afterEach(() => {
  vi.restoreAllMocks();
  render(null, root.querySelector('div') as HTMLElement);
  root.remove();
});

const button = (name: string) => page.getByRole('button', { name });

/** Catches what would be downloaded. */
function catchDownload(): { name: string; blob: Blob | null } {
  const caught: { name: string; blob: Blob | null } = { name: '', blob: null };
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    caught.blob = blob as Blob;
    return 'blob:caught';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    caught.name = this.download;
  });
  return caught;
}

describe('FigureTools', () => {
  it('copies a link to the figure in this state and says so', async () => {
    const written = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await button('Copy link').click();
    await expect.element(page.getByRole('status')).toHaveTextContent('Link copied');
    expect(written.mock.calls[0]?.[0]).toMatch(/#sample$/);
  });

  it('shows the link where copying is not allowed', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
    await button('Copy link').click();
    await expect.poll(() => root.querySelector<HTMLInputElement>('.figure-tools-link input')?.value).toMatch(/#sample$/);
  });

  it('saves data, picture and pixels under the figure’s name', async () => {
    const caught = catchDownload();
    await button('Save the data as CSV').click();
    await expect.poll(() => caught.name).toBe('margin-notes-sample.csv');
    expect(await caught.blob?.text()).toBe('a,b\n1,2\n');
    await button('Save the picture as SVG').click();
    await expect.poll(() => caught.name).toBe('margin-notes-sample.svg');
    await button('Save the picture as PNG').click();
    await expect.poll(() => caught.name).toBe('margin-notes-sample.png');
    expect(caught.blob?.type).toBe('image/png');
  });

  it('says what went wrong', async () => {
    vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
      throw new Error('no room left');
    });
    await button('Save the data as CSV').click();
    await expect.element(page.getByRole('status')).toHaveTextContent('This did not work: no room left');
  });

  it('folds into one menu button on a phone', async () => {
    await page.viewport(390, 800);
    await expect.element(button('Figure menu')).toBeVisible();
    await expect.element(button('Copy link')).not.toBeInTheDocument();
    await button('Figure menu').click();
    await expect.element(button('Copy link')).toBeVisible();
    await page.viewport(1280, 900);
  });
});

describe('standaloneSvg', () => {
  it('writes computed colours and leaves out what is not for export', () => {
    const text = standaloneSvg(svg);
    expect(text).toContain('fill:rgb(1, 2, 3)');
    expect(text).not.toContain('class=');
    expect(new DOMParser().parseFromString(text, 'image/svg+xml').querySelectorAll('rect')).toHaveLength(1); // the paper
  });

  it('sets several pictures side by side: 2 × 40 wide, 24 between, 12 round them', () => {
    const text = standaloneSvg([svg, svg]);
    expect(text).toContain('viewBox="0 0 128 44"');
  });

  it('turns mixed colours into what every program reads', () => {
    expect(plainColours('color(srgb 0.5 0 1)')).toBe('rgb(128, 0, 255)');
    expect(plainColours('color(srgb 1 1 1 / 0.5)')).toBe('rgba(255, 255, 255, 0.5)');
    expect(plainColours('rgb(1, 2, 3)')).toBe('rgb(1, 2, 3)');
  });
});
