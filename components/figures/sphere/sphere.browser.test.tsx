import { render } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';
import '../../page/tokens.css';
import { type LossId, losses, type PastPi } from '../../../lib/losses';
import { drawn, sphereModel } from '../training/drawn';
import { syntheticFrame } from '../training/synthetic';
import { presetViews } from './arcball';
import { currentCamera, setCamera } from './camera';
import type { SphereModel } from './model';
import { type Palette, readPalette, toRgb } from './palette';
import { leaseRenderer, rendererCount } from './pool';
import { matrix, type Vector } from './quaternion';
import { SphereView } from './SphereView';
import { trainingLead } from './still';
import { extent } from './view';

const frame = syntheticFrame(3, { classes: 6 });
const model = sphereModel(drawn(frame), frame, [...'012345']);
const pixels = 240;

/** Black gap and ink, six strong colours: the hue of a pixel says its class. */
const test: Palette = {
  paper: '#000000',
  ink: '#000000',
  inkSoft: '#000000',
  gap: '#000000',
  rule: '#000000',
  error: '#000000',
  classes: Array.from({ length: 16 }, (_, k) => ['#ff0000', '#00ff00', '#0000ff', '#ffff00', '#00ffff', '#ff00ff'][k % 6]!),
  sans: 'sans-serif',
  dark: true,
};

async function picture(shown: SphereModel, camera = presetViews.front, palette = test): Promise<Uint8ClampedArray> {
  const lease = await leaseRenderer();
  try {
    lease.renderer.draw({ model: shown, camera, palette, pixels, dot: 0, selected: -1 });
    const copy = document.createElement('canvas');
    copy.width = pixels;
    copy.height = pixels;
    const context = copy.getContext('2d')!;
    context.drawImage(lease.renderer.canvas, 0, 0, pixels, pixels, 0, 0, pixels, pixels);
    return context.getImageData(0, 0, pixels, pixels).data;
  } finally {
    lease.release();
  }
}

/** The class whose hue a pixel has; −1: none (black). */
function classOf(data: Uint8ClampedArray, at: number): number {
  const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
  const most = Math.max(r, g, b);
  if (most < 12) return -1;
  const bits = [r, g, b].map((v) => (v > most / 2 ? 'f' : '0')).join('');
  return ['f00', '0f0', '00f', 'ff0', '0ff', 'f0f'].indexOf(bits);
}

describe('the pixels of the sphere', () => {
  const bare = { ...model, points: new Float32Array(0), labels: new Uint8Array(0), wrong: new Uint8Array(0) };
  const cases: [LossId, PastPi, Record<string, number>][] = (Object.keys(losses) as LossId[]).flatMap((id) =>
    losses[id].pastPi.map((pastPi): [LossId, PastPi, Record<string, number>] => [
      id,
      pastPi,
      Object.fromEntries(losses[id].parameters.map((p) => [p.id, p.presets.toy])),
    ]),
  );
  it.each(cases)(
    'of %s (%s past π) are tinted where the definition lets a class win, and nowhere else',
    async (id, pastPi, parameters) => {
      // Three classes on one side leave far places where the behaviour past π decides; six fill the sphere.
      for (const classes of [3, 6]) {
        const camera = classes === 3 ? presetViews.back : presetViews.front;
        const directions = classes === 3 ? Float32Array.of(1, 0, 0, 0.8, 0.6, 0, 0.6, 0, 0.8) : model.directions;
        const shown: SphereModel = {
          ...bare,
          classes,
          directions,
          norms: new Float32Array(classes).fill(1),
          biases: new Float32Array(classes),
          loss: { id, parameters, options: { pastPi, gradient: 'exact' } },
        };
        const data = await picture(shown, camera);
        const m = matrix(camera);
        let checked = 0;
        let tinted = 0;
        for (let py = 3; py < pixels; py += 7) {
          for (let px = 3; px < pixels; px += 7) {
            const x = ((px + 0.5) / pixels - 0.5) * 2 * extent;
            const y = -((py + 0.5) / pixels - 0.5) * 2 * extent;
            if (Math.hypot(x, y) > 0.95) continue;
            const v = [x, y, Math.sqrt(1 - x * x - y * y)] as const;
            // View → object: the transposed rotation.
            const p = [0, 1, 2].map((i) => m[i]! * v[0] + m[3 + i]! * v[1] + m[6 + i]! * v[2]) as unknown as Vector;
            const leads = Array.from({ length: classes }, (_, k) => trainingLead(shown, k, p));
            const best = Math.max(...leads);
            const winner = leads.indexOf(best);
            // Pixels on a border, on a jump of the target or between two winners are left out.
            if (Math.abs(best) < 0.03 || leads.some((lead, k) => k !== winner && Math.abs(lead - best) < 0.03)) continue;
            const theta = Math.acos(
              p[0] * directions[3 * winner]! + p[1] * directions[3 * winner + 1]! + p[2] * directions[3 * winner + 2]!,
            );
            if (pastPi !== 'plain' && [Math.PI - parameters['m']!, Math.PI / 2].some((jump) => Math.abs(theta - jump) < 0.03))
              continue;
            checked += 1;
            if (best > 0) tinted += 1;
            expect(classOf(data, 4 * (py * pixels + px)), `${px}, ${py}: lead ${best} of ${winner}`).toBe(best > 0 ? winner : -1);
          }
        }
        expect(checked).toBeGreaterThan(300);
        if (classes === 6) expect(tinted).toBeGreaterThan(20);
      }
    },
  );

  it('are softer where s is small', async () => {
    const sum = (data: Uint8ClampedArray) => data.reduce((total, value, i) => (i % 4 === 3 ? total : total + value), 0);
    const at = (softness: number) => picture({ ...bare, softness });
    expect(sum(await at(2))).toBeLessThan(0.8 * sum(await at(64)));
  });

  it('outside the silhouette are transparent', async () => {
    const data = await picture(bare);
    expect(data[3]).toBe(0);
    expect(data[4 * (pixels * (pixels / 2) + pixels / 2) + 3]).toBe(255);
  });
});

