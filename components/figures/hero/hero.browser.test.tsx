import { render } from 'preact';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { parameters, setLoss, setParameter } from '../../page/state/page-state';
import { pageEngine } from '../training/engine';
import HeroFigure from './HeroFigure';
import { heroStore } from './hero-store';
import '../../page/tokens.css';
import '../shared/figure.css';

let root: HTMLElement;
const step = () => Number.parseInt(root.querySelector('[data-reading=step]')!.textContent ?? '', 10);
const canvas = () => root.querySelector<HTMLCanvasElement>('.sphere-canvas')!;
const pixels = () => canvas().getContext('2d')!.getImageData(0, 0, canvas().width, canvas().height).data.slice();
/** Share of the pixels that differ clearly. */
const change = (a: Uint8ClampedArray, b: Uint8ClampedArray) => {
  let different = 0;
  for (let i = 0; i < a.length; i += 4) if (Math.abs(a[i]! - b[i]!) + Math.abs(a[i + 1]! - b[i + 1]!) > 24) different += 1;
  return different / (a.length / 4);
};

beforeEach(() => {
  document.documentElement.classList.add('js');
  setLoss('arcface');
  setParameter('m', 0.5);
  setParameter('s', 16);
  root = document.createElement('figure');
  root.id = 'hero';
  root.className = 'figure';
  root.style.width = '360px';
  document.body.append(root);
  render(<HeroFigure locale="en" />, root);
});
afterEach(async () => {
  render(null, root);
  root.remove();
  await heroStore().release();
});
afterAll(async () => (await pageEngine()).dispose());

async function painted(): Promise<void> {
  await expect
    .poll(
      () => {
        window.dispatchEvent(new Event('pointermove'));
        return root.querySelector('.is-live');
      },
      { timeout: 20_000 },
    )
    .not.toBeNull();
}

describe('the hero of the landing page', () => {
  it('has one slider, m, that shrinks the regions on the sphere', async () => {
    await painted();
    expect(root.querySelectorAll('input[type=range]')).toHaveLength(1);
    const before = pixels();
    const margin = page.getByRole('slider', { name: 'margin m' }).element() as HTMLInputElement;
    margin.focus();
    await userEvent.keyboard('{PageUp}{PageUp}{PageUp}');
    expect(parameters.value['m']).toBeGreaterThan(0.5);
    await expect.poll(() => change(before, pixels()), { timeout: 5000 }).toBeGreaterThan(0.01);
  });

  it('trains at once when asked: the picture moves with the steps', async () => {
    await painted();
    const before = pixels();
    root.querySelector<HTMLButtonElement>('[data-action=train]')!.click();
    await expect.poll(() => step() > 10 && step() < 900, { timeout: 30_000 }).toBe(true);
    await expect.poll(() => change(before, pixels()), { timeout: 10_000 }).toBeGreaterThan(0.03);
    root.querySelector<HTMLButtonElement>('[data-action=train]')!.click();
    await expect.poll(() => root.querySelector('.live-text')?.textContent ?? '', { timeout: 10_000 }).toContain('Step ');
  });
});
