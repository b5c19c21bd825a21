import { describe, expect, it } from 'vitest';
import { evaluateText } from '../../lib/evaluate/evaluate';

const good = {
  loss: 'arcface',
  embeddings: [
    [1, 2],
    [3, 4],
  ],
  weights: [
    [1, 0],
    [0, 1],
  ],
  labels: [0, 1],
};
const but = (change: Record<string, unknown>): string => JSON.stringify({ ...good, ...change });
const messageOf = (text: string): string => {
  try {
    evaluateText(text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('bad input gets one line that names the field, the row and what is accepted', () => {
  it.each<[string, string, RegExp]>([
    ['nothing', '', /^input: nothing was given; accepted: a case/],
    ['no JSON', '{"loss": "arcface",}', /^input: it is not JSON .*; accepted: a case/],
    ['no JSON, over several lines', '{"loss":\n"arcface",\n}', /^input: it is not JSON/],
    ['a number', '3', /^case: 3; accepted: an object/],
    ['a field with a line end in its name', '{"lo\\nss": 1}', /^lo ss: no such field; accepted: loss, params/],
    ['no loss', but({ loss: undefined }), /^loss: it is missing; accepted: softmax, .*custom$/],
    ['an unknown loss', but({ loss: 'arcfaces' }), /^loss: "arcfaces"; accepted: softmax/],
    ['a name of JavaScript as a loss', but({ loss: '__proto__' }), /^loss: "__proto__"/],
    ['a misspelt field', but({ param: {} }), /^param: no such field; accepted: loss, params/],
    ['no embeddings', but({ embeddings: undefined }), /^embeddings: it is missing/],
    ['no weights', but({ weights: undefined }), /^weights: it is missing/],
    ['no labels', but({ labels: undefined }), /^labels: it is missing/],
    ['a vector for a matrix', but({ embeddings: [1, 2] }), /^embeddings\[0\]: 1; accepted: a row of numbers/],
    ['an empty batch', but({ embeddings: [], labels: [] }), /^embeddings: the batch is empty/],
    ['rows without coordinates', but({ embeddings: [[], []] }), /^embeddings\[0\]: it has no coordinates/],
    ['ragged rows', but({ embeddings: [[1, 2], [3]] }), /^embeddings\[1\]: 1 numbers; accepted: 2/],
    ['another dimension', but({ weights: [[1, 0, 0]] }), /^weights\[0\]: 3 numbers; accepted: 2/],
    [
      'null',
      but({
        embeddings: [
          [1, 2],
          [3, null],
        ],
      }),
      /^embeddings\[1\]\[1\]: null; accepted: a finite number/,
    ],
    [
      'NaN, as Python writes it',
      but({}).replace('[3,4]', '[3,\nNaN]'),
      /^embeddings\[1\]\[1\]: "NaN"; accepted: a finite number/,
    ],
    ['-Infinity', but({}).replace('[0,1]]', '[0,-Infinity]]'), /^weights\[1\]\[1\]: "-Infinity"; accepted: a finite/],
    ['a number beyond doubles', but({}).replace('[3,4]', '[3,1e999]'), /^embeddings\[1\]\[1\]: Infinity; accepted: a finite/],
    [
      'numbers that overflow',
      but({
        loss: 'softmax',
        embeddings: [
          [1e200, 1e200],
          [1, 1],
        ],
        weights: [
          [1e200, 1],
          [1, 1],
        ],
      }),
      /double precision/,
    ],
    ['a label out of range', but({ labels: [0, 2] }), /^labels\[1\]: 2; accepted: a class from 0 to 1/],
    ['a negative label', but({ labels: [-1, 0] }), /^labels\[0\]: -1; accepted: a class from 0 to 1/],
    ['half a label', but({ labels: [0.5, 0] }), /^labels\[0\]: 0.5/],
    ['a label as text', but({ labels: ['0', 0] }), /^labels\[0\]: "0"; accepted: a class/],
    ['too many labels', but({ labels: [0, 1, 1] }), /^labels: 3 labels; accepted: one for each of the 2 embeddings/],
    ['an unknown parameter', but({ params: { margin: 1 } }), /^params\.margin: .*; accepted: s, m, pastPi, gradient/],
    ['degrees for radians', but({ params: { m: 28.6 } }), /^params\.m: 28\.6; accepted: a number from 0 to 3\.14/],
    [
      'a refused option',
      but({ loss: 'cosface', params: { pastPi: 'easy' } }),
      /^params\.pastPi: "easy"; accepted: "plain" \(it adds/,
    ],
    ['a real m for SphereFace', but({ loss: 'sphereface', params: { m: 1.35 } }), /^params\.m: 1\.35; accepted: a whole number/],
    ['a bias that the loss has not', but({ bias: [0, 0] }), /^bias: arcface has no bias/],
    ['a short bias', but({ loss: 'softmax', bias: [0] }), /^bias: 1 numbers; accepted: one for each of the 2 classes/],
    ['a state that the loss has not', but({ state: { t: 1 } }), /^state\.t: arcface has no such state/],
    ['too few margins', but({ loss: 'elasticface', state: { margins: [1] } }), /^state\.margins: 1 entries; accepted: 2/],
    ['a sample without its class', but({ loss: 'partial-fc', state: { classes: [0] } }), /^state\.classes: it lacks 1/],
    ['rows that are no multiple of K', but({ loss: 'subcenter-arcface' }), /^weights: 2 rows; accepted: a multiple of K = 3/],
    ['no formula', but({ loss: 'custom' }), /^params\.formula: it is missing/],
    ['the second of two cases', `[${but({})}, ${but({ params: { m: -1 } })}]`, /^case 1: params\.m: -1; accepted/],
  ])('%s', (_, text, expected) => {
    const message = messageOf(text);
    expect(message).toMatch(expected);
    expect(message).not.toMatch(/\n/);
  });

  it('takes a byte order mark, as PowerShell writes one', () => {
    expect(evaluateText(`\uFEFF${but({})}`)).toBe(evaluateText(but({})));
  });
  it('keeps the words NaN and Infinity inside text', () => {
    expect(messageOf('{"loss": "NaN, \\"Infinity\\"", "labels": [NaN]}')).toMatch(/^loss: "NaN, \\"Infinity\\""/);
  });
});
