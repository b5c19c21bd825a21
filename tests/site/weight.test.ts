import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { open } from './browser';

/** Bytes after gzip of all that a page loads without input, by kind. */
async function weigh(path: string): Promise<{ script: number; all: number; files: string[] }> {
  const { page } = await open('404.html');
  const sizes: { kind: string; bytes: number; url: string }[] = [];
  const pending: Promise<void>[] = [];
  page.on('response', (response) => {
    pending.push(
      response.body().then(
        (body) => void sizes.push({ kind: response.request().resourceType(), bytes: gzipSync(body).length, url: response.url() }),
        () => undefined, // a redirect has no body
      ),
    );
  });
  await page.goto(new URL(path, page.url()).href, { waitUntil: 'load' });
  await page.waitForTimeout(5000);
  await Promise.all(pending);
  await page.context().close();
  const sum = (chosen: typeof sizes) => chosen.reduce((total, { bytes }) => total + bytes, 0);
  return {
    script: sum(sizes.filter(({ url }) => /\.m?js$/.test(new URL(url).pathname))),
    all: sum(sizes),
    files: sizes.map(({ url, bytes }) => `${bytes} ${url}`).sort(),
  };
}

describe.each(['', 'arcface/', 'ko/arcface/', 'evaluate/'])('/%s, five seconds after load and without input', (path) => {
  it('has loaded at most 60 KB of script and 250 KB in all (gzip)', async () => {
    const { script, all, files } = await weigh(path);
    expect(files.length).toBeGreaterThan(0);
    expect(script, files.join('\n')).toBeLessThanOrEqual(60 * 1024);
    expect(all, files.join('\n')).toBeLessThanOrEqual(250 * 1024);
  });
});
