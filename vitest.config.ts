import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';

/**
 * Three suites: `unit` runs in Node, `browser` in a real Chromium, `site` drives the built site (built once by its global set-up).
 * One file at a time in the browser suites: software WebGL on two cores does not run well in parallel.
 */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{lib,components,content,bench,scripts,tests}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.browser.test.*', 'tests/site/**'],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        publicDir: 'public',
        // Found in advance: when Vite meets a new dependency during a test it reloads the page, which ends workers.
        optimizeDeps: {
          include: [
            ...['atan2', 'cos', 'exp', 'ln', 'sin', 'tanh'].map((name) => `@stdlib/math-base-special-${name}`),
            ...['core', 'backend-cpu', 'backend-wasm', 'backend-webgl', 'backend-webgpu'].map(
              (name) => `@tensorflow/tfjs-${name}`,
            ),
            'comlink',
            'jsep',
            'three',
            ...['preact', 'preact/hooks', 'preact/jsx-runtime', 'preact/jsx-dev-runtime', '@preact/signals'],
            'valibot',
          ],
        },
        test: {
          name: 'browser',
          include: ['{lib,components,tests}/**/*.browser.test.{ts,tsx}'],
          testTimeout: 60_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: findChromium() ?? undefined, args: chromiumFlags } }),
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 900 } }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'site',
          include: ['tests/site/**/*.test.ts'],
          globalSetup: ['tests/site/global-setup.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
