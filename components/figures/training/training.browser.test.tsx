import { render } from 'preact';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { setLoss, setParameter } from '../../page/state/page-state';
import { circleStore } from './circle-store';
import { pageEngine } from './engine';
import TrainingFigure from './TrainingFigure';
import '../../page/tokens.css';
import '../shared/figure.css';

let root: HTMLElement;
const reading = (name: string) => root.querySelector(`[data-reading=${name}]`)!.textContent ?? '';
const step = () => Number.parseInt(reading('step'), 10);
const dots = () => root.querySelector('.circle-dots')!.getAttribute('d')!;
const press = (action: string) => root.querySelector<HTMLButtonElement>(`[data-action=${action}]`)!.click();

beforeEach(() => {
  document.documentElement.classList.add('js');
  setLoss('arcface');
  setParameter('m', 0.5);
  setParameter('s', 16);
  root = document.createElement('figure');
  root.id = 'training-circle';
  root.className = 'figure';
  document.body.append(root);
  render(<TrainingFigure locale="en" dimension={2} id="training-circle" />, root);
});

afterEach(async () => {
  render(null, root);
  root.remove();
  await circleStore().release();
});
afterAll(async () => {
  const engine = await pageEngine();
  await engine.dispose();
});

describe('the training figure on the circle', () => {
  it('shows a finished run before anybody trains', () => {
    expect(step()).toBe(900);
    expect(Number.parseFloat(reading('accuracy'))).toBeGreaterThan(95);
    expect(root.querySelectorAll('.circle-dots')).toHaveLength(8);
    expect(root.textContent).toContain('Press Train');
  });

  it('says at once that it starts, then moves, pauses, and puts the run into the address', async () => {
    const before = dots();
    press('train');
    await expect.poll(() => root.querySelector('.play-chip')!.textContent).toMatch(/starting|loading|WebAssembly/);
    await expect.poll(step, { timeout: 30_000 }).toBeLessThan(900);
    await expect.poll(() => step() > 20 && step() < 900, { timeout: 30_000 }).toBe(true);
    expect(dots()).not.toBe(before);
    const first = dots();
    await expect.poll(dots).not.toBe(first);
    press('train');
    await expect.poll(() => root.querySelector('[data-action=train]')!.textContent).toContain('Go on');
    const stopped = step();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(step()).toBe(stopped);
    const { steps, check } = circleStore().slice.state.value;
    expect(steps).toBe(stopped);
    expect(check).toMatch(/^[0-9a-f]{8}$/);
    await expect.poll(() => location.search, { timeout: 3000 }).toContain(`ck2=${check}`);
  });

  it('does one step at a time, and starts again from the same place', async () => {
    press('step');
    await expect.poll(step, { timeout: 30_000 }).toBe(1);
    const once = dots();
    press('step');
    await expect.poll(step).toBe(2);
    expect(dots()).not.toBe(once);
    press('restart');
    await expect.poll(step).toBe(0);
    press('step');
    await expect.poll(step).toBe(1);
    expect(dots()).toBe(once);
  });

  it('follows m while it trains, and replays the changed run from its link', async () => {
    press('train');
    await expect.poll(() => step() > 15 && step() < 900, { timeout: 30_000 }).toBe(true);
    circleStore().configure({ learningRate: 0.002 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    setParameter('m', 0.8);
    await expect
      .poll(() => circleStore().frame.value.inForce.parameters['m']! * 450 > 0.8 * (step() - 60), { timeout: 10_000 })
      .toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 500));
    press('train');
    await expect.poll(() => circleStore().slice.state.value.check).not.toBe('');
    const { steps, course } = circleStore().slice.state.value;
    expect(course).toMatch(/^0~arcface~0~0~16~0.5_0~lr~0.003_\d+~lr~0.002_\d+~arcface~0~0~16~0.8$/);
    circleStore().replayLink();
    await expect.poll(() => root.querySelector('.run-messages')!.textContent, { timeout: 30_000 }).toContain('✓ Reproduced');
    expect(step()).toBe(steps);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(root.querySelector('.run-messages')!.textContent).toContain('✓ Reproduced');
    circleStore().configure({ learningRate: circleStore().base.optimizer.learningRate });
  });

  it('shows the start of another run for a new seed, before anybody trains', async () => {
    const before = dots();
    press('new-seed');
    await expect.poll(step, { timeout: 30_000 }).toBe(0);
    expect(dots()).not.toBe(before);
    expect(root.querySelector<HTMLInputElement>('.play-field input')!.value).toBe('2');
    expect(root.querySelector('[data-action=train]')!.textContent).toContain('Train');
    await expect.poll(() => location.search, { timeout: 3000 }).toContain('seed2=2');
    const other = dots();
    circleStore().configure({ seed: 1 });
    await expect.poll(dots, { timeout: 10_000 }).not.toBe(other);
  });

  it('takes a run out of the address when its data change while it trains', async () => {
    press('train');
    await expect.poll(() => step() > 10 && step() < 900, { timeout: 30_000 }).toBe(true);
    circleStore().configure({ dataset: 'identities' });
    await expect.poll(() => circleStore().frame.value.labels.length, { timeout: 10_000 }).toBe(480);
    await expect.poll(() => step() > 5 && step() < 900, { timeout: 10_000 }).toBe(true);
    expect(circleStore().slice.state.value).toMatchObject({ steps: 0, check: '', course: '' });
    expect(root.querySelector('.circle-label')!.textContent).toBe('A');
    press('train');
    circleStore().configure({ dataset: 'digits' });
  });

  it('shows a sample chosen by keyboard, with its picture', async () => {
    const picker = page.getByRole('slider', { name: 'Look at a sample' }).element() as HTMLInputElement;
    picker.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect.poll(() => root.querySelector('.sample-card')?.textContent ?? '').toMatch(/a \d.*θ = [\d.]+°/);
    const canvas = root.querySelector<HTMLCanvasElement>('.sample-picture')!;
    await expect
      .poll(
        () =>
          canvas
            .getContext('2d')!
            .getImageData(0, 0, 8, 8)
            .data.some((value) => value > 0),
        { timeout: 10_000 },
      )
      .toBe(true);
  });

  it('says why the engine stopped a run, and leads back to the last good state', async () => {
    circleStore().configure({ learningRate: 0.1 });
    const store = circleStore();
    press('step');
    await expect.poll(step, { timeout: 30_000 }).toBe(1);
    store.status.value = 'diverged';
    store.detail.value = { kind: 'divergence', divergence: { step: 7, reason: 'loss-not-finite' }, goodStep: 0 };
    await expect.poll(() => root.querySelector('.run-message.is-error')?.textContent ?? '').toContain('Stopped at step 7');
    root.querySelector<HTMLButtonElement>('.run-message.is-error button')!.click();
    await expect.poll(step, { timeout: 10_000 }).toBe(0);
    store.configure({ learningRate: store.base.optimizer.learningRate });
  });

  it('ends its worker with its run', async () => {
    press('step');
    await expect.poll(step, { timeout: 30_000 }).toBe(1);
    const engine = await pageEngine();
    expect(engine.workers).toBe(1);
    await circleStore().release();
    expect(engine.workers).toBe(0);
    expect(step()).toBe(900);
  });
});
