import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What the test runner puts into the environment; a build must not see it. */
const ofTheRunner = /^(?:VITEST|VITE_|NODE_ENV$|TEST$|BASE_URL$|MODE$|DEV$|PROD$|SSR$)/;

/** Builds the site as a deployment does, in a process of its own. Base and address come from the environment. */
export async function buildSite(outDir: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheRunner.test(name)));
  await promisify(execFile)('npm', ['run', '--silent', 'build', '--', '--outDir', outDir], {
    cwd: root,
    env: { ...clean, BASE_PATH: '/', ASTRO_TELEMETRY_DISABLED: '1', ...env },
    maxBuffer: 2 ** 26,
  });
}
