import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { gradientPath, lossId, pastPi, setGradientPath, setLoss, setParameter, setPastPi } from '../../page/state/page-state';
import { dragByMouse, middleOf, nextPaint } from '../shared/testing';
import PastPi from './PastPi';
import { pastPiSlice } from './state';
import '../../page/tokens.css';
import '../shared/figure.css';

let root: HTMLElement;
const rates = { seeds: 24, learningRates: [0.01], stuck: { 'plain exact': [[7, 0]], 'clamp exact': [[3, 1]] } } as const;

beforeEach(async () => {
  document.documentElement.classList.add('js');
  pastPiSlice.reset();
  setLoss('arcface');
  setPastPi('plain');
  setGradientPath('exact');
  setParameter('m', 0.5);
  setParameter('s', 16);
  root = document.createElement('figure');
  root.className = 'figure figure-outset';
  root.innerHTML = '<div class="figure-body"></div>';
  document.body.append(root);
  render(<PastPi locale="en" rates={rates} />, root.firstElementChild as Element);
  await expect.poll(() => root.querySelectorAll('[role="slider"]').length).toBe(1);
});

afterEach(() => {
  render(null, root.firstElementChild as Element);
  root.remove();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const radio = (name: string) => page.getByRole('radio', { name, exact: true });
const choose = (name: string) => radio(name).click({ force: true });
const away = () => root.querySelectorAll('.fig-past-ring .fig-past-arrow.is-away').length;
const x = () => page.getByRole('slider');

describe('the past-π figure', () => {
  it('pushes samples away under the plain exact gradient, and pulls them once it is detached', async () => {
    expect(away()).toBeGreaterThan(1);
    await choose('detached');
    await nextPaint();
    expect(gradientPath.value).toBe('detached');
    expect(away()).toBe(0);
    expect(root.textContent).toContain('pulls x toward its class at every angle, whatever the value does');
  });

  it('sets the behaviour of the page, and shows the jump with its size', async () => {
    await choose('fallback');
    await nextPaint();
    expect(pastPi.value).toBe('fallback');
    expect(root.querySelector('.fig-past-jump')?.textContent).toBe('jump −0.117× s = −1.9');
    await choose('easy margin');
    await nextPaint();
    expect(root.querySelector('.fig-past-jump')?.textContent).toBe('jump +0.479× s = +7.7');
    await choose('clamp');
    await nextPaint();
    expect(root.querySelector('.fig-past-jump')).toBeNull();
    expect(root.querySelectorAll('.fig-past-ring .fig-past-arrow.is-none').length).toBeGreaterThan(1);
  });

  it('moves x by keys and by mouse', async () => {
    await x().click();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(x()).toHaveAttribute('aria-valuenow', '164');
    await userEvent.keyboard('{Home}{PageUp}{PageUp}');
    await expect.element(x()).toHaveAttribute('aria-valuetext', '30 degrees: force −0.85, toward W');
    const start = middleOf(root.querySelector('.fig-past-arrow.is-own circle') as Element);
    const ring = (root.querySelector('.fig-past-arc') as Element).getBoundingClientRect();
    await dragByMouse([start, { x: start.x - 10, y: start.y - 10 }, { x: ring.left + ring.width / 2, y: ring.top - 20 }]);
    await nextPaint();
    expect(pastPiSlice.state.value.theta).toBeGreaterThan(87);
    expect(pastPiSlice.state.value.theta).toBeLessThan(93);
  });

  it('follows m of the page', async () => {
    setParameter('m', 1);
    await nextPaint();
    expect(root.textContent).toContain('π − m = 122.7°');
    expect(away()).toBeGreaterThan(3);
  });

  it('prints the counts of the choice in force, where there are any', async () => {
    const table = () => root.querySelector('.fig-past-rates')?.textContent ?? '';
    expect(table()).toContain('7');
    await choose('clamp');
    await nextPaint();
    expect(table()).toContain('3');
    await choose('fallback');
    await nextPaint();
    expect(table()).toBe('');
  });

  it('shows ArcFace and says so when the page’s loss adds no angle, and offers to go back', async () => {
    setLoss('cosface');
    await nextPaint();
    expect(root.textContent).toContain('This page’s loss is now CosFace.');
    await expect.element(radio('fallback')).toBeDisabled();
    await button('Set the loss to ArcFace').click();
    await nextPaint();
    expect(lossId.value).toBe('arcface');
    await expect.element(radio('fallback')).toBeEnabled();
  });
});
