import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

const require = createRequire(import.meta.url);
const versionFrom = (resolve: NodeJS.Require): string =>
  (JSON.parse(readFileSync(resolve.resolve('katex/package.json'), 'utf8')) as { version: string }).version;

it('the style sheet of KaTeX is of the version that renders the equations of texts', () => {
  const rehype = createRequire(require.resolve('rehype-katex'));
  expect(versionFrom(rehype)).toBe(versionFrom(require));
});
