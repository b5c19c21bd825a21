import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('the script of the page, run in the project, finds PyTorch and evaluate in agreement', { timeout: 120_000 }, ({ skip }) => {
  const python = [process.env['PYTHON'], 'python3', '/usr/bin/python3'].find(
    (path) => path && spawnSync(path, ['-c', 'import torch'], { timeout: 60_000 }).status === 0,
  );
  if (!python) return skip('no Python with torch is installed here');
  const script = fileURLToPath(new URL('./compare_with_torch.py', import.meta.url));
  const run = spawnSync(python, [script], { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' });
  expect(run.status, run.stderr).toBe(0);
  const differences = Object.fromEntries(
    run.stdout
      .trim()
      .split('\n')
      .map((line) => line.split(': ')),
  );
  expect(Object.keys(differences)).toEqual(['loss', 'gradEmbeddings', 'gradWeights']);
  // The loss is about 45 and the gradients reach 6: rounding of sixteen digits, a few times over.
  for (const difference of Object.values(differences)) expect(Number(difference)).toBeLessThan(1e-12);
});
