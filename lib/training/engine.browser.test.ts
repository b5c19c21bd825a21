import * as Comlink from 'comlink';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngine, type Engine, type EngineOptions, type Run, type StatusDetail } from './client';
import { circleRun, sphereRun } from './defaults';
import type { LosingWorkerApi } from './testing/losing-worker';
import { smallRun, toyLoss } from './testing/runs';
import type { Frame, RunSettings, RunStatus } from './types';

/** Every worker that a test has made, the last one at the end. */
let workers: Worker[] = [];
let engine: Engine | null = null;

const spawn = (): Worker => {
  const worker = new Worker(new URL('./testing/losing-worker.ts', import.meta.url), { type: 'module' });
  workers.push(worker);
  return worker;
};
const inside = (): Comlink.Remote<LosingWorkerApi> => Comlink.wrap<LosingWorkerApi>(workers.at(-1)!);

afterEach(async () => {
  await engine?.dispose();
  engine = null;
  for (const worker of workers) worker.terminate();
  workers = [];
});

interface Started {
  readonly run: Run;
  readonly frames: Frame[];
  readonly statuses: { readonly status: RunStatus; readonly detail: StatusDetail }[];
  readonly last: () => Frame;
}

function start(
  settings: RunSettings,
  options: Partial<Parameters<Engine['createRun']>[1]> = {},
  engineOptions: Partial<EngineOptions> = {},
): Started {
  engine ??= createEngine({ spawn, dataBase: new URL('/data/', location.href).href, ...engineOptions });
  const frames: Frame[] = [];
  const statuses: Started['statuses'] = [];
  const run = engine.createRun(settings, {
    onFrame: (frame) => frames.push(frame),
    onStatus: (status, detail) => statuses.push({ status, detail }),
    ...options,
  });
  return { run, frames, statuses, last: () => frames.at(-1)! };
}

