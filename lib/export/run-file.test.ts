import { beforeAll, describe, expect, it } from 'vitest';
import { loadDataset } from '../datasets/load';
import { useBackend } from '../training/backends';
import { smallRun, toyLoss } from '../training/testing/runs';
import { Trainer } from '../training/trainer';
import { readRunFile, writeRunFile } from './run-file';

beforeAll(() => useBackend('cpu', { wasmSimd: null }));

describe('a run file', () => {
  it('reproduces a run with its changes, weight for weight', async () => {
    const data = await loadDataset(smallRun.dataset, smallRun.seed, () => Promise.reject(new Error('no digits here')));
    const first = new Trainer(smallRun, data);
    await first.seek(10);
    first.change(toyLoss('cosface', { s: 8, m: 0.1 }));
    await first.seek(30);
    const text = writeRunFile({
      settings: smallRun,
      changes: first.changes,
      backend: 'cpu',
      step: first.step,
      check: await first.hash(),
    });
    first.dispose();

    const file = readRunFile(text);
    const second = new Trainer(file.settings, data, file.changes);
    await second.seek(file.step);
    expect(await second.hash()).toBe(file.check);
    second.dispose();
  });

  it.each([
    ['no JSON', 'hello', 'not JSON'],
    ['another format', '{"format":"other"}', 'format'],
    [
      'settings that are none',
      writeRunFile({ settings: { ...smallRun, batchSize: 0 }, changes: [], backend: 'cpu', step: 0, check: '00000000' }),
      'batchSize',
    ],
  ])('is refused when it is %s, with the place', (_, text, where) => {
    expect(() => readRunFile(text)).toThrow(where);
  });
});
