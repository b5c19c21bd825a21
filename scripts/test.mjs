// npm test: installs, finds a browser, then lint, types, unit tests, browser tests and tests of the built site.
// Ends with a line `N passed, N failed`: each linter or compiler run counts as one, each test case as one.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { CommandError, ensureInstalled, root, runScript, stopOnSignal } from './setup.mjs';

stopOnSignal();
const reports = `${root}.cache/test-reports`;
const counted = { passed: 0, failed: 0 };
const failures = [];

try {
  await ensureInstalled();
  const { ensureChromium } = await import('./chromium.mjs');
  process.env.CHROME_PATH = await ensureChromium();
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
for (const check of ['lint', 'types']) await stage(check, () => runScript(check), onePoint);
for (const suite of ['unit', 'browser', 'site']) {
  const report = `${reports}/${suite}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  await stage(
    suite,
    () => runScript(suite, reporters),
    (ok) => readReport(suite, report, ok),
  );
}

if (failures.length) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed ? 1 : 0);

async function stage(name, work, count) {
  console.log(`\n── ${name} ──`);
  const started = performance.now();
  let ok = true;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    ok = false;
    failures.push(name);
  }
  count(ok);
  console.log(`${name}: ${ok ? 'ok' : 'failed'} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

function onePoint(ok) {
  counted[ok ? 'passed' : 'failed']++;
}

/** Adds the cases of a vitest report. A suite that failed without a failed case (it did not load) counts as one failure. */
function readReport(suite, file, ok) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`${suite} wrote no report: ${error.message}`);
    counted.failed++;
    return;
  }
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.every((a) => a.status !== 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  counted.passed += report.numPassedTests;
  counted.failed += failed;
  if (!ok && failed === 0) counted.failed++;
}
