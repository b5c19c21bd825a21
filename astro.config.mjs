import { defineConfig } from 'astro/config';
import mdx from '@astrojs/mdx';
import preact from '@astrojs/preact';
import sitemap from '@astrojs/sitemap';
import { unified } from '@astrojs/markdown-remark';
import remarkMath from 'remark-math';
import rehypeKatex from 'rehype-katex';

export default defineConfig({
  site: process.env.SITE ?? 'http://localhost:4321',
  base: process.env.BASE_PATH ?? '/',
  srcDir: '.',
  // Modules, so that the engine's worker loads each backend only when it is used.
  vite: { worker: { format: 'es' } },
  integrations: [preact(), mdx({ processor: unified({ remarkPlugins: [remarkMath], rehypePlugins: [[rehypeKatex, { trust: true, strict: false }]] }) }), sitemap()],
});
