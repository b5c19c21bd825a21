import { execFileSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { expected } from './expected';
import { checkNumbers } from './scenario';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('a run is determined', () => {
  it.each(['cpu', 'wasm'] as const)('gives the known check numbers on %s in this Node', async (backend) => {
    expect(await checkNumbers(backend, null)).toEqual(expected[backend]);
  });

  it('gives the same check numbers in another version of Node', async (context) => {
    const other = findOtherNode();
    if (!other) context.skip(`no Node besides ${process.version} is on the PATH`);
    // Inside the project, so that the packages are found.
    const folder = await mkdtemp(join(root, 'node_modules', '.determinism-'));
    try {
      await build({
        root,
        configFile: false,
        publicDir: false,
        logLevel: 'error',
        build: {
          ssr: join(root, 'lib/training/determinism/main.ts'),
          outDir: folder,
          rollupOptions: { output: { entryFileNames: 'main.mjs' } },
        },
      });
      const output = execFileSync(other!, [join(folder, 'main.mjs')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      expect(JSON.parse(output.trim().split('\n').at(-1)!)).toEqual(expected);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** A Node with another major version, 20 or later. */
function findOtherNode(): string | null {
  const own = Number.parseInt(process.versions.node, 10);
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  for (const path of new Set(candidates.filter(existsSync).map((path) => realpathSync(path)))) {
    try {
      const version = Number.parseInt(execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }), 10);
      if (version >= 20 && version !== own) return path;
    } catch {
      // Not a Node that runs here; look further.
    }
  }
  return null;
}
