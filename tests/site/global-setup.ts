import { fileURLToPath } from 'node:url';
import { build } from 'astro';
import type { TestProject } from 'vitest/node';
import { serve } from '../../scripts/serve.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const distFolder = `${root}.cache/site-under-test`;

/** Builds the site once and serves it to all tests of this suite. */
export default async function setUp(project: TestProject) {
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  await build({ root, outDir: distFolder, logLevel: 'warn' });
  const site = await serve(distFolder, { port: 4400 });
  project.provide('siteUrl', site.url);
  project.provide('siteFolder', distFolder);
  return () => site.close();
}

declare module 'vitest' {
  interface ProvidedContext {
    siteUrl: string;
    siteFolder: string;
  }
}
