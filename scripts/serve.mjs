// A small static server for the built site: what GitHub Pages does, on localhost. Used by `npm start` and by the tests of the built site.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.gz': 'application/octet-stream',
};

/**
 * Serves `folder` under `base` at the first free port from `port` on.
 * @returns {Promise<{ url: string, port: number, taken: number[], close: () => Promise<void> }>}
 */
export async function serve(folder, { port = 4321, base = '/', host = 'localhost' } = {}) {
  const server = createServer((request, response) => {
    respond(folder, base, request, response).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const taken = [];
  for (let candidate = port; candidate < port + 50; candidate++) {
    if (await listen(server, candidate, host)) {
      return {
        url: `http://${host}:${candidate}${base}`,
        port: candidate,
        taken,
        close: () =>
          new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      };
    }
    taken.push(candidate);
  }
  throw new Error(`no free port between ${port} and ${port + 49}`);
}

function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    const fail = (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve(true);
    });
  });
}

async function respond(folder, base, request, response) {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  if (!path.startsWith(base)) return notFound(folder, response);
  const wanted = normalize(join(folder, path.slice(base.length)));
  if (wanted !== normalize(folder) && !wanted.startsWith(normalize(folder + sep))) return notFound(folder, response);
  let file = wanted;
  let info = await stat(file).catch(() => null);
  if (info?.isDirectory()) {
    if (!path.endsWith('/')) {
      response.writeHead(301, { Location: `${path}/` });
      return response.end();
    }
    file = join(file, 'index.html');
    info = await stat(file).catch(() => null);
  }
  if (!info) return notFound(folder, response);
  send(response, 200, file, info.size);
}

async function notFound(folder, response) {
  const file = join(folder, '404.html');
  const info = await stat(file).catch(() => null);
  if (info) return send(response, 404, file, info.size);
  response.writeHead(404, { 'Content-Type': 'text/plain' });
  response.end('Not found');
}

function send(response, status, file, size) {
  response.writeHead(status, {
    'Content-Type': types[extname(file)] ?? 'application/octet-stream',
    'Content-Length': size,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  });
  createReadStream(file).pipe(response);
}
