import type { Engine } from '../../../lib/training/run-api';

let shared: Promise<Engine> | null = null;

/** The page's one engine; its script and its worker are loaded when this is first called. */
export function pageEngine(): Promise<Engine> {
  shared ??= import('../../../lib/training/client').then(({ createEngine }) => {
    const engine = createEngine({
      spawn: () => new Worker(new URL('../../../lib/training/worker.ts', import.meta.url), { type: 'module' }),
      dataBase: dataBase(),
      storage: deviceStorage(),
      whenIdle: (callback) => {
        if ('requestIdleCallback' in window) requestIdleCallback(callback, { timeout: 20_000 });
        else setTimeout(callback, 3000);
      },
    });
    const tell = () => engine.setHidden(document.visibilityState === 'hidden');
    document.addEventListener('visibilitychange', tell);
    tell();
    return engine;
  });
  // A script that did not arrive is asked for again at the next press.
  shared.catch(() => {
    shared = null;
  });
  return shared;
}

/** Address of the folder of data sets, whatever the site's base path. */
export function dataBase(): string {
  const base = import.meta.env.BASE_URL;
  return new URL(`${base.endsWith('/') ? base : `${base}/`}data/`, location.href).href;
}

/** Memory of the device's fastest backend. Where storage is forbidden (private windows, file pages) nothing is remembered. */
function deviceStorage(): { getItem(key: string): string | null; setItem(key: string, value: string): void } | undefined {
  try {
    const { localStorage } = window;
    localStorage.getItem('probe');
    return localStorage;
  } catch (error) {
    console.info('the fastest backend will not be remembered:', error);
    return undefined;
  }
}
