import { unified } from '@astrojs/markdown-remark';
import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import sitemap from '@astrojs/sitemap';
import { defineConfig } from 'astro/config';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';
import { keepTogether } from './components/prose/keep-together.ts';

/** KaTeX's style sheet offers three formats of each font; every browser that runs this site reads the first. */
const katexFontsWoff2Only = {
  name: 'katex-fonts-woff2-only',
  enforce: 'pre',
  transform(code, id) {
    if (!/katex(\.min)?\.css/.test(id)) return null;
    const slim = code
      .replace(/,url\([^)]+\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)/g, '')
      .replaceAll('font-display:block', 'font-display:swap');
    return { code: slim, map: null };
  },
};

/**
 * Islands are built in their default state. When one wakes, the page may be in another (a link, a slider moved before), and
 * Preact's `hydrate` takes attributes as they stand. `render` over the same mark-up compares and corrects them.
 */
const islandsCorrectTheirMarkup = {
  name: 'islands-correct-their-markup',
  transform(code, id) {
    if (!/@astrojs\/preact\/dist\/client\.js/.test(id)) return null;
    if (!code.includes('hydrate(child, element)')) throw new Error('@astrojs/preact has changed: look at how it hydrates');
    return { code: code.replace('hydrate(child, element)', 'render(child, element)'), map: null };
  },
};

export default defineConfig({
  site: process.env.SITE ?? 'http://localhost:4321',
  base: process.env.BASE_PATH ?? '/',
  srcDir: '.',
  trailingSlash: 'ignore',
  i18n: { locales: ['en', 'ko'], defaultLocale: 'en' },
  integrations: [
    preact(),
    mdx({
      processor: unified({
        remarkPlugins: [remarkMath],
        rehypePlugins: [[rehypeKatex, { trust: true, strict: false }], keepTogether],
      }),
    }),
    sitemap({ i18n: { defaultLocale: 'en', locales: { en: 'en', ko: 'ko' } } }),
  ],
  markdown: { syntaxHighlight: false },
  build: { inlineStylesheets: 'never' },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
      ],
      // tfjs compiles WebAssembly.
      scriptDirective: { resources: ["'self'", "'wasm-unsafe-eval'"] },
      // KaTeX and figures built at build time carry style attributes.
      styleDirective: { resources: ["'self'", { resource: "'unsafe-inline'", kind: 'attribute' }] },
    },
  },
  vite: {
    build: { assetsInlineLimit: 0 },
    plugins: [katexFontsWoff2Only, islandsCorrectTheirMarkup],
    worker: { format: 'es' },
  },
});
