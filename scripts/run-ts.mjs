import { resolve } from 'node:path';
import { createServer } from 'vite';

/**
 * Runs a TypeScript file of this project in Node: `node scripts/run-ts.mjs bench/index.ts [arguments]`. The file's default
 * export is called with the arguments.
 */
const [file, ...args] = process.argv.slice(2);
if (!file) throw new Error('usage: node scripts/run-ts.mjs <file.ts> [arguments]');
const server = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, watch: null, hmr: false, ws: false },
});
try {
  const module = await server.ssrLoadModule(resolve(file));
  await module.default(args);
} finally {
  await server.close();
}