describe('the view of a sphere', () => {
  const hosts: HTMLElement[] = [];
  afterEach(() => {
    for (const host of hosts.splice(0)) {
      render(null, host);
      host.remove();
    }
    delete document.documentElement.dataset.theme;
    setCamera(presetViews.front);
  });

  function show(shown = model): { host: HTMLElement; canvas: { current: HTMLCanvasElement | null } } {
    const host = document.createElement('div');
    host.style.width = '320px';
    document.body.append(host);
    hosts.push(host);
    const canvas = { current: null as HTMLCanvasElement | null };
    render(
      <SphereView locale="en" model={shown} label="a sphere" awake selected={-1} onSelect={() => {}} canvas={canvas} />,
      host,
    );
    return { host, canvas };
  }
  const live = (host: HTMLElement) =>
    expect
      .poll(
        () => {
          window.dispatchEvent(new Event('pointermove')); // the reader's first input
          return host.querySelector('.sphere-stage.is-live');
        },
        { timeout: 20_000 },
      )
      .not.toBeNull();
  const read = (canvas: HTMLCanvasElement) => canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = (data: Uint8ClampedArray) => {
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 4 * 13)
      seen.add((data[i]! >> 4) * 65536 + (data[i + 1]! >> 4) * 256 + (data[i + 2]! >> 4));
    return seen.size;
  };

  it('paints a picture that is not blank, in both themes', async () => {
    const { host, canvas } = show();
    await live(host);
    expect(colours(read(canvas.current!))).toBeGreaterThan(20);
    const light = read(canvas.current!).slice();
    document.documentElement.dataset.theme = 'dark';
    await expect.poll(() => read(canvas.current!).some((value, i) => Math.abs(value - light[i]!) > 40)).toBe(true);
    expect(toRgb(readPalette(host).paper)[0]).toBeLessThan(0.2);
  });

  it('turns by the arrow keys, and the picture with it; Home brings it back', async () => {
    const { host, canvas } = show();
    await live(host);
    const before = read(canvas.current!).slice();
    const stage = host.querySelector<HTMLElement>('.sphere-stage')!;
    stage.focus();
    for (let i = 0; i < 3; i++)
      stage.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
    expect(currentCamera()[1]).toBeGreaterThan(0.2);
    await expect.poll(() => read(canvas.current!).some((value, i) => Math.abs(value - before[i]!) > 40)).toBe(true);
    stage.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }));
    await expect.poll(() => Math.abs(currentCamera()[1])).toBeLessThan(0.01);
  });

  it('turns by dragging with the mouse', async () => {
    const { host } = show();
    const stage = host.querySelector<HTMLElement>('.sphere-stage')!;
    stage.setPointerCapture = () => {};
    const box = stage.getBoundingClientRect();
    const at = (type: string, x: number) =>
      stage.dispatchEvent(
        new PointerEvent(type, {
          bubbles: true,
          pointerId: 1,
          pointerType: 'mouse',
          button: 0,
          clientX: box.left + x,
          clientY: box.top + box.height / 2,
        }),
      );
    const before = currentCamera();
    at('pointerdown', box.width / 2);
    at('pointermove', box.width / 2 + 60);
    at('pointerup', box.width / 2 + 60);
    // 60 px of a radius of 320 / 2.2 px: asin(0.4125) = 24.4° to the right.
    const [, y, , w] = currentCamera();
    const [, y0, , w0] = before;
    expect(2 * Math.atan2(y, w) - 2 * Math.atan2(y0, w0)).toBeCloseTo(Math.asin(60 / (320 / 2.2)), 1);
  });

  it('lets a vertical swipe scroll the page and turns by a sideways one; after a tap it takes both', async () => {
    const { host } = show();
    const stage = host.querySelector<HTMLElement>('.sphere-stage')!;
    stage.setPointerCapture = () => {};
    expect(getComputedStyle(stage).touchAction).toBe('pan-y');
    const box = stage.getBoundingClientRect();
    let finger = 1;
    const swipe = (dx: number, dy: number) => {
      finger += 1;
      for (const [type, share] of [
        ['pointerdown', 0],
        ['pointermove', 0.5],
        ['pointermove', 1],
        ['pointerup', 1],
      ] as const) {
        const [clientX, clientY] = [box.left + box.width / 2 + share * dx, box.top + box.height / 2 + share * dy];
        stage.dispatchEvent(
          new PointerEvent(type, { bubbles: true, pointerId: finger, pointerType: 'touch', button: 0, clientX, clientY }),
        );
      }
    };
    const start = currentCamera();
    swipe(5, 80);
    expect(currentCamera()).toEqual(start);
    swipe(80, 5);
    const turned = currentCamera();
    expect(turned).not.toEqual(start);
    swipe(0, 0);
    await expect.poll(() => getComputedStyle(stage).touchAction).toBe('none');
    expect(host.textContent).toContain('follows your finger');
    swipe(5, 80);
    expect(currentCamera()).not.toEqual(turned);
    await expect
      .poll(() => {
        document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
        return getComputedStyle(stage).touchAction;
      })
      .toBe('pan-y');
  });

  it('brings a chosen class to the front', async () => {
    const { host } = show();
    const select = host.querySelector('select')!;
    select.value = '5';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    const front = () => {
      const m = matrix(currentCamera());
      return m[6]! * model.directions[15]! + m[7]! * model.directions[16]! + m[8]! * model.directions[17]!;
    };
    expect(front()).toBeLessThan(0.9);
    await expect.poll(front, { timeout: 3000 }).toBeGreaterThan(0.999);
  });

  it('shares one renderer with the other spheres of the page, and frees it with the last', async () => {
    const first = show();
    const second = show();
    await live(first.host);
    await live(second.host);
    const lease = await leaseRenderer();
    const gl = lease.renderer.canvas.getContext('webgl2')!;
    lease.release();
    expect(rendererCount()).toBe(1);
    render(null, first.host);
    expect(rendererCount()).toBe(1);
    expect(gl.isContextLost()).toBe(false);
    render(null, second.host);
    expect(rendererCount()).toBe(0);
    await expect.poll(() => gl.isContextLost()).toBe(true);
  });

  it('falls back to the drawing when the context is lost, says so, and can try again', async () => {
    const { host } = show();
    await live(host);
    const lease = await leaseRenderer();
    const gl = lease.renderer.canvas.getContext('webgl2')!;
    lease.release();
    gl.getExtension('WEBGL_lose_context')!.loseContext();
    await expect.poll(() => host.querySelector('[role=status]')?.textContent ?? '').toContain('graphics context was lost');
    const still = host.querySelector<SVGSVGElement>('.sphere-still')!;
    expect(getComputedStyle(still).opacity).toBe('1');
    const path = () => still.querySelector('.sphere-still-graticule')!.getAttribute('d');
    const before = path();
    host
      .querySelector<HTMLElement>('.sphere-stage')!
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, cancelable: true }));
    await expect.poll(path).not.toBe(before);
    host.querySelector<HTMLButtonElement>('[role=status] button')!.click();
    await live(host);
  });
});
