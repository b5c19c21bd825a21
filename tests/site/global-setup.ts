import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { serve } from '../../scripts/serve.mjs';
import { buildSite } from './build-site';

const folder = fileURLToPath(new URL('../../.cache/site-under-test', import.meta.url));

/** Builds the site once and serves it to all tests of this suite. */
export default async function setUp(project: TestProject) {
  await buildSite(folder);
  const site = await serve(folder, { port: 4400 });
  project.provide('siteUrl', site.url);
  project.provide('siteFolder', folder);
  return () => site.close();
}

declare module 'vitest' {
  interface ProvidedContext {
    siteUrl: string;
    siteFolder: string;
  }
}
