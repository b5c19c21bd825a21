import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (input: string, args: readonly string[] = []) =>
  spawnSync(process.execPath, ['scripts/evaluate.mjs', ...args], { cwd: root, input, encoding: 'utf8' });

const good = {
  loss: 'arcface',
  params: { s: 4, m: 0.5 },
  embeddings: [[1, Math.sqrt(3)]],
  weights: [
    [1, 0],
    [0, 1],
  ],
  labels: [0],
};

describe('npm run --silent evaluate', () => {
  it('reads a case from the standard input and prints its result alone', () => {
    const { stdout, status } = spawnSync('npm', ['run', '--silent', 'evaluate'], {
      cwd: root,
      input: JSON.stringify(good),
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    // x at 60° from its class and 30° from the other.
    const z = [4 * Math.cos(Math.PI / 3 + 0.5), 4 * Math.cos(Math.PI / 6)] as const;
    expect(result.logits[0][0]).toBeCloseTo(z[0], 14);
    expect(result.logits[0][1]).toBeCloseTo(z[1], 14);
    expect(result.loss).toBeCloseTo(Math.log(Math.exp(z[0]) + Math.exp(z[1])) - z[0], 14);
    expect(result.gradEmbeddings).toHaveLength(1);
    expect(result.gradWeights).toHaveLength(2);
    expect(result.accuracy).toBe(0);
    expect(result).not.toHaveProperty('gradBias');
  });

  it('reads a file, and gives an array of results for an array of cases', () => {
    const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
    try {
      const file = join(folder, 'cases.json');
      writeFileSync(file, JSON.stringify([good, { ...good, loss: 'norm-softmax', params: { s: 4 } }]));
      const { stdout, status } = run('', ['--file', file]);
      expect(status).toBe(0);
      const [arc, plain] = JSON.parse(stdout);
      expect(arc.loss).toBeGreaterThan(plain.loss);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes the bias of plain softmax and gives its gradient', () => {
    const { stdout } = run(JSON.stringify({ ...good, loss: 'softmax', params: {}, bias: [0.5, -0.5] }));
    const { gradBias, logits } = JSON.parse(stdout);
    expect(logits[0][0]).toBeCloseTo(1.5, 12);
    expect(gradBias[0] + gradBias[1]).toBeCloseTo(0, 14);
    expect(gradBias[0]).toBeLessThan(0);
  });

  it('takes a formula of the reader and warns where it does not fall', () => {
    const params = { formula: 'cos(theta + m) - 0.1*theta', m: 0.4, s: 30 };
    const { stdout, status } = run(JSON.stringify({ ...good, loss: 'custom', params }));
    expect(status).toBe(0);
    const { logits, warnings } = JSON.parse(stdout);
    expect(logits[0][0]).toBeCloseTo(30 * (Math.cos(Math.PI / 3 + 0.4) - (0.1 * Math.PI) / 3), 12);
    expect(warnings).toEqual([expect.stringContaining('it rises between θ = 2.8418 rad')]);
  });

  it('lists every loss with parameters, defaults, ranges, options and source', () => {
    const { stdout, status } = run('', ['--list']);
    expect(status).toBe(0);
    const list = JSON.parse(stdout) as { id: string; params: Record<string, unknown>[]; source: object }[];
    const arcface = list.find(({ id }) => id === 'arcface')!;
    expect(arcface.params.find(({ id }) => id === 'm')).toMatchObject({ default: 0.5, min: 0, max: Math.PI, unit: 'rad' });
    expect(arcface.params.find(({ id }) => id === 'pastPi')).toMatchObject({ default: 'plain' });
    expect(arcface.source).toEqual({ reference: 'arcface', where: 'eq. (3)' });
    const custom = list.find(({ id }) => id === 'custom')!;
    expect(custom.params.map(({ id }) => id)).toEqual(['formula', 's', 'gradient']);
    for (const { params } of list) {
      for (const { kind, default: value, min, max, options } of params as never[]) {
        if (kind === 'text') continue;
        if (kind === 'choice') expect(options).toContain(value);
        else {
          expect(value).toBeGreaterThanOrEqual(min);
          expect(value).toBeLessThanOrEqual(max);
        }
      }
    }
  });

  it.each<[string, string, string]>([
    ['no input', '', 'input: nothing was given'],
    ['text that is not JSON', '{"loss":', 'input: it is not JSON'],
    ['a case that is no object', '7', 'case: 7; accepted: an object'],
    ['an unknown loss', JSON.stringify({ ...good, loss: 'arcfase' }), 'loss: "arcfase"; accepted: softmax, norm-softmax'],
    ['a name that every object has', JSON.stringify({ ...good, loss: 'constructor' }), 'loss: "constructor"; accepted'],
    ['an unknown field', JSON.stringify({ ...good, weight: [] }), 'weight: no such field; accepted: loss, params, embeddings'],
    ['an unknown parameter', JSON.stringify({ ...good, params: { margin: 1 } }), 'params.margin: arcface has no such parameter'],
    [
      'a margin in degrees',
      JSON.stringify({ ...good, params: { m: 28.6 } }),
      'params.m: 28.6; accepted: a number from 0 to 3.14',
    ],
    ['a fraction where m is whole', JSON.stringify({ ...good, loss: 'sphereface', params: { m: 1.5 } }), 'a whole number from 1'],
    ['an option it refuses', JSON.stringify({ ...good, loss: 'cosface', params: { pastPi: 'easy' } }), 'params.pastPi: "easy"'],
    [
      'a word among numbers',
      JSON.stringify({ ...good, embeddings: [[1, 'x']] }),
      'embeddings[0][1]: "x"; accepted: a finite number',
    ],
    ['a row that is too short', JSON.stringify({ ...good, weights: [[1, 0], [0]] }), 'weights[1]: 1 numbers; accepted: 2'],
    [
      'a number beyond double precision',
      '{"loss":"arcface","embeddings":[[1e999,0]],"weights":[[1,0]],"labels":[0]}',
      'embeddings[0][0]: Infinity',
    ],
    ['a label that is no class', JSON.stringify({ ...good, labels: [2] }), 'labels[0]: 2; accepted: a class from 0 to 1'],
    [
      'a custom loss without a formula',
      JSON.stringify({ ...good, loss: 'custom' }),
      'params.formula: it is missing; accepted: a',
    ],
    [
      'a formula with a fault, at its character',
      JSON.stringify({ ...good, loss: 'custom', params: { formula: 'cos(theta + ) - m' } }),
      'params.formula: Character 13:',
    ],
    [
      'a formula that breaks, with the angle',
      JSON.stringify({ ...good, loss: 'custom', params: { formula: '1/(theta - 1)' } }),
      'The formula has no finite value at θ = 1 rad (57.3°)',
    ],
    ['too few labels', JSON.stringify({ ...good, labels: [] }), 'labels: 0 labels; accepted: one for each of the 1'],
    ['no embeddings', JSON.stringify({ ...good, embeddings: undefined }), 'embeddings: it is missing'],
    ['an empty batch', JSON.stringify({ ...good, embeddings: [], labels: [] }), 'embeddings: the batch is empty'],
    ['a bias that the loss has not', JSON.stringify({ ...good, bias: [0, 0] }), 'bias: arcface has no bias'],
    ['a state that the loss has not', JSON.stringify({ ...good, state: { t: 1 } }), 'state.t: arcface has no such state'],
    ['a bad case among good ones', JSON.stringify([good, { ...good, labels: [-1] }]), 'case 1: labels[0]: -1'],
    [
      'results that overflow',
      '{"loss":"softmax","embeddings":[[1e300,0]],"weights":[[1e300,0]],"labels":[0]}',
      'double precision',
    ],
  ])('refuses %s with one line and exit code 1', (_, input, message) => {
    const { stdout, stderr, status } = run(input);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(message);
  });

  it.each<[readonly string[], string]>([
    [['--file'], '--file: no file name follows'],
    [['--file', 'no-such.json'], '--file no-such.json: ENOENT'],
    [['--fiel'], 'arguments: "--fiel"'],
  ])('refuses the arguments %j', (args, message) => {
    const { stderr, status } = run('', args);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });
});
