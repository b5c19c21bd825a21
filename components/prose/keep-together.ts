/** U+2060: forbids a line break and is neither seen nor read. */
const wordJoiner = '\u2060';
const noBreakSpace = '\u00a0';
const hangul = '\\p{Script=Hangul}';
const particleAfterMark = new RegExp(`([)\\]°%’”])(?=${hangul})`, 'gu');
const startsWithParticle = new RegExp(`^${hangul}`, 'u');
/** A particle and the punctuation after it: all up to the next place where a line may break. */
const particle = new RegExp(`^${hangul}+[^\\s\\p{L}]*`, 'u');
const equals = /(?<![\p{L}\d])(\p{L}\d?) = (?=[−\d])/gu;

const inlineElements = new Set(['element', 'mdxJsxTextElement']);
const verbatim = new Set(['code', 'pre', 'script', 'style']);

/**
 * Rehype plugin: no line of a text begins with what belongs to the end of the line before.
 * `word-break: keep-all` keeps Korean words whole, but allows a break between a formula, a bracket or a degree sign and the
 * particle that follows it. It also keeps `m = 0.5` on one line. Runs after KaTeX, whose own mark-up it leaves alone: its
 * boxes are inline blocks, beside which browsers break in spite of a word joiner, so a formula and its particle get a common
 * `span` of the class `together`.
 */
export function keepTogether(): (tree: TextNode) => void {
  return visit;
}

/** What is needed of a node of an HTML tree (hast, or JSX within MDX). */
export interface TextNode {
  readonly type: string;
  readonly tagName?: string;
  readonly properties?: { readonly className?: unknown };
  children?: TextNode[];
  value?: string;
}

/** A formula of more boxes than this may be wider than a phone. */
const mostBoxes = 3;

const hasClass = (node: TextNode, name: string): boolean =>
  Array.isArray(node.properties?.className) && node.properties.className.includes(name);

const countBoxes = (node: TextNode): number =>
  (node.children ?? []).reduce((sum, child) => sum + countBoxes(child), hasClass(node, 'base') ? 1 : 0);

function visit(node: TextNode): void {
  if (verbatim.has(node.tagName ?? '') || hasClass(node, 'katex') || !node.children) return;
  const bound: TextNode[] = [];
  for (const child of node.children) {
    const before = bound.at(-1);
    bound.push(child);
    if (child.type !== 'text') {
      visit(child);
      continue;
    }
    const text = child.value ?? '';
    const [end] = particle.exec(text) ?? [];
    if (end && before && hasClass(before, 'katex') && countBoxes(before) <= mostBoxes) {
      const children = [before, { type: 'text', value: end }];
      bound.splice(-2, 1, { type: 'element', tagName: 'span', properties: { className: ['together'] }, children });
      child.value = bindText(text.slice(end.length));
    } else child.value = bindText(text, inlineElements.has(before?.type ?? ''));
  }
  node.children = bound;
}

/** One run of text; `afterInline`: a formula, a citation or another inline element stands directly before it. */
export function bindText(text: string, afterInline = false): string {
  const bound = text.replace(particleAfterMark, `$1${wordJoiner}`).replace(equals, `$1${noBreakSpace}=${noBreakSpace}`);
  return afterInline && startsWithParticle.test(bound) ? wordJoiner + bound : bound;
}
