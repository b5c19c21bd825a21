import { signal } from '@preact/signals';
import { createRef, type JSX, render } from 'preact';
import '../../components/page/tokens.css';
import { currentCamera, setCamera } from '../../components/figures/sphere/camera';
import type { SphereModel } from '../../components/figures/sphere/model';
import { readPalette } from '../../components/figures/sphere/palette';
import { leaseRenderer } from '../../components/figures/sphere/pool';
import { multiply, turn, unit } from '../../components/figures/sphere/quaternion';
import type { DrawRequest } from '../../components/figures/sphere/renderer';
import { SphereView } from '../../components/figures/sphere/SphereView';
import { drawn, sphereModel } from '../../components/figures/training/drawn';
import { syntheticFrame } from '../../components/figures/training/synthetic';
import { createEngine } from '../../lib/training/client';
import { sphereRun } from '../../lib/training/defaults';
import type { Frame } from '../../lib/training/types';
import type { SphereTimes } from '../sphere';
import { median } from '../statistics';

const classes = 10;
const labels = Array.from({ length: classes }, (_, k) => String(k));
const warmUp = 1500;
const watched = 3000;

const shown = signal<SphereModel | null>(null);
const canvas = createRef<HTMLCanvasElement>();

/** The figure as readers get it. */
function Figure(): JSX.Element | null {
  const model = shown.value;
  if (!model) return null;
  return (
    <SphereView locale="en" model={model} label="" awake={true} selected={-1} onSelect={() => {}} views={false} canvas={canvas} />
  );
}

const modelOf = (frame: Frame) => sphereModel(drawn(frame), frame, labels);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Turns the sphere a little before every display frame. Returns how to stop. */
function keepTurning(each: () => void): () => void {
  let going = true;
  const next = () => {
    if (!going) return;
    each();
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  return () => {
    going = false;
  };
}

const turned = () => unit(multiply(turn([0, 1, 0], 0.02), currentCamera()));

/** Pictures a second of the figure while it is turned, and at what resolution they were drawn. */
async function watchFigure(draws: DrawRequest[]): Promise<{ fps: number; pixels: number }> {
  const stop = keepTurning(() => setCamera(turned()));
  await pause(warmUp);
  draws.length = 0;
  const began = performance.now();
  await pause(watched);
  const fps = (1000 * draws.length) / (performance.now() - began);
  stop();
  return { fps, pixels: median(draws.map(({ pixels }) => pixels)) };
}

/** The same figure while a run goes on and every frame of it moves all samples. */
async function watchTraining(frames: readonly Frame[], draws: DrawRequest[]): Promise<SphereTimes['training']> {
  const engine = createEngine({
    spawn: () => new Worker(new URL('../../lib/training/worker.ts', import.meta.url), { type: 'module' }),
    dataBase: new URL('data/', location.href).href,
  });
  let count = 0;
  const run = engine.createRun(
    { ...sphereRun, maxSteps: 1e6 },
    {
      onFrame({ weights, bias, inForce }) {
        shown.value = modelOf({ ...frames[count++ % frames.length]!, weights, bias, inForce });
      },
      onStatus(status, detail) {
        if (status === 'failed' || status === 'diverged') throw new Error(`The run ${status}: ${JSON.stringify(detail)}`);
        if (status === 'finished') run.play();
      },
    },
  );
  await run.play();
  const [began, before] = [performance.now(), count];
  const result = await watchFigure(draws);
  const trainingFps = (1000 * (count - before)) / (performance.now() - began);
  await engine.dispose();
  return { ...result, trainingFps };
}

/** Gives the figure the reader's first input, which lets it load three.js, and waits for its first picture. */
async function wake(draws: readonly DrawRequest[]): Promise<void> {
  for (let i = 0; draws.length === 0; i++) {
    if (i === 300) throw new Error('The sphere does not draw');
    dispatchEvent(new Event('pointermove'));
    await pause(100);
  }
}

async function measureSphere(points: number): Promise<SphereTimes> {
  const frames = [1, 2].map((step) => syntheticFrame(3, { classes, each: points / classes, step }));
  const model = modelOf(frames[0]!);
  shown.value = model;
  render(<Figure />, document.getElementById('figure')!);
  const { renderer, release } = await leaseRenderer();
  const draws: DrawRequest[] = [];
  const draw = renderer.draw.bind(renderer);
  renderer.draw = (request) => {
    draws.push(request);
    draw(request);
  };
  await wake(draws);
  const idle = await watchFigure(draws);
  const training = await watchTraining(frames, draws);
  render(null, document.getElementById('figure')!);
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [600, 600];
  document.body.append(copy);
  const context = copy.getContext('2d')!;
  let full = 0;
  let camera = currentCamera();
  const stop = keepTurning(() => {
    camera = unit(multiply(turn([0, 1, 0], 0.02), camera));
    draw({ model, camera, palette: readPalette(copy), pixels: 600, dot: points > 2000 ? 2.2 : 3.1, selected: -1 });
    context.drawImage(renderer.canvas, 0, 0, 600, 600, 0, 0, 600, 600);
    full++;
  });
  await pause(watched);
  stop();
  release();
  return { points, idle, training, fullResolutionFps: (1000 * full) / watched };
}

Object.assign(window, { measureSphere });
