// What `npm start` and `npm test` share before anything is installed: plain Node 18, no dependency.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.installed-lock`;
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Installs the dependencies of package-lock.json, unless exactly these are installed already. */
export async function ensureInstalled() {
  const lock = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  console.log('Installing dependencies (once) …');
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const cli = process.env.npm_execpath;
  // An npm on an old Node leaves out the native parts that ask for a newer one (optional dependencies whose `engines` do not
  // match), and the build then fails. So there npm itself runs on the Node that the project is built with.
  if (isOld(process.versions.node) && cli?.endsWith('npm-cli.js')) await run(await newerNode(), [cli, ...flags]);
  else await run(npm, flags);
  writeFileSync(stamp, lock);
}

function isOld(version) {
  const [major, minor] = version.split('.').map(Number);
  return major < 22 || (major === 22 && minor < 12);
}

/** Path of a Node of the version in package.json, from its registry package, kept in .cache. */
async function newerNode() {
  const { devDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const folder = `${root}.cache/node`;
  const binary = `${folder}/node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    const manifest = { private: true, dependencies: { node: devDependencies.node }, allowScripts: { node: true } };
    writeFileSync(`${folder}/package.json`, JSON.stringify(manifest));
    await run(npm, ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock']);
  }
  return binary;
}

/** Runs an npm script of this project, with Node 24 from node_modules on the path. */
export function runScript(name, extra = [], options = {}) {
  return run(npm, ['run', '--silent', name, ...(extra.length ? ['--', ...extra] : [])], options);
}

const children = new Set();
let stopping = false;

/**
 * Runs a command to its end with this process's input and output. Rejects on a non-zero exit code.
 * @param {{ env?: Record<string, string>, tee?: (text: string) => void }} [options] `tee` also receives what is printed
 */
export function run(command, args, { env, tee } = {}) {
  return new Promise((resolve, reject) => {
    // A group of its own, so that Ctrl-C can end grandchildren (npm → node → browser) too.
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...env },
      stdio: ['ignore', tee ? 'pipe' : 'inherit', tee ? 'pipe' : 'inherit'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    });
    children.add(child);
    for (const [stream, out] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream?.on('data', (data) => {
        out.write(data);
        tee?.(String(data));
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      children.delete(child);
      if (stopping) return;
      if (code === 0) resolve();
      else reject(new CommandError(`${command} ${args.join(' ')} ended with ${signal ?? `code ${code}`}`));
    });
  });
}

export class CommandError extends Error {}

/** Ends what was started when the reader presses Ctrl-C, then leaves. */
export function stopOnSignal(cleanUp = () => {}) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      for (const child of children) kill(child);
      Promise.resolve(cleanUp()).then(() => process.exit(signal === 'SIGINT' ? 0 : 143));
    });
  }
}

function kill(child) {
  if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
  else {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // already gone is what we want
    }
  }
}
