import type { SphereRenderer } from './renderer';

let shared: Promise<SphereRenderer> | null = null;
let holders = 0;

export interface SphereLease {
  readonly renderer: SphereRenderer;
  /** Gives the renderer back; with the last lease its context is freed. */
  release(): void;
}

/**
 * The page's one sphere renderer, loaded (with three.js) when first asked for.
 * Rejects where WebGL 2 does not work; a later call tries again.
 */
export async function leaseRenderer(): Promise<SphereLease> {
  holders += 1;
  shared ??= import('./renderer').then(({ SphereRenderer }) => new SphereRenderer());
  const mine = shared;
  try {
    const renderer = await mine;
    let released = false;
    return {
      renderer,
      release() {
        if (released) return;
        released = true;
        holders -= 1;
        if (holders > 0 || shared !== mine) return;
        shared = null;
        renderer.dispose();
      },
    };
  } catch (error) {
    holders -= 1;
    if (shared === mine) shared = null;
    throw error;
  }
}

/** Renderers alive: 0 or 1. For tests. */
export function rendererCount(): number {
  return shared ? 1 : 0;
}
