import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { serve } from './serve.mjs';

const folder = mkdtempSync(join(tmpdir(), 'serve-'));
writeFileSync(join(folder, 'index.html'), '<h1>home</h1>');
writeFileSync(join(folder, '404.html'), '<h1>nothing here</h1>');
writeFileSync(join(folder, 'a.wasm'), new Uint8Array([0, 97, 115, 109]));

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

describe('the server of the built site', () => {
  it('serves the index, the wasm type and the 404 page under a base path', async () => {
    const site = await serve(folder, { port: 4700, base: '/margin-notes/' });
    open.push(site);
    expect(site.url).toBe(`http://localhost:${site.port}/margin-notes/`);
    expect(await (await fetch(site.url)).text()).toContain('home');
    expect((await fetch(`${site.url}a.wasm`)).headers.get('content-type')).toBe('application/wasm');
    const missing = await fetch(`${site.url}nope`);
    expect([missing.status, await missing.text()]).toEqual([404, '<h1>nothing here</h1>']);
    expect((await fetch(`http://localhost:${site.port}/`)).status).toBe(404);
  });

  it('never leaves its folder', async () => {
    const site = await serve(folder, { port: 4710 });
    open.push(site);
    expect((await fetch(`${site.url}..%2f..%2fetc%2fpasswd`)).status).toBe(404);
  });

  it('takes the next port when one is taken, and says which', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(4720, 'localhost', resolve));
    open.push(blocker);
    const site = await serve(folder, { port: 4720 });
    open.push(site);
    expect(site.port).toBeGreaterThan(4720);
    expect(site.taken).toContain(4720);
  });
});
