import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { setLoss, setParameter } from '../../page/state/page-state';
import { standaloneSvg } from '../shared/save';
import { dragByMouse, dragByTouch, middleOf, nextPaint } from '../shared/testing';
import LogitCurves from './LogitCurves';
import { logitSlice } from './state';
import '../../page/tokens.css';
import '../shared/figure.css';

let root: HTMLElement;

beforeEach(async () => {
  document.documentElement.classList.add('js');
  logitSlice.reset();
  setLoss('arcface');
  setParameter('m', 0.5);
  root = document.createElement('figure');
  root.className = 'figure figure-outset';
  root.innerHTML = '<div class="figure-body"></div>';
  document.body.append(root);
  render(<LogitCurves locale="en" />, root.firstElementChild as Element);
  await expect.poll(() => root.querySelectorAll('[role="slider"]').length).toBe(1);
});

afterEach(() => {
  render(null, root.firstElementChild as Element);
  root.remove();
});

const cursor = () => page.getByRole('slider', { name: 'Angle θ of the cursor' });
const choose = (name: string) => page.getByRole('radio', { name, exact: true }).click({ force: true });
const row = (name: string) =>
  [...root.querySelectorAll('tbody tr')].find((tr) => tr.textContent?.startsWith(name)) as HTMLElement;
const cells = (name: string) => [...row(name).querySelectorAll('td')].map((td) => td.textContent);
const chart = () => root.querySelector('.fig-logit-chart') as SVGSVGElement;

describe('the target-logit figure', () => {
  it('reads all curves where the keys put the cursor', async () => {
    await cursor().click();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(cursor()).toHaveAttribute('aria-valuenow', '61');
    await userEvent.keyboard('{Home}');
    await expect.element(cursor()).toHaveAttribute('aria-valuenow', '20');
    await userEvent.keyboard('{PageUp}{Shift>}{ArrowLeft}{/Shift}');
    await expect.element(cursor()).toHaveAttribute('aria-valuenow', '30');
    // 30° in the table of values: softmax 0.8660, ArcFace 0.5203; pull sin(58.65°)/sin 30°.
    expect(cells('Softmax')).toEqual(['0.866', '−0.500', '×1.00']);
    expect(cells('ArcFace')[0]).toBe('0.520');
    expect(cells('ArcFace')[2]).toBe('×1.71');
  });

  it('is dragged by mouse and by finger, and stays in its window', async () => {
    const handle = () => root.querySelector('.fig-logit-handle') as Element;
    const start = middleOf(handle());
    await dragByMouse([start, { x: start.x + 20, y: start.y }, { x: start.x + 2000, y: start.y }]);
    await nextPaint();
    expect(logitSlice.state.value.theta).toBe(100);
    const there = middleOf(handle());
    await dragByTouch([there, { x: there.x - 30, y: there.y }, { x: there.x - 60, y: there.y }]);
    await nextPaint();
    expect(logitSlice.state.value.theta).toBeLessThan(95);
  });

  it('hides a curve when its name is pressed, and shows it again', async () => {
    const lines = () => chart().querySelectorAll('.fig-logit-line').length;
    expect(lines()).toBe(16);
    const button = page.getByRole('button', { name: 'CosFace m = 0.35' });
    await button.click();
    await expect.element(button).toHaveAttribute('aria-pressed', 'false');
    expect(lines()).toBe(14);
    expect(chart().querySelectorAll('.fig-logit-crossing')).toHaveLength(0);
    await button.click();
    await expect.element(button).toHaveAttribute('aria-pressed', 'true');
    expect(lines()).toBe(16);
  });

  it('switches the window and the lower panel', async () => {
    await choose('full, 0–180°');
    await choose('pull');
    await nextPaint();
    expect(logitSlice.state.value).toMatchObject({ window: 'full', lower: 'factor' });
    expect(chart().querySelectorAll('.fig-logit-crossing')).toHaveLength(2);
    expect(chart().textContent).toContain('120.7°');
    await expect.element(cursor()).toHaveAttribute('aria-valuemax', '180');
  });

  it('redraws the own curve when m moves, and only that one', async () => {
    const paths = () => [...chart().querySelectorAll('.fig-logit-line')].map((path) => path.getAttribute('d'));
    const before = paths();
    setParameter('m', 0.2);
    await nextPaint();
    const changed = paths().flatMap((path, i) => (path === before[i] ? [] : [i]));
    expect(changed).toEqual([0, 8]);
    expect(cells('yours')[0]).toBe(Math.cos(Math.PI / 3 + 0.2).toFixed(3));
    await expect.poll(() => root.textContent).toContain('m\u00a0=\u00a00.2');
  });

  it('can be saved as a picture that holds every curve in its colour', () => {
    const picture = standaloneSvg(chart());
    expect(picture.match(/stroke-dasharray/g)?.length).toBeGreaterThan(8);
    expect(picture).not.toContain('var(');
  });
});
