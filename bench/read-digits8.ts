import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { type Digits8, parseDigits8 } from '../lib/datasets/digits8';

/** Reads the digits from `public/data` (Node: tests and benches). */
export async function readDigits8(folder = new URL('../public/data/digits8/', import.meta.url)): Promise<Digits8> {
  const meta: unknown = JSON.parse(await readFile(new URL('meta.json', folder), 'utf8'));
  return parseDigits8(meta, new Uint8Array(gunzipSync(await readFile(new URL('images.bin.gz', folder)))));
}
