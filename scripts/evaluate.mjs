// npm run evaluate: a batch in, value and gradients of a loss out. Node 24 (from node_modules) reads the TypeScript by itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const args = process.argv.slice(2);
if (typeof nodeModule.registerHooks !== 'function' || !process.features.typescript) runWithOwnNode();

// Imports in lib carry no extension; Node wants one.
nodeModule.registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || /\.[a-z]+$/.test(specifier)) return next(specifier, context);
    const url = new URL(specifier, context.parentURL);
    const file = existsSync(fileURLToPath(`${url}.ts`)) ? `${specifier}.ts` : `${specifier}/index.ts`;
    return next(file, context);
  },
});

const { evaluateText, helpText, listText, readArguments } = await import('../lib/evaluate/evaluate.ts');
const { InputError } = await import('../lib/objectives/objective.ts');
try {
  const asked = readArguments(args);
  if (asked.help) print(helpText);
  else if (asked.list) print(listText());
  else print(evaluateText(read(asked.file)));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function read(file) {
  if (file === null && process.stdin.isTTY)
    throw new InputError('input', 'nothing was given', '--file case.json, or < case.json');
  try {
    return readFileSync(file === null ? 0 : locate(file), 'utf8');
  } catch (error) {
    if (error.code === undefined) throw error;
    throw new InputError(file === null ? 'input' : `--file ${file}`, error.message, 'a readable JSON file');
  }
}

/** npm runs in the project's folder; INIT_CWD is where it was called. */
function locate(file) {
  if (existsSync(file)) return file;
  const called = resolve(process.env.INIT_CWD ?? '.', file);
  return existsSync(called) ? called : file;
}

function print(text) {
  process.stdout.write(`${text}\n`);
}

/** Started by an older Node: hand over to the one that is installed with the project. */
function runWithOwnNode() {
  const own = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
  if (!existsSync(own) || process.env.MARGIN_NOTES_OWN_NODE) {
    console.error('evaluate needs Node 24: run `npm install` first, then `npm run --silent evaluate`.');
    process.exit(1);
  }
  const options = { stdio: 'inherit', env: { ...process.env, MARGIN_NOTES_OWN_NODE: '1' } };
  const { status } = spawnSync(own, [fileURLToPath(import.meta.url), ...args], options);
  process.exit(status ?? 1);
}
