import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readable } from './readable';

it('is the same value when it is parsed again', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      // JSON has one zero.
      expect(JSON.parse(readable(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('puts a vector on a line and a matrix in a block', () => {
  const row = [0.1234567890123456, -0.1234567890123456];
  expect(readable({ loss: 1.5, gradEmbeddings: [row, row], labels: [0, 1] })).toBe(`{
  "loss": 1.5,
  "gradEmbeddings": [
    [0.1234567890123456, -0.1234567890123456],
    [0.1234567890123456, -0.1234567890123456]
  ],
  "labels": [0, 1]
}`);
});

it('leaves out what is not given, and fills lines with a long vector', () => {
  expect(readable({ a: 1, b: undefined })).toBe('{ "a": 1 }');
  const lines = readable(Array.from({ length: 40 }, (_, i) => i / 7)).split('\n');
  expect(lines.length).toBeLessThan(20);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
});
