import { describe, expect, it } from 'vitest';
import { DatasetError } from '../datasets/dataset';
import { loadDataset } from '../datasets/load';
import { HostedRun, type Surroundings } from './hosted-run';
import type { HostCommand, HostEvent, HostRun } from './protocol';
import { smallRun } from './testing/runs';
import type { Frame, RunSettings } from './types';

/** A run whose clock moves 2 ms whenever it is read, so that a turn of 12 ms is a few steps. */
function hosted(settings: RunSettings = smallRun, more: Partial<HostRun> = {}, around: Partial<Surroundings> = {}) {
  let time = 0;
  const events: HostEvent[] = [];
  const surroundings: Surroundings = {
    files: { wasmSimd: null },
    now: () => (time += 2),
    wait: () => Promise.resolve(),
    dataset: (run) => loadDataset(run.settings.dataset, run.settings.seed, () => Promise.reject(new Error('no digits here'))),
    ...around,
  };
  const run = new HostedRun(
    { settings, changes: [], backend: 'cpu', failed: [], snapshot: null, note: null, ...more },
    surroundings,
    (event) => events.push(structuredClone(event)),
  );
  const frames = () => events.flatMap((event) => (event.kind === 'frame' ? [event.frame] : []));
  const statuses = () => events.flatMap((event) => (event.kind === 'status' ? [event.status] : []));
  /** Gives commands, then as many turns as wanted or, by default, all there are; the page draws every frame at once. */
  const go = async (commands: readonly HostCommand[], turns = Number.POSITIVE_INFINITY): Promise<Frame> => {
    for (const command of commands) run.command(command);
    for (let i = 0; i < turns && run.wantsTurn; i++) {
      await run.turn();
      run.command({ kind: 'drawn' });
    }
    return frames().at(-1)!;
  };
  return { run, events, frames, statuses, go };
}

describe('HostedRun', () => {
  it('plays to its last step, in turns with a frame each, and says how it ended', async () => {
    const { go, frames, statuses, events } = hosted({ ...smallRun, maxSteps: 40 });
    const last = await go([{ kind: 'play' }]);
    expect(last.step).toBe(40);
    expect(last.status).toBe('finished');
    expect(frames().length).toBeGreaterThan(2);
    expect(frames().length).toBeLessThan(40);
    expect(statuses()).toEqual(['loading', 'idle', 'running', 'finished']);
    expect(events).toContainEqual({ kind: 'status', status: 'finished', detail: { kind: 'finished', reason: 'steps' } });
  });

  it('goes on for as many steps again when a finished run is played', async () => {
    const { go } = hosted({ ...smallRun, maxSteps: 15 });
    await go([{ kind: 'play' }]);
    expect((await go([{ kind: 'play' }])).step).toBe(30);
  });

  it('obeys commands in their order, between two steps', async () => {
    const { go, run } = hosted({ ...smallRun, maxSteps: 1000 });
    await go([{ kind: 'play' }], 3);
    const paused = await go([{ kind: 'pause' }]);
    expect(paused.status).toBe('paused');
    expect(run.wantsTurn).toBe(false);
    const stepped = await go([{ kind: 'step' }, { kind: 'step' }]);
    expect(stepped.step).toBe(paused.step + 2);
    expect((await go([{ kind: 'seek', step: 3 }])).step).toBe(3);
  });

  it('waits for the page to draw before it sends another frame', async () => {
    const { run, frames } = hosted({ ...smallRun, maxSteps: 1000 });
    run.command({ kind: 'play' });
    for (let i = 0; i < 4; i++) await run.turn();
    expect(frames().length).toBe(1);
    run.command({ kind: 'drawn' });
    await run.turn();
    expect(frames().length).toBe(2);
  });

  it('trains the set number of steps a frame, not more while the page is slow', async () => {
    const { run, frames } = hosted({ ...smallRun, maxSteps: 1000 });
    run.command({ kind: 'speed', stepsPerFrame: 2 });
    run.command({ kind: 'play' });
    for (let i = 0; i < 5; i++) await run.turn();
    run.command({ kind: 'drawn' });
    await run.turn();
    expect(frames().map((frame) => frame.step)).toEqual([2, 4]);
  });

  it('does nothing while it is to stand still, but still takes single steps', async () => {
    const { go, run } = hosted({ ...smallRun, maxSteps: 1000 });
    const before = await go([{ kind: 'play' }], 2);
    const still = await go([{ kind: 'standStill', standStill: true }]);
    expect(still.step).toBeLessThanOrEqual(before.step + 1);
    expect(run.wantsTurn).toBe(false);
    expect((await go([{ kind: 'standStill', standStill: false }], 2)).step).toBeGreaterThan(still.step);
  });

  it('reports changes with the step that they belong to', async () => {
    const { go, events } = hosted({ ...smallRun, maxSteps: 1000 });
    await go([{ kind: 'seek', step: 7 }]);
    await go([{ kind: 'change', change: { learningRate: 0.002 } }]);
    expect(events).toContainEqual({ kind: 'changes', changes: [{ step: 7, kind: 'learningRate', value: 0.002 }] });
  });

  it('continues from a snapshot with changes that were made after it', async () => {
    const first = hosted({ ...smallRun, maxSteps: 1000 });
    await first.go([{ kind: 'seek', step: 20 }]);
    const snapshot = first.events.flatMap((event) => (event.kind === 'snapshot' ? [event.snapshot] : [])).at(-1)!;
    await first.go([{ kind: 'seek', step: 30 }]);
    await first.go([{ kind: 'change', change: { learningRate: 0.002 } }]);
    const expected = await first.go([{ kind: 'seek', step: 45 }]);
    const second = hosted(
      { ...smallRun, maxSteps: 1000 },
      { snapshot, changes: [{ step: 30, kind: 'learningRate', value: 0.002 }] },
    );
    expect((await second.go([{ kind: 'seek', step: 45 }])).hash).toBe(expected.hash);
  });

  it('moves to the next backend when its own is not available, and says so', async () => {
    // There is no WebGL in Node.
    const { go } = hosted({ ...smallRun, maxSteps: 10 }, { backend: 'webgl', failed: ['wasm'] });
    const last = await go([{ kind: 'play' }]);
    expect(last.step).toBe(10);
    expect(last.backend).toBe('cpu');
    expect(last.note).toEqual({ from: 'webgl', to: 'cpu', reason: 'unavailable' });
  });

  it('fails with a reason when no backend is left, when data are missing, and when the settings are bad', async () => {
    const reasons: unknown[] = [];
    const cases = [
      hosted(smallRun, { backend: 'webgl', failed: ['wasm', 'cpu', 'webgpu'] }),
      hosted(smallRun, {}, { dataset: () => Promise.reject(new DatasetError('data-missing', 'gone')) }),
      hosted({ ...smallRun, batchSize: 0 }),
    ];
    for (const { go, events, run } of cases) {
      await go([{ kind: 'play' }]);
      const event = events.at(-1)!;
      if (event.kind === 'status' && event.detail?.kind === 'failure') reasons.push(event.detail.code);
      expect(run.wantsTurn).toBe(false);
    }
    expect(reasons).toEqual(['no-backend', 'data-missing', 'bad-settings']);
  });
});
