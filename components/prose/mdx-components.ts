import Link from './Link.astro';
import Table from './Table.astro';

/** An Astro component, as far as MDX needs to know. */
type Component = typeof Link;

const own = import.meta.glob<{ default: Component }>(['./*.astro', '!./Link.astro', '!./Table.astro'], { eager: true });
const figures = import.meta.glob<{ default: Component }>('../figures/*/*Figure.astro', { eager: true });

/**
 * What texts may use without an import: every component of this folder and every `…Figure.astro` of a figure's folder, under
 * its file name, and what Markdown's links and tables become.
 */
export const mdxComponents: Readonly<Record<string, Component>> = {
  ...Object.fromEntries(
    [...Object.entries(own), ...Object.entries(figures)].map(([path, module]) => [nameOf(path), module.default]),
  ),
  a: Link,
  table: Table,
};

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.astro'.length);
}
