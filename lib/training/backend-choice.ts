import type { BackendStorage } from './run-api';
import type { BackendName } from './types';

/**
 * Which backend this device should start on. Everybody begins on wasm; the GPU backends are tried once, and one of them is
 * taken only if it is clearly faster, since wasm starts sooner and gives everybody the same run.
 */
const key = 'margin-notes:backend';
/** A new engine is tried anew. */
const version = 1;
const clearlyFaster = 1.5;

interface Remembered {
  readonly version: number;
  readonly backend: BackendName;
}

/** @returns null if this device has not been tried yet. */
export function rememberedBackend(storage: BackendStorage | undefined): BackendName | null {
  try {
    const value = JSON.parse(storage?.getItem(key) ?? 'null') as Partial<Remembered> | null;
    const known: readonly unknown[] = ['wasm', 'webgl', 'webgpu'];
    return value?.version === version && known.includes(value.backend) ? value.backend! : null;
  } catch {
    // Unreadable or forbidden storage: as if never tried.
    return null;
  }
}

export function rememberBackend(storage: BackendStorage, backend: BackendName): void {
  try {
    storage.setItem(key, JSON.stringify({ version, backend } satisfies Remembered));
  } catch {
    // Full or forbidden storage: it will be tried again on the next page.
  }
}

/** @param times  milliseconds a step; null where a backend does not work */
export function fastestBackend(times: ReadonlyMap<BackendName, number | null>): BackendName {
  const wasm = times.get('wasm');
  let best: BackendName = 'wasm';
  let bestTime = wasm == null ? Number.POSITIVE_INFINITY : wasm / clearlyFaster;
  for (const name of ['webgpu', 'webgl'] as const) {
    const time = times.get(name);
    if (time != null && time < bestTime) {
      best = name;
      bestTime = time;
    }
  }
  return best;
}
