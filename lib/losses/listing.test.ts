import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import { beforeAll, describe, expect, it } from 'vitest';
import { softmaxHead } from '../objectives/softmax-head';
import { losses, paperOptions } from './index';
import { classNameOf, listingLanguages, listingOf } from './listing';
import { batch, type HeadNumbers, jobFor, type ListingCase, listingCases, type Recorded, sourceOf } from './listing.cases';

const runner = fileURLToPath(new URL('../../scripts/run_listings.py', import.meta.url));
const recordedPath = (framework: string): string =>
  fileURLToPath(new URL(`./__snapshots__/listing.${framework}.json`, import.meta.url));

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Our own double-precision head: the reference of every listing. */
function reference({ loss, values, options }: ListingCase): HeadNumbers {
  const {
    loss: mean,
    gradEmbeddings,
    gradWeights,
    gradBias,
  } = softmaxHead({ ...batch, bias: loss.hasBias ? batch.bias : undefined }, loss, values, options);
  return {
    loss: mean,
    gradEmbeddings: gradEmbeddings.map((g) => [...g]),
    gradWeights: gradWeights.map((g) => [...g]),
    gradBias: [...gradBias],
  };
}

/** Largest difference of loss and gradients. */
function distance(a: HeadNumbers, b: HeadNumbers): number {
  const flat = (h: HeadNumbers): number[] => [h.loss, ...h.gradEmbeddings.flat(), ...h.gradWeights.flat(), ...h.gradBias];
  const [x, y] = [flat(a), flat(b)];
  expect(x.length).toBe(y.length);
  return Math.max(...x.map((value, i) => (Number.isFinite(value) ? Math.abs(value - y[i]!) : Infinity)));
}

/** A Python that can import the framework, or null. */
function findPython(framework: string): string | null {
  const candidates = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].filter((path) => path !== undefined);
  return candidates.find((path) => spawnSync(path, ['-c', `import ${framework}`], { timeout: 60_000 }).status === 0) ?? null;
}

/** Both keep 15 digits; TensorFlow's listing floors sin θ at 1e-6, which the two rows at θ = 0 and π feel: s · sin m · 1e-6 = 8e-6 of the loss. */
const tolerance = { torch: 1e-12, tensorflow: 3e-5 } as const;

describe.each(['torch', 'tensorflow'] as const)('the %s listing', (framework) => {
  const language = framework === 'torch' ? 'pytorch' : 'tensorflow';

  it.skipIf(process.env['RECORD_LISTINGS'])(
    'was run with these very sources, and gave what our double-precision head gives',
    () => {
      const recorded = JSON.parse(readFileSync(recordedPath(framework), 'utf8')) as Recorded;
      expect(Object.keys(recorded.results)).toEqual(listingCases.map((c) => c.name));
      for (const c of listingCases) {
        const result = recorded.results[c.name]!;
        expect(result.digest, `${c.name}: the listing changed; record again with RECORD_LISTINGS=1`).toBe(
          digestOf(sourceOf(language, c)),
        );
        expect(distance(result, reference(c)), c.name).toBeLessThan(tolerance[framework]);
      }
    },
  );

  it('gives the same when it is run here', { timeout: 120_000 }, ({ skip }) => {
    const python = findPython(framework);
    if (!python) return skip(`no Python with ${framework} is installed here`);
    const run = spawnSync(python, [runner], { input: JSON.stringify(jobFor(framework)), encoding: 'utf8', maxBuffer: 1e8 });
    expect(run.status, run.stderr).toBe(0);
    const { version, results } = JSON.parse(run.stdout) as { version: string; results: Record<string, HeadNumbers> };
    for (const c of listingCases) expect(distance(results[c.name]!, reference(c)), c.name).toBeLessThan(tolerance[framework]);
    if (process.env['RECORD_LISTINGS']) {
      const recorded = Object.fromEntries(
        listingCases.map((c) => [c.name, { digest: digestOf(sourceOf(language, c)), ...results[c.name]! }]),
      );
      writeFileSync(recordedPath(framework), `${JSON.stringify({ version, results: recorded }, null, 1)}\n`);
    }
    expect(existsSync(recordedPath(framework))).toBe(true);
  });
});

