import * as Comlink from 'comlink';
import { fastestBackend } from './backend-choice';
import type { EngineOptions } from './run-api';
import type { BackendName, RunSettings } from './types';
import type { WorkerApi } from './worker-api';

/** A backend that takes longer than that to compile and train a few steps is of no use here. Milliseconds. */
const trialLimit = 15_000;

/**
 * Times wasm and the GPU backends on a run, each in a worker of its own, one after the other, so that a driver that hangs or
 * crashes harms nobody.
 *
 * @param signal  ends the trial at once: the reader wants the device for something else
 * @returns null if the trial was ended, or if not even wasm could be timed
 */
export async function timeBackends(
  options: EngineOptions,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<BackendName | null> {
  const times = new Map<BackendName, number | null>();
  for (const backend of ['wasm', 'webgpu', 'webgl'] as const) {
    times.set(backend, await timeBackend(options, backend, settings, signal));
    if (signal.aborted) return null;
  }
  return times.get('wasm') === null ? null : fastestBackend(times);
}

async function timeBackend(
  options: EngineOptions,
  backend: BackendName,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<number | null> {
  const worker = options.spawn();
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const api = Comlink.wrap<WorkerApi>(worker);
    const ended = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('too slow')), trialLimit);
      worker.onerror = () => reject(new Error('worker died'));
      signal.addEventListener('abort', () => reject(new Error('ended')));
    });
    void api.start(options.dataBase);
    const trial = await Promise.race([api.tryBackend(backend, settings), ended]);
    return trial.millisecondsPerStep;
  } catch {
    // Not here, or not now: that is what the trial is for.
    return null;
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
