import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { setLoss, setParameter } from '../../page/state/page-state';
import { nextPaint } from '../shared/testing';
import FeasibilityFigure from './FeasibilityFigure';
import { feasibilityState } from './state';
import '../../page/tokens.css';
import '../shared/figure.css';

let root: HTMLElement;

beforeEach(() => {
  document.documentElement.classList.add('js');
  feasibilityState.reset();
  setLoss('arcface');
  setParameter('m', 0.5);
  setParameter('s', 16);
  root = document.createElement('figure');
  root.id = 'feasibility';
  root.className = 'figure';
  document.body.append(root);
  render(<FeasibilityFigure locale="en" />, root);
});

afterEach(() => {
  render(null, root);
  root.remove();
});

const verdict = () => root.querySelector('.live-text')?.textContent ?? '';

describe('the feasibility meter', () => {
  it('loses its room when the margin passes the angle between neighbours: 0.62 fits ten classes on the circle, 0.63 does not', async () => {
    const margin = page.getByRole('slider', { name: 'margin m' }).element() as HTMLInputElement;
    margin.focus();
    for (let i = 0; i < 12; i++) await userEvent.keyboard('{ArrowRight}');
    expect(margin.value).toBe('0.62');
    expect(verdict()).toContain('leaves 0.2° either side');
    await userEvent.keyboard('{ArrowRight}');
    await nextPaint();
    expect(verdict()).toContain('not even a perfect sample wins');
    expect(root.querySelector('.fig-feasibility-strip.is-impossible')).not.toBeNull();
  });

  it('changes with the number of classes, the dimension and the wish', async () => {
    (page.getByRole('slider', { name: 'classes C' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(verdict()).toMatch(/^8 classes on a circle are 45\.0° apart: .* leaves 8\.2° either side/);
    (page.getByRole('radio', { name: '2', exact: true }).element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(verdict()).toMatch(/^8 classes on a sphere/);
    await page.getByRole('radio', { name: '0.99' }).click();
    await nextPaint();
    expect(verdict()).toContain('the wished 0.99 needs');
  });

  it('carries the limit on the slider of m and the two scales on the slider of s', () => {
    const marks = [...root.querySelectorAll('.slider-mark')].map((mark) => mark.textContent);
    expect(marks).toEqual(['necessary: 4.0', expect.stringMatching(/^needed: 42\.\d$/), 'no room from 0.628']);
  });
});