async function until(condition: () => boolean, milliseconds = 30_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited ${milliseconds} ms in vain for ${condition}`);
    await pause(10);
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const longRun: RunSettings = { ...smallRun, maxSteps: 1_000_000, ramps: [{ parameter: 'm', from: 0, steps: 1_000_000 }] };

describe('the engine in a worker', () => {
  it.each([
    ['digits 0–7 on the circle', circleRun],
    ['ten digits on the sphere', sphereRun],
  ])('trains %s on wasm to 19 in 20 of the whole training part, with moving frames, and ends', async (_, settings) => {
    const { run, frames, statuses, last } = start(settings);
    await run.play();
    await until(() => last()?.status === 'finished');
    expect(last().accuracy.train).toBeGreaterThanOrEqual(0.95);
    expect(last().backend).toBe('wasm');
    expect(last().note).toBeNull();
    expect(frames.length).toBeGreaterThan(10);
    expect(frames.map((frame) => frame.step)).toEqual(frames.map((frame) => frame.step).sort((a, b) => a - b));
    expect(last().embeddings.length).toBe(last().labels.length * settings.network.embedding);
    expect(new Set(last().labels).size).toBe(run.settings.dataset.kind === 'digits8' ? run.settings.dataset.classes.length : 0);
    expect(frames[0]!.embeddings.some((value, i) => value !== last().embeddings[i])).toBe(true);
    expect(statuses.map(({ status }) => status)).toContain('loading');
    expect(run.status).toBe('finished');
  });

  it('pauses, takes single steps, seeks and restarts; the same step has the same check number', async () => {
    const { run, frames, last } = start(longRun);
    run.step();
    await until(() => last()?.step === 1);
    run.step();
    run.step();
    await until(() => last().step === 3);
    const atThree = last().hash;
    expect(run.status).toBe('paused');
    await run.play();
    await until(() => last().step > 60);
    run.pause();
    await until(() => run.status === 'paused');
    await pause(100);
    const count = frames.length;
    await pause(200);
    expect(frames.length).toBe(count);
    run.seek(3);
    await until(() => last().step === 3);
    expect(last().hash).toBe(atThree);
    run.restart({ ...longRun, seed: 2 });
    await until(() => last().step === 0);
    run.seek(3);
    await until(() => last().step === 3);
    expect(last().hash).not.toBe(atThree);
    run.restart(longRun);
    run.seek(3);
    await until(() => last().step === 3 && last().hash === atThree);
  });

  it('changes the loss on the way without a restart, and a replay of the changes gives the same run', async () => {
    const { run, last } = start(longRun);
    await run.play();
    await until(() => (last()?.step ?? 0) > 30);
    run.change(toyLoss('cosface', { s: 8, m: 0.2 }));
    await until(() => last().inForce.id === 'cosface');
    expect(last().step).toBeGreaterThan(30);
    await until(() => run.changes.length === 1 && last().step > run.changes[0]!.step + 20);
    run.pause();
    await until(() => run.status === 'paused' && last().status === 'paused');
    const { step, hash } = last();
    run.restart(longRun, run.changes);
    run.seek(step);
    await until(() => last().step === step && last().status === 'paused');
    expect(last().hash).toBe(hash);
  });

  it('stands still while hidden or off screen, and goes on afterwards', async () => {
    const { run, frames, last } = start(longRun);
    await run.play();
    await until(() => (last()?.step ?? 0) > 20);
    for (const show of [(shown: boolean) => engine!.setHidden(!shown), (shown: boolean) => run.setVisible(shown)]) {
      show(false);
      // What is under way comes to its end; then nothing comes any more.
      for (let count = -1; count !== frames.length; ) {
        count = frames.length;
        await pause(300);
      }
      const { step } = last();
      const count = frames.length;
      await pause(400);
      expect(frames.length).toBe(count);
      show(true);
      await until(() => last().step > step + 20);
    }
    expect(run.status).toBe('running');
  });

  it('sends frames no faster than they are drawn, and respects a set speed', async () => {
    const { run, frames, last } = start(longRun);
    run.setSpeed(2);
    await run.play();
    await until(() => frames.length > 20);
    const steps = frames.slice(5).map((frame) => frame.step);
    for (let i = 1; i < steps.length; i++) expect(steps[i]! - steps[i - 1]!).toBeLessThanOrEqual(2);
    run.setSpeed(null);
    const began = performance.now();
    const count = frames.length;
    await pause(1000);
    // Display frames in a second, and one for the edges.
    expect(frames.length - count).toBeLessThanOrEqual(Math.ceil((performance.now() - began) * 0.061) + 1);
    expect(last().step - frames[count - 1]!.step).toBeGreaterThan(frames.length - count);
  });

  it('steps several runs in turn in one worker', async () => {
    const one = start(longRun);
    const two = start({ ...longRun, seed: 2 });
    await Promise.all([one.run.play(), two.run.play()]);
    await until(() => (one.last()?.step ?? 0) > 100 && (two.last()?.step ?? 0) > 100);
    expect(workers.length).toBe(1);
    expect(engine!.workers).toBe(1);
    one.run.pause();
    await until(() => one.run.status === 'paused');
    // Not disturbed by each other.
    const alone = start(longRun);
    const { step, hash } = one.last();
    alone.run.seek(step);
    await until(() => alone.last()?.step === step);
    expect(alone.last().hash).toBe(hash);
  });

  it('leaves no tensor and no worker behind', async () => {
    const keeper = start(smallRun);
    keeper.run.step();
    await until(() => keeper.last()?.step === 1);
    const before = await inside().countTensors();
    const { run, last } = start(longRun);
    await run.play();
    await until(() => (last()?.step ?? 0) > 60);
    expect(await inside().countTensors()).toBeGreaterThan(before);
    await run.dispose();
    expect(await inside().countTensors()).toBe(before);
    await keeper.run.dispose();
    expect(engine!.workers).toBe(0);
  });

  it('tells why data are missing', async () => {
    const { run, statuses } = start(circleRun, {}, { dataBase: new URL('/nowhere/', location.href).href });
    await run.play();
    const failure = statuses.at(-1)!;
    expect(failure.status).toBe('failed');
    // A development server may answer any address with a page.
    expect(failure.detail).toMatchObject({ kind: 'failure', code: expect.stringMatching(/^data-/) });
  });

  it('stops a diverging run before its weights are touched, and goes on with a sane loss', async () => {
    const { run, last, statuses } = start(longRun);
    await run.play();
    await until(() => (last()?.step ?? 0) > 60);
    run.change(toyLoss('arcface', { s: Number.POSITIVE_INFINITY, m: 0.5 }));
    await until(() => run.status === 'diverged');
    const detail = statuses.at(-1)!.detail;
    if (detail?.kind !== 'divergence') throw new Error(`no divergence but ${detail?.kind}`);
    expect(detail.divergence.reason).toBe('loss-not-finite');
    await until(() => last().status === 'diverged');
    expect(last().step).toBe(detail.divergence.step - 1);
    expect(last().embeddings.every(Number.isFinite)).toBe(true);
    run.change(longRun.loss);
    await run.play();
    await until(() => last().step > detail.divergence.step + 20);
  });
});

describe('when something is lost', () => {
  it('can be disposed of although its worker is dead', async () => {
    const { run, last } = start(longRun);
    run.step();
    await until(() => last()?.step === 1);
    workers.at(-1)!.terminate();
    const began = performance.now();
    await run.dispose();
    expect(performance.now() - began).toBeLessThan(5000);
    expect(engine!.workers).toBe(0);
  });

  it('goes on after its worker has died, on the next backend, from the last snapshot', async () => {
    const { run, last, frames } = start(longRun);
    await run.play();
    await until(() => (last()?.step ?? 0) > 200);
    await pause(700);
    const before = last().step;
    workers.at(-1)!.terminate();
    await until(() => last().backend === 'cpu', 20_000);
    expect(last().note).toEqual({ from: 'wasm', to: 'cpu', reason: 'worker-died' });
    const resumed = frames.find((frame) => frame.backend === 'cpu')!;
    expect(resumed.step).toBeGreaterThan(100);
    await until(() => last().step > before + 10);
    expect(workers.length).toBe(2);
    expect(engine!.workers).toBe(1);
    expect(run.status).toBe('running');
  });

  it('goes on after its WebGL context is lost, on the next backend, from the last snapshot', async () => {
    const { run, last, frames } = start(longRun, { backend: 'webgl' });
    await run.play();
    await until(() => (last()?.step ?? 0) > 30, 50_000);
    expect(last().backend).toBe('webgl');
    const before = last().step;
    expect(await inside().loseContext()).toBe(true);
    await until(() => last().backend === 'wasm', 20_000);
    expect(last().note).toEqual({ from: 'webgl', to: 'wasm', reason: 'context-lost' });
    expect(frames.find((frame) => frame.backend === 'wasm')!.step).toBeGreaterThan(0);
    await until(() => last().step > before + 20);
    expect(workers.length).toBe(1);
    expect([...last().embeddings, ...last().weights].every(Number.isFinite)).toBe(true);
  });

  it('goes on after its WebGPU device is lost', async (context) => {
    if (!(await navigator.gpu?.requestAdapter())) context.skip('no WebGPU adapter in this browser');
    const { run, last } = start(longRun, { backend: 'webgpu' });
    await run.play();
    await until(() => (last()?.step ?? 0) > 30, 50_000);
    expect(last().backend).toBe('webgpu');
    const before = last().step;
    expect(await inside().destroyDevice()).toBe(true);
    await until(() => last().backend === 'wasm', 20_000);
    expect(last().note).toEqual({ from: 'webgpu', to: 'wasm', reason: 'context-lost' });
    await until(() => last().step > before + 20);
  });
});

describe('the backend of a device', () => {
  it('is not tried while a run moves', async () => {
    const remembered: string[] = [];
    const storage = { getItem: () => null, setItem: (key: string) => void remembered.push(key) };
    const { run, last } = start(longRun, {}, { storage, whenIdle: (callback) => callback() });
    run.step();
    await until(() => last()?.step === 1);
    await until(() => workers.length > 1);
    await run.play();
    await until(() => last().step > 50);
    // The trial was given up: the worker it had is the last one.
    const count = workers.length;
    await pause(1000);
    expect(workers.length).toBe(count);
    expect(remembered).toEqual([]);
  });

  it('is tried once after the first run, remembered, and used from the next restart', async () => {
    const remembered = new Map<string, string>();
    const storage = {
      getItem: (key: string) => remembered.get(key) ?? null,
      setItem: (key: string, value: string) => void remembered.set(key, value),
    };
    const { run, last } = start({ ...smallRun, maxSteps: 20 }, {}, { storage, whenIdle: (callback) => callback() });
    await run.play();
    await until(() => run.status === 'finished');
    await until(() => remembered.size === 1, 55_000);
    const choice = (JSON.parse([...remembered.values()][0]!) as { backend: string }).backend;
    expect(['wasm', 'webgl', 'webgpu']).toContain(choice);
    expect(last().backend).toBe('wasm');
    run.restart();
    run.step();
    await until(() => last().step === 1);
    expect(last().backend).toBe(choice);
  });

  it('is the pinned one where a run asks for it, whatever is remembered', async () => {
    const storage = { getItem: () => JSON.stringify({ version: 1, backend: 'webgl' }), setItem: () => {} };
    const { run, last } = start(smallRun, { backend: 'wasm' }, { storage });
    run.step();
    await until(() => last()?.step === 1);
    expect(last().backend).toBe('wasm');
    run.restart(smallRun, [], 'cpu');
    run.step();
    await until(() => last().backend === 'cpu' && last().step === 1);
  });
});
