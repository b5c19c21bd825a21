import { mkdir, writeFile } from 'node:fs/promises';

/** Writes `bench/results/<name>.json`, which pages print from. One row a line, so that changes can be read. */
export async function writeResult(name: string, result: object): Promise<void> {
  const folder = new URL('results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  const text = JSON.stringify(result, null, 2).replace(/\{\n\s+"(runs|median|pastPi|parameter)"[^{}]*\}/g, (object) =>
    object.replace(/\s*\n\s*/g, ' '),
  );
  await writeFile(new URL(`${name}.json`, folder), `${text}\n`);
}
