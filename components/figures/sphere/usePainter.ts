import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SphereModel } from './model';
import { paintSpokes, spokes } from './overlay';
import { onThemeChange, type Palette, readPalette } from './palette';
import { leaseRenderer, type SphereLease } from './pool';
import type { Quaternion } from './quaternion';

/** `still`: nothing painted yet, the SVG stands. `live`: the canvas is painted. `no-webgl`, `lost`: the SVG stands in. */
export type PaintState = 'still' | 'live' | 'no-webgl' | 'lost';

/**
 * Milliseconds that one drawing may take while something moves, and at rest. The resolution follows from the measured cost; at rest it is
 * never below one pixel of the page. While moving it is two pictures of a 60 Hz display less what the page itself needs of them: a
 * drawing that takes a moment more than two waits for a third.
 */
const moving = 24;
const resting = 200;
const restAfter = 180;

export interface Painting {
  readonly model: SphereModel;
  readonly camera: Quaternion;
  readonly selected: number;
}

/**
 * Paints a sphere on a 2-D canvas with the page's one WebGL renderer: at most once a display frame, only while `awake`, in the
 * resolution that the device manages (finer once it rests).
 *
 * @param awake  near the viewport, and the reader has done something: three.js is loaded in idle time
 */
export function usePainter(
  canvas: RefObject<HTMLCanvasElement>,
  painting: Painting,
  awake: boolean,
): { state: PaintState; retry(): void } {
  const [state, setState] = useState<PaintState>('still');
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(painting);
  latest.current = painting;
  const request = useRef<() => void>(() => {});

  useEffect(() => {
    if (!awake) return;
    let lease: SphereLease | null = null;
    let disposed = false;
    let frame = 0;
    let rest: ReturnType<typeof setTimeout> | undefined;
    let cost = 0; // ms a pixel, smoothed
    let warm = false; // the first drawing also compiles shaders: it says nothing about the cost
    let palette: Palette | null = null;

    const paint = (budget: number) => {
      const target = canvas.current;
      if (!lease || !target) return;
      const css = target.clientWidth;
      if (css < 8) return;
      const dpr = Math.min(window.devicePixelRatio || 1, 2);
      const affordable = cost > 0 ? Math.sqrt(budget / cost) : css;
      const least = budget === resting ? css : Math.max(css * 0.55, 300);
      const pixels = Math.round(Math.min(css * dpr, Math.max(least, affordable)));
      const side = Math.round(css * dpr);
      if (target.width !== side) {
        target.width = side;
        target.height = side;
      }
      const context = target.getContext('2d');
      if (!context) return;
      palette ??= readPalette(target);
      const { model, camera, selected } = latest.current;
      const start = performance.now();
      lease.renderer.draw({
        model,
        camera,
        palette,
        pixels,
        dot: (pixels / css) * dotRadius(css, model.labels.length),
        selected,
      });
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, side, side);
      context.imageSmoothingQuality = 'high';
      context.drawImage(lease.renderer.canvas, 0, 0, pixels, pixels, 0, 0, side, side);
      const spent = (performance.now() - start) / pixels ** 2;
      if (warm) cost = cost === 0 ? spent : 0.8 * cost + 0.2 * spent;
      warm = true;
      context.setTransform(side / css, 0, 0, side / css, 0, 0);
      paintSpokes(context, spokes(model, camera), model.labelsOfClasses, palette, css);
      setState('live');
    };
    request.current = () => {
      if (frame || disposed) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        paint(moving);
        clearTimeout(rest);
        rest = setTimeout(() => paint(resting), restAfter);
      });
    };
    const repaint = () => {
      palette = null;
      request.current();
    };
    const stopTheme = onThemeChange(repaint);
    const resized = new ResizeObserver(() => request.current());
    if (canvas.current) resized.observe(canvas.current);
    let stopLost = () => {};

    const cancelIdle = whenIdle(() => {
      leaseRenderer().then(
        (got) => {
          if (disposed) return got.release();
          if (got.renderer.lost) {
            got.release();
            setState('lost');
            return;
          }
          lease = got;
          stopLost = got.renderer.onLost(() => {
            got.release();
            lease = null;
            setState('lost');
          });
          request.current();
        },
        (reason) => {
          // No WebGL 2 on this device, or the script did not arrive: the SVG stays, and the figure says so.
          console.warn('the sphere is drawn without WebGL:', reason);
          if (!disposed) setState('no-webgl');
        },
      );
    });
    return () => {
      disposed = true;
      cancelIdle();
      cancelAnimationFrame(frame);
      clearTimeout(rest);
      stopTheme();
      resized.disconnect();
      stopLost();
      lease?.release();
      request.current = () => {};
    };
  }, [awake, attempt, canvas]);

  useEffect(() => request.current());
  return {
    state,
    retry: () => {
      setState('still');
      setAttempt((n) => n + 1);
    },
  };
}

/** Radius of a dot in CSS pixels: smaller on small pictures and with many samples. */
function dotRadius(css: number, samples: number): number {
  const base = css < 420 ? 2.4 : 3.1;
  return samples > 2000 ? base * 0.7 : base;
}

/** Runs `callback` when the page is idle, at the latest after half a second. Returns how to cancel. */
function whenIdle(callback: () => void): () => void {
  if ('requestIdleCallback' in window) {
    const id = requestIdleCallback(callback, { timeout: 500 });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(callback, 60);
  return () => clearTimeout(id);
}
