// npm run check: the fast half of npm test: lint, types and unit tests.
import { CommandError, ensureInstalled, runScript, stopOnSignal } from './setup.mjs';

stopOnSignal();
try {
  await ensureInstalled();
  for (const name of ['lint', 'types', 'unit']) await runScript(name);
} catch (error) {
  console.error(error instanceof CommandError ? error.message : error);
  process.exit(1);
}
