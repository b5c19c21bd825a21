// npm start: installs, builds, serves the built site and prints its address.

import { serve } from './serve.mjs';
import { CommandError, ensureInstalled, root, runScript, stopOnSignal } from './setup.mjs';

let site;
stopOnSignal(() => site?.close());

try {
  await ensureInstalled();
  console.log('Building …');
  const base = normaliseBase(process.env.BASE_PATH ?? '/');
  await runScript('build');
  const wanted = readPort(process.env.PORT);
  site = await serve(`${root}dist`, { port: wanted, base });
  if (site.taken.length) console.log(`Port ${site.taken.join(', ')} is taken; using ${site.port}.`);
  console.log(`\nMargin Notes is at ${site.url}\nCtrl-C stops it.`);
} catch (error) {
  console.error(error instanceof CommandError ? error.message : error);
  process.exit(1);
}

function normaliseBase(base) {
  return `/${base.replace(/^\/+|\/+$/g, '')}/`.replace('//', '/');
}

function readPort(text) {
  if (text === undefined) return 4321;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  console.error(`PORT=${text} is not a port; it must be a whole number from 1 to 65535. Using 4321.`);
  return 4321;
}
