import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readDigits8 } from '../../bench/read-digits8';
import { DatasetError } from './dataset';
import { parseDigits8, selectDigits } from './digits8';
import { fetchDigits8 } from './fetch';

const meta = { name: 'digits8', count: 3, train: 2, width: 2, height: 1, bits: 8, max: 16, labels: '701' };
const pixels = Uint8Array.of(0, 16, 8, 4, 2, 1);

describe('the stored digits', () => {
  it('are the 5,620 samples of the source, with its class counts', async () => {
    const digits = await readDigits8();
    expect([digits.count, digits.train, digits.width, digits.height]).toEqual([5620, 3823, 8, 8]);
    const counts = (from: number, to: number) => {
      const result = new Array<number>(10).fill(0);
      for (const digit of digits.digits.subarray(from, to)) result[digit]!++;
      return result;
    };
    // optdigits.names of the UCI repository.
    expect(counts(0, 3823)).toEqual([376, 389, 380, 389, 387, 376, 377, 387, 380, 382]);
    expect(counts(3823, 5620)).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  });
});

describe('parseDigits8', () => {
  it.each([
    ['no object', null, pixels, 'root'],
    ['another name', { ...meta, name: 'mnist' }, pixels, 'name'],
    ['a negative count', { ...meta, count: -1 }, pixels, 'count'],
    ['letters as labels', { ...meta, labels: '7a1' }, pixels, 'labels'],
    ['a label too few', { ...meta, labels: '70' }, pixels, '2 labels for 3 samples'],
    ['no unseen part', { ...meta, train: 3 }, pixels, '3 training samples of 3'],
    ['a byte too few', meta, pixels.subarray(1), '5 bytes, expected 6'],
    ['a pixel too bright', meta, Uint8Array.of(0, 16, 8, 17, 2, 1), 'value 17 at byte 3'],
  ])('refuses %s and says what is wrong', (_, badMeta, bytes, message) => {
    const parse = () => parseDigits8(badMeta, bytes);
    expect(parse).toThrow(DatasetError);
    expect(parse).toThrow(message);
  });
});

describe('selectDigits', () => {
  it('keeps the chosen digits in the chosen order, and knows where they come from', () => {
    const data = selectDigits(parseDigits8(meta, pixels), [1, 7]);
    expect(data.classNames).toEqual(['1', '7']);
    expect({ ...data.train, inputs: [...data.train.inputs] }).toEqual({
      count: 1,
      inputs: [0, 1],
      labels: Uint8Array.of(1),
      indices: Uint32Array.of(0),
    });
    expect({ ...data.test, inputs: [...data.test.inputs] }).toEqual({
      count: 1,
      inputs: [0.125, 0.0625],
      labels: Uint8Array.of(0),
      indices: Uint32Array.of(2),
    });
  });
});

describe('fetchDigits8', () => {
  afterEach(() => void vi.unstubAllGlobals());

  const serve = (files: Record<string, Uint8Array | string | number>) =>
    vi.stubGlobal('fetch', async (address: string) => {
      const file = files[address.split('/').at(-1)!];
      return typeof file === 'number' ? new Response(null, { status: file }) : new Response(file as BodyInit);
    });
  const json = JSON.stringify(meta);
  const packed = new Uint8Array(gzipSync(pixels));

  it('decompresses what arrives compressed, takes what the server has decoded, and reports progress', async () => {
    for (const bytes of [packed, pixels]) {
      serve({ 'meta.json': json, 'images.bin.gz': bytes });
      const seen: number[] = [];
      const digits = await fetchDigits8('https://example.org/data/', (loaded) => seen.push(loaded));
      expect([...digits.pixels]).toEqual([...pixels]);
      expect(seen.at(-1)).toBe(bytes.length);
    }
  });

  it.each([
    ['is not there', { 'meta.json': json, 'images.bin.gz': 404 }, 'data-missing'],
    ['is damaged', { 'meta.json': json, 'images.bin.gz': packed.slice(0, 12) }, 'data-corrupt'],
    ['is a page instead', { 'meta.json': '<!doctype html>', 'images.bin.gz': packed }, 'data-corrupt'],
  ])('says so when a file %s', async (_, files, code) => {
    serve(files);
    await expect(fetchDigits8('https://example.org/data/')).rejects.toMatchObject({ name: 'DatasetError', code });
  });

  it('says so when there is no network', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(fetchDigits8('https://example.org/data/')).rejects.toMatchObject({ code: 'data-missing' });
  });
});
