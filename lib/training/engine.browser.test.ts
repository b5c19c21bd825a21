import { afterEach, describe, expect, it } from 'vitest';
import { createEngine, type Engine, type Run, type StatusDetail } from './client';
import { circleRun, sphereRun } from './defaults';
import type { Frame, RunSettings, RunStatus } from './types';

const spawn = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const dataBase = new URL('/data/', location.href).href;

interface Seen {
  readonly frames: Frame[];
  readonly statuses: { status: RunStatus; detail: StatusDetail }[];
  until(condition: () => boolean, milliseconds?: number): Promise<void>;
}

let engine: Engine | null = null;
afterEach(async () => {
  await engine?.dispose();
  engine = null;
});

function start(
  settings: RunSettings,
  options: Partial<Parameters<Engine['createRun']>[1]> = {},
  make = spawn,
): { run: Run; seen: Seen } {
  engine ??= createEngine({ spawn: make, dataBase });
  const frames: Frame[] = [];
  const statuses: Seen['statuses'] = [];
  const run = engine.createRun(settings, {
    onFrame: (frame) => frames.push(frame),
    onStatus: (status, detail) => statuses.push({ status, detail }),
    ...options,
  });
  const until = async (condition: () => boolean, milliseconds = 30_000) => {
    const end = performance.now() + milliseconds;
    while (!condition()) {
      if (performance.now() > end)
        throw new Error(`waited in vain; statuses: ${JSON.stringify(statuses)}, frames: ${frames.length}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { run, seen: { frames, statuses, until } };
}

describe('the engine in a worker', () => {
  it('trains the default circle run on wasm to 95 % of the whole training part, with moving frames', async () => {
    const { run, seen } = start(circleRun);
    const pressed = performance.now();
    await run.play();
    await seen.until(() => seen.frames.some((frame) => frame.step > 0));
    console.log(`first moving frame after ${Math.round(performance.now() - pressed)} ms`);
    await seen.until(() => run.status === 'finished');
    console.log(`finished after ${Math.round(performance.now() - pressed)} ms, ${seen.frames.length} frames`);
    await seen.until(() => seen.frames.at(-1)!.status === 'finished');
    const last = seen.frames.at(-1)!;
    console.log(JSON.stringify({ ...last, embeddings: 0, labels: 0, weights: 0, samples: 0, bias: 0 }));
    expect(last.accuracy.train).toBeGreaterThanOrEqual(0.95);
    expect(last.backend).toBe('wasm');
    expect(last.note).toBeNull();
    expect(last.embeddings.length).toBe(last.labels.length * 2);
    const first = seen.frames[0]!;
    expect(first.embeddings.some((value, i) => value !== last.embeddings[i])).toBe(true);
  });
});
