import { signal } from '@preact/signals';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { losses } from '../../lib/losses';
import { nextPaint } from '../figures/shared/testing';
import { Slider } from './Slider';

const m = losses.arcface.parameters.find((p) => p.id === 'm')!;
const value = signal(0.5);
let root: HTMLElement;

function Harness() {
  return (
    <Slider
      parameter={m}
      value={value.value}
      onInput={(next) => {
        value.value = next;
      }}
      locale="en"
      marks={[{ value: 0.628, label: 'no room' }]}
    />
  );
}

beforeEach(() => {
  value.value = 0.5;
  root = document.createElement('div');
  document.body.append(root);
  render(<Harness />, root);
});
afterEach(() => {
  render(null, root);
  root.remove();
});

const range = () => page.getByRole('slider', { name: 'margin m' });
const field = () => page.getByRole('spinbutton', { name: 'margin m, number' });

describe('Slider', () => {
  it('has a name, a value in radians and degrees, and both ends of its range', async () => {
    const element = range().element() as HTMLInputElement;
    expect(element.getAttribute('aria-valuetext')).toBe('0.50 rad, 28.6°');
    expect([element.min, element.max]).toEqual(['0', '1.5']);
    expect(root.textContent).toContain('28.6°');
    expect(root.textContent).toContain('no room');
  });

  it('moves by arrow, Home and End', async () => {
    (range().element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(value.value).toBeCloseTo(0.51, 12);
    await userEvent.keyboard('{End}');
    expect(value.value).toBe(1.5);
    await userEvent.keyboard('{Home}');
    expect(value.value).toBe(0);
  });

  it('does not fight what is being typed: 0.4712 goes through 0, 0.4 and 0.47', async () => {
    const input = field().element() as HTMLInputElement;
    input.focus();
    input.select();
    await userEvent.keyboard('0.4712');
    await nextPaint();
    expect(input.value).toBe('0.4712');
    expect(value.value).toBe(0.4712);
    await userEvent.keyboard('{Enter}');
    await nextPaint();
    expect(input.value).toBe('0.4712');
  });

  it('takes a number out of range to the nearest valid one on leaving the field, and an empty field back', async () => {
    const input = field().element() as HTMLInputElement;
    input.focus();
    input.select();
    await userEvent.keyboard('9');
    expect(value.value).toBe(0.5);
    await userEvent.tab();
    await nextPaint();
    expect(value.value).toBe(1.5);
    expect(input.value).toBe('1.50');
    input.focus();
    input.select();
    await userEvent.keyboard('{Delete}');
    await userEvent.tab();
    await nextPaint();
    expect(value.value).toBe(1.5);
    expect(input.value).toBe('1.50');
  });

  it('steps by its own step in the number field', async () => {
    (field().element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowDown}');
    expect(value.value).toBeCloseTo(0.51, 12);
  });
});
