import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { targetValue } from '../losses';
import { classNameOf, listingOf } from '../losses/listing';
import { nameOf, type ReadingCase, readingCases } from './readings.cases';

const runner = fileURLToPath(new URL('../../scripts/run_listings.py', import.meta.url));
const weights = [
  [1, 0],
  [0, 1],
];
const angle = 1.1;

/** Loss of one sample of class 0 at the given angle, of length 1, from the definition. */
function expectedLoss({ formula: { loss }, values, options }: ReadingCase, theta: number): number {
  const own = values['s']! * targetValue(loss, theta, values, options);
  const other = values['s']! * Math.sin(theta);
  const most = Math.max(own, other);
  return most + Math.log(Math.exp(own - most) + Math.exp(other - most)) - own;
}

it('the PyTorch listing of a formula, run, gives its loss and the gradient of it', { timeout: 120_000 }, ({ skip }) => {
  const python = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].find(
    (path) => path && spawnSync(path, ['-c', 'import torch'], { timeout: 60_000 }).status === 0,
  );
  if (!python) return skip('no Python with torch is installed here');
  const exact = readingCases.filter(({ options, text }) => options.gradient === 'exact' && !text.includes('stopGradient'));
  const job = {
    framework: 'torch',
    cases: exact.map((c) => ({
      name: nameOf(c),
      source: listingOf('pytorch', c.formula.loss, c.values, c.options).text,
      class_name: classNameOf(c.formula.loss),
    })),
    embeddings: [[Math.cos(angle), Math.sin(angle)]],
    weights,
    bias: [0, 0],
    labels: [0],
  };
  const run = spawnSync(python, [runner], { input: JSON.stringify(job), encoding: 'utf8' });
  expect(run.status, run.stderr).toBe(0);
  const { results } = JSON.parse(run.stdout) as { results: Record<string, { loss: number; gradEmbeddings: number[][] }> };
  for (const c of exact) {
    const { loss, gradEmbeddings } = results[nameOf(c)]!;
    expect(loss, nameOf(c)).toBeCloseTo(expectedLoss(c, angle), 10);
    // Along the circle: dx/dθ = (−sin θ, cos θ).
    const alongCircle = -Math.sin(angle) * gradEmbeddings[0]![0]! + Math.cos(angle) * gradEmbeddings[0]![1]!;
    const h = 1e-5;
    const slope = (expectedLoss(c, angle + h) - expectedLoss(c, angle - h)) / (2 * h);
    expect(alongCircle, nameOf(c)).toBeCloseTo(slope, 5);
  }
});
