import { DatasetError } from './dataset';
import { type Digits8, parseDigits8 } from './digits8';

export type Progress = (loaded: number, total: number) => void;

/**
 * Fetches the digits.
 *
 * @param base      address of the folder of data sets, ending in a slash
 * @param progress  bytes received of bytes expected (0 where the server does not tell)
 * @throws DatasetError
 */
export async function fetchDigits8(base: string, progress: Progress = () => {}): Promise<Digits8> {
  const [meta, pixels] = await Promise.all([
    fetchBytes(`${base}digits8/meta.json`).then(parseJson),
    fetchBytes(`${base}digits8/images.bin.gz`, progress).then(gunzip),
  ]);
  return parseDigits8(meta, pixels);
}

async function fetchBytes(address: string, progress: Progress = () => {}): Promise<Uint8Array<ArrayBuffer>> {
  const file = address.split('/').slice(-2).join('/');
  try {
    const response = await fetch(address);
    if (!response.ok) throw new DatasetError('data-missing', `${file}: HTTP ${response.status}`);
    const total = Number(response.headers.get('content-length') ?? 0);
    const chunks: Uint8Array[] = [];
    let loaded = 0;
    for (const reader = response.body!.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      loaded += value.length;
      progress(loaded, total);
    }
    const bytes = new Uint8Array(loaded);
    let offset = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, offset);
      offset += chunk.length;
    }
    return bytes;
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    throw new DatasetError('data-missing', `${file}: ${String(error)}`);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new DatasetError('data-corrupt', `meta.json: ${String(error)}`);
  }
}

/** Decompresses where needed: some servers send `.gz` files with `Content-Encoding: gzip`, which arrive decoded. */
async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw new DatasetError('data-corrupt', `images.bin.gz: ${String(error)}`);
  }
}
