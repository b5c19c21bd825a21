import { hydrate, render } from 'preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { setLoss, setParameter } from '../../page/state/page-state';
import { standaloneSvg, svgToPng } from '../shared/save';
import { dragByMouse, dragByTouch, middleOf, nextPaint } from '../shared/testing';
import GeodesicFigure from './GeodesicFigure';
import { geodesicState, startBearings } from './state';
import '../../page/tokens.css';
import '../shared/figure.css';

let root: HTMLElement;

beforeEach(async () => {
  document.documentElement.classList.add('js');
  geodesicState.reset();
  setLoss('arcface');
  setParameter('m', 0.5);
  setParameter('s', 16);
  root = document.createElement('figure');
  root.id = 'geodesic';
  root.className = 'figure figure-outset';
  document.body.append(root);
  render(<GeodesicFigure locale="en" />, root);
  await expect.poll(() => root.querySelectorAll('[role="slider"]').length).toBe(3);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

const slider = (name: string) => page.getByRole('slider', { name });
const x = () => slider('x, the embedding of class 1');
const circle = () => root.querySelector('.fig-geodesic-circle') as SVGSVGElement;

/** Client place of a bearing (degrees clockwise from the top) on the circle of radius `share` of the drawn one. */
function place(bearing: number, share = 1) {
  const outline = root.querySelector('.fig-geodesic-outline')?.getBoundingClientRect() as DOMRect;
  const angle = (bearing * Math.PI) / 180;
  const r = (share * outline.width) / 2;
  return { x: outline.left + outline.width / 2 + r * Math.sin(angle), y: outline.top + outline.height / 2 - r * Math.cos(angle) };
}

describe('the geodesic figure', () => {
  it('is moved by the mouse: x goes where it is dragged, along the circle', async () => {
    await dragByMouse([place(2), place(10), place(30, 0.8), place(40, 0.8)]);
    await nextPaint();
    expect(geodesicState.state.value.x).toBeCloseTo(40, 0);
    await expect
      .element(x())
      .toHaveAttribute('aria-valuetext', expect.stringMatching(/^6[45]\.\d° from W₁, 2[45]\.\d° from W₂$/));
    expect(root.textContent).toContain('x is nearer to class 2');
  });

  it('is moved by a finger', async () => {
    await dragByTouch([place(2), place(-10), place(-40)]);
    await nextPaint();
    expect(geodesicState.state.value.x).toBeCloseTo(-40, 0);
  });

  it('leaves a finger that starts beside a handle to the page’s scrolling', async () => {
    await dragByTouch([place(180, 0.5), place(180, 0.2)]);
    await nextPaint();
    expect(geodesicState.state.value).toEqual(startBearings);
    expect(getComputedStyle(circle()).touchAction).not.toBe('none');
  });

  it('moves a class direction and keeps ArcFace’s gap at m', async () => {
    const handle = slider('W₂, the direction of class 2').element();
    const from = middleOf(handle.querySelector('.fig-geodesic-disc') as Element);
    await dragByMouse([from, place(80, 1.2), place(110, 1.2)]);
    await nextPaint();
    expect(geodesicState.state.value.w2).toBeCloseTo(110, 0);
    expect(root.querySelector('.fig-geodesic-readouts')?.textContent).toContain('28.6°= m, wherever the classes are');
  });

  it('is moved by keys: arrows 1°, shift 5°, page 15°, Home and End to the class directions', async () => {
    (x().element() as SVGElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(geodesicState.state.value.x).toBe(3);
    await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    expect(geodesicState.state.value.x).toBe(-2);
    await userEvent.keyboard('{PageUp}');
    expect(geodesicState.state.value.x).toBe(13);
    await userEvent.keyboard('{Home}');
    expect(geodesicState.state.value.x).toBe(startBearings.w1);
    await userEvent.keyboard('{End}');
    expect(geodesicState.state.value.x).toBe(startBearings.w2);
    expect(document.activeElement).toBe(x().element());
  });

  it('follows the page’s margin and loss without moving x', async () => {
    setParameter('m', 0.8);
    await nextPaint();
    expect(root.textContent).toContain('In training it counts as 72.8°');
    setLoss('cosface');
    setParameter('m', 0.35);
    await nextPaint();
    expect(root.textContent).toContain('depends on θ₁₂: 41.0° at 60°, 28.7° at 90°');
    expect(geodesicState.state.value).toEqual(startBearings);
  });

  it('puts x into the gap by its button', async () => {
    await page.getByRole('button', { name: 'x in the gap' }).click();
    await nextPaint();
    expect(root.textContent).toContain('In training it counts as');
    expect(root.textContent).toContain('and still loses');
  });

  it('announces the state once it rests, not while it moves', async () => {
    const live = root.querySelector('[aria-live]') as HTMLElement;
    const before = live.textContent;
    await page.getByRole('button', { name: 'x in the gap' }).click();
    await nextPaint();
    expect(live.textContent).toBe(before);
    await expect.poll(() => live.textContent, { timeout: 3000 }).toContain('In training it counts as');
  });

  it('saves a picture that stands alone: no variables, no classes, nothing empty', async () => {
    const svg = standaloneSvg([...root.querySelectorAll<SVGSVGElement>('.fig-geodesic-circle, .fig-geodesic-gauge')]);
    expect(svg).not.toMatch(/var\(--|color-mix|class=|color\(srgb/);
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    const bitmap = await createImageBitmap(await svgToPng(circle(), 1));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const colours = new Set<number>();
    for (let i = 0; i < data.length; i += 4) colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
    expect(colours.size).toBeGreaterThan(50);
  });

  it('shows the state of the page when it wakes in another one than it was built in', async () => {
    const built = root.innerHTML;
    render(null, root);
    geodesicState.set({ x: 50 });
    setParameter('m', 0.2);
    root.innerHTML = built;
    hydrate(<GeodesicFigure locale="en" />, root);
    await nextPaint();
    const drawn = root.querySelector('.fig-geodesic-x') as SVGCircleElement;
    const at = middleOf(drawn);
    expect(Math.hypot(at.x - place(50).x, at.y - place(50).y)).toBeLessThan(1);
    expect(x().element().getAttribute('aria-valuenow')).toBe('50');
  });
});
