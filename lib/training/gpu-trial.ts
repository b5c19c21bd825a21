import * as Comlink from 'comlink';
import { fastestBackend } from './backend-choice';
import type { EngineOptions } from './run-api';
import type { BackendName, RunSettings } from './types';
import type { WorkerApi } from './worker-api';

/** A backend that takes longer than that to compile and train a few steps is of no use here. Milliseconds. */
const trialLimit = 30_000;

/**
 * Times wasm and the GPU backends on a run, each in a worker of its own, one after the other, so that a driver that hangs or
 * crashes harms nobody.
 *
 * @returns null if not even wasm could be timed
 */
export async function timeBackends(options: EngineOptions, settings: RunSettings): Promise<BackendName | null> {
  const times = new Map<BackendName, number | null>();
  for (const backend of ['wasm', 'webgpu', 'webgl'] as const) times.set(backend, await timeBackend(options, backend, settings));
  return times.get('wasm') === null ? null : fastestBackend(times);
}

async function timeBackend(options: EngineOptions, backend: BackendName, settings: RunSettings): Promise<number | null> {
  const worker = options.spawn();
  try {
    const api = Comlink.wrap<WorkerApi>(worker);
    await api.start(options.dataBase);
    const tooLong = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('too slow')), trialLimit);
      worker.onerror = () => reject(new Error('worker died'));
    });
    const trial = await Promise.race([api.tryBackend(backend, settings), tooLong]);
    return trial.millisecondsPerStep;
  } catch {
    // Not here: that is what the trial is for.
    return null;
  } finally {
    worker.terminate();
  }
}