describe('the JavaScript listing', () => {
  beforeAll(() => tf.setBackend('cpu'));

  it.each(listingCases)('$name: computes loss and gradients of our head in TensorFlow.js', (c) => {
    const source = sourceOf('javascript', c);
    expect(source.startsWith("import * as tf from '@tensorflow/tfjs';\n")).toBe(true);
    const className = classNameOf(c.loss);
    const Head = new Function(
      'tf',
      `${source.replace(/^import.*\n/, '').replace('export class', 'class')}; return ${className};`,
    )(tf);
    const head = new Head(3, 4, c.values);
    head.weight.assign(tf.tensor2d(batch.weights.map((row) => [...row])));
    head.bias?.assign(tf.tensor1d([...batch.bias]));
    const labels = tf.tensor1d([...batch.labels], 'int32');
    const x = tf.variable(tf.tensor2d(batch.embeddings.map((row) => [...row])));
    const { value, grads } = tf.variableGrads(() => head.loss(x, labels), [x, head.weight, ...(head.bias ? [head.bias] : [])]);
    const result: HeadNumbers = {
      loss: value.dataSync()[0]!,
      gradEmbeddings: grads[x.name]!.arraySync() as number[][],
      gradWeights: grads[head.weight.name]!.arraySync() as number[][],
      gradBias: head.bias ? (grads[head.bias.name]!.arraySync() as number[]) : [0, 0, 0, 0],
    };
    // Single precision: logits up to 16 carry 1e-6, gradients s/|x| times as much; sin θ is floored at 1e-6 as in TensorFlow.
    expect(distance(result, reference(c))).toBeLessThan(5e-5);
  });
});

describe('every listing', () => {
  it('ties each step of Algorithm 1 to a line, for a loss with an angle', () => {
    for (const language of listingLanguages) {
      const { lines } = listingOf(language, losses.arcface, { s: 64, m: 0.5 }, paperOptions);
      expect(new Set(lines.flatMap((line) => line.step ?? [])), language).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    }
  });
  it('carries the values in force, marked, and says m and s in the lines that use them', () => {
    for (const language of listingLanguages) {
      const { lines, text } = listingOf(language, losses.arcface, { s: 21, m: 0.37 }, paperOptions);
      const values = lines.flatMap((line) => line.spans.filter((span) => span.value));
      expect(values.map(({ text: shown, value }) => [value, shown])).toEqual([
        ['s', '21'],
        ['m', '0.37'],
      ]);
      expect(lines.find((line) => line.step === 6)!.symbols).toEqual(['theta', 'm']);
      expect(lines.find((line) => line.step === 9)!.symbols).toContain('s');
      expect(lines.map((line) => line.spans.map((span) => span.text).join('')).join('\n') + '\n').toBe(text);
    }
  });
  it('marks nothing in comments, strings and summaries', () => {
    for (const c of listingCases) {
      for (const language of listingLanguages) {
        for (const line of listingOf(language, c.loss, c.values, c.options).lines.filter((l) =>
          /^\s*(#|\/\/|\/\*\*|""")/.test(l.text),
        )) {
          expect(line.symbols, line.text).toEqual([]);
        }
      }
    }
  });
  it("is the same as the recorded text at the paper's settings", () => {
    for (const loss of Object.values(losses)) {
      const values = Object.fromEntries(loss.parameters.map((p) => [p.id, p.presets.paper]));
      for (const language of listingLanguages)
        expect(listingOf(language, loss, values, paperOptions).text).toMatchSnapshot(`${loss.id} ${language}`);
    }
  });
});
