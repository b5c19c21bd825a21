import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { evaluateText } from '../../lib/evaluate/evaluate';
import { examples } from '../../lib/evaluate/examples';
import { readable } from '../../lib/evaluate/readable';
import Evaluator from './Evaluator';

const texts = examples.map(({ id, input }) => ({ id, text: readable(input) }));
const textOf = (id: string) => texts.find((one) => one.id === id)!.text;
const first = { ok: true, text: '{ "loss": 1 }', losses: [1], warnings: [] } as const;
let root: HTMLElement;

beforeEach(() => {
  root = document.createElement('div');
  document.documentElement.classList.add('js');
  document.body.append(root);
  render(<Evaluator locale="en" examples={texts} first={first} />, root);
});
afterEach(() => {
  render(null, root);
  root.remove();
});

const input = () => page.getByRole('textbox', { name: 'Case, or array of cases (JSON)' });
const said = (part: string) =>
  expect.poll(() => document.querySelector('[role=status]')!.textContent, { timeout: 10_000 }).toContain(part);
const output = () => document.querySelector('#evaluate-output')!.textContent ?? '';

describe('the evaluator in the page', () => {
  it('gives what the command gives, to the last digit', async () => {
    await page.getByRole('button', { name: 'Evaluate' }).click();
    await said('Loss 3.403536.');
    expect(JSON.parse(output())).toEqual(JSON.parse(evaluateText(textOf('arcface'))));
  });

  it('evaluates by keys, names what is wrong, and recovers', async () => {
    const field = input().element() as HTMLTextAreaElement;
    field.value = '{ "loss": "arcfase" }';
    field.focus();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await said('loss: "arcfase"; accepted: softmax, norm-softmax');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(document.querySelector('.evaluator-message')!.getAttribute('lang')).toBe('en');
    expect(document.querySelector<HTMLElement>('.evaluator-output')!.hidden).toBe(true);
    field.value = textOf('arcface');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await said('Loss 3.403536.');
    expect(field.getAttribute('aria-invalid')).toBe('false');
  });

  it('takes an example of the list, evaluates it and shows its warnings', async () => {
    await page.getByRole('combobox', { name: 'Example' }).selectOptions('custom');
    await said('it rises between θ = 2.8418 rad');
    expect((input().element() as HTMLTextAreaElement).value).toBe(textOf('custom'));
    await page.getByRole('combobox', { name: 'Example' }).selectOptions('pastPi');
    await said('3 results.');
  });

  it('can be stopped, and starts again', async () => {
    const rows = (count: number) => Array.from({ length: count }, (_, i) => [Math.cos(i), Math.sin(i)]);
    const field = input().element() as HTMLTextAreaElement;
    const [embeddings, weights] = [rows(4000), rows(4000)];
    field.value = JSON.stringify({ loss: 'arcface', embeddings, weights, labels: embeddings.map((_, i) => i) });
    await page.getByRole('button', { name: 'Evaluate' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await said('Stopped.');
    field.value = textOf('arcface');
    await page.getByRole('button', { name: 'Evaluate' }).click();
    await said('Loss 3.403536.');
  });

  it('says so when it fails by itself', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const real = window.Worker;
    class Broken extends EventTarget {
      onerror: ((event: { message: string }) => void) | null = null;
      postMessage(): void {
        queueMicrotask(() => this.onerror?.({ message: 'broken' }));
      }
      terminate(): void {}
    }
    window.Worker = Broken as unknown as typeof Worker;
    try {
      await page.getByRole('button', { name: 'Evaluate' }).click();
      await said('stopped unexpectedly');
      expect(silent).toHaveBeenCalled();
    } finally {
      window.Worker = real;
      silent.mockRestore();
    }
  });
});
