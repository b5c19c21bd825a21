import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { setLoss, setParameter } from '../../page/state/page-state';
import { nextPaint } from '../shared/testing';
import Algorithm from './Algorithm';
import { algorithmSlice } from './state';
import '../../page/tokens.css';
import '../shared/figure.css';

let root: HTMLElement;

beforeEach(async () => {
  document.documentElement.classList.add('js');
  algorithmSlice.reset();
  setLoss('arcface');
  setParameter('m', 0.5);
  setParameter('s', 16);
  root = document.createElement('figure');
  root.className = 'figure figure-outset';
  root.innerHTML = '<div class="figure-body"></div>';
  document.body.append(root);
  render(<Algorithm locale="en" />, root.firstElementChild as Element);
  await nextPaint();
});

afterEach(() => {
  render(null, root.firstElementChild as Element);
  root.remove();
});

const lit = () => [...root.querySelectorAll('.fig-algo-code .is-lit')].map((line) => line.textContent?.trim());
const open = () => root.querySelector('.is-open')?.textContent ?? '';
const next = () => page.getByRole('button', { name: 'Next step' });

describe('Algorithm 1 stepped through', () => {
  it('lights the line of every step, in order', async () => {
    const seen: (string | undefined)[] = [];
    for (let step = 1; step <= 10; step++) {
      expect(root.querySelectorAll('[aria-current="step"]')).toHaveLength(1);
      expect(lit().length, `step ${step}`).toBeGreaterThan(0);
      for (const line of root.querySelectorAll('.fig-algo-code .is-lit')) {
        if (step < 10) expect(line.getAttribute('data-step')).toBe(String(step));
      }
      seen.push(lit()[0]);
      if (step < 10) await next().click();
      await nextPaint();
    }
    expect(seen[0]).toBe('x = F.normalize(embeddings)');
    expect(seen[2]).toBe('cosine = x @ w.T');
    expect(seen[5]).toBe('target = torch.cos(theta + self.m)');
    expect(seen[9]).toBe('return F.cross_entropy(logits, labels)');
    expect(new Set(seen).size).toBe(10);
    await expect.element(next()).toHaveAttribute('aria-disabled', 'true');
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(algorithmSlice.state.value.step).toBe(8);
  });

  it('moves by arrow keys in the list, with the focus', async () => {
    (root.querySelector('.fig-algo-steps button') as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    await nextPaint();
    expect(algorithmSlice.state.value.step).toBe(3);
    expect(document.activeElement?.textContent).toContain('Multiply: one cosine a class');
    await userEvent.keyboard('{End}');
    expect(algorithmSlice.state.value.step).toBe(10);
    await userEvent.keyboard('{ArrowUp}{Home}{ArrowLeft}');
    expect(algorithmSlice.state.value.step).toBe(1);
  });

  it('shows the same step in the other languages', async () => {
    algorithmSlice.set({ step: 6 });
    await page.getByRole('tab', { name: 'JavaScript' }).click();
    await nextPaint();
    expect(lit()).toHaveLength(1);
    expect(lit()[0]).toMatch(/^const target = .*theta.*this\.m/);
    (document.activeElement as HTMLElement).focus();
    await userEvent.keyboard('{ArrowLeft}');
    await nextPaint();
    expect(algorithmSlice.state.value.language).toBe('tensorflow');
    await expect.element(page.getByRole('tab', { name: 'TensorFlow' })).toHaveAttribute('aria-selected', 'true');
    expect(document.activeElement?.textContent).toBe('TensorFlow');
    expect(lit()[0]).toMatch(/^target = tf\.cos\(theta \+ self\.m\)/);
  });

  it('computes with the m and s of the page and the angle of its slider', async () => {
    algorithmSlice.set({ step: 6 });
    setParameter('m', 0.2);
    await nextPaint();
    expect(open()).toContain(Math.cos((35 * Math.PI) / 180 + 0.2).toFixed(3));
    await page.getByRole('slider').fill('60');
    await nextPaint();
    expect(algorithmSlice.state.value.theta).toBe(60);
    expect(open()).toContain('60.0°');
    algorithmSlice.set({ step: 9 });
    setParameter('s', 30);
    await nextPaint();
    expect(open()).toContain((30 * Math.cos(Math.PI / 3 + 0.2)).toFixed(2));
  });

  it('says what a loss without a margin leaves out, and pins ArcFace where features keep their norm', async () => {
    algorithmSlice.set({ step: 5 });
    setLoss('norm-softmax');
    await nextPaint();
    expect(root.textContent).toContain('Norm-Softmax needs no line of code for this step.');
    setLoss('sphereface');
    await nextPaint();
    expect(root.textContent).toContain('which SphereFace does not');
    expect(root.querySelector('.fig-algo-code')?.textContent).toContain('ArcFaceHead');
  });

  it('plays by itself, slowly, until it is paused, also when a link woke it in another state', async () => {
    render(null, root.firstElementChild as Element);
    algorithmSlice.set({ theta: 50 });
    render(<Algorithm locale="en" />, root.firstElementChild as Element);
    await nextPaint();
    await page.getByRole('button', { name: 'Play slowly' }).click();
    await expect.poll(() => algorithmSlice.state.value.step, { timeout: 6000 }).toBe(2);
    await page.getByRole('button', { name: 'Pause' }).click();
    await new Promise((resolve) => setTimeout(resolve, 4000));
    expect(algorithmSlice.state.value.step).toBe(2);
  });
});
