import { describe, expect, it } from 'vitest';
import { fastestBackend, rememberBackend, rememberedBackend } from './backend-choice';
import type { BackendName } from './types';

const times = (wasm: number | null, webgpu: number | null, webgl: number | null) =>
  new Map<BackendName, number | null>([
    ['wasm', wasm],
    ['webgpu', webgpu],
    ['webgl', webgl],
  ]);

describe('fastestBackend', () => {
  it('stays on wasm unless a GPU backend is clearly faster', () => {
    expect(fastestBackend(times(2, null, null))).toBe('wasm');
    expect(fastestBackend(times(2, 1.5, 1.4))).toBe('wasm');
    expect(fastestBackend(times(2, 1.2, 1))).toBe('webgl');
    expect(fastestBackend(times(2, 1, 1.2))).toBe('webgpu');
  });

  it('takes what works where wasm does not', () => {
    expect(fastestBackend(times(null, null, 50))).toBe('webgl');
  });
});

describe('the remembered backend', () => {
  const storageWith = (value: string | null) => {
    const store = { value };
    const setItem = (_: string, text: string) => {
      store.value = text;
    };
    return { store, getItem: () => store.value, setItem };
  };

  it('comes back', () => {
    const storage = storageWith(null);
    expect(rememberedBackend(storage)).toBeNull();
    rememberBackend(storage, 'webgl');
    expect(rememberedBackend(storage)).toBe('webgl');
  });

  it.each(['{', '"x"', 'null', '{"version":0,"backend":"webgl"}', '{"version":1,"backend":"quantum"}'])(
    'is unknown where the storage holds %s',
    (value) => {
      expect(rememberedBackend(storageWith(value))).toBeNull();
    },
  );

  it('is unknown where storage is forbidden', () => {
    const forbidden = () => {
      throw new Error('forbidden');
    };
    expect(rememberedBackend({ getItem: forbidden, setItem: forbidden })).toBeNull();
    expect(() => rememberBackend({ getItem: forbidden, setItem: forbidden }, 'wasm')).not.toThrow();
  });
});
