/** U+2060: forbids a line break and is neither seen nor read. */
const wordJoiner = '\u2060';
const noBreakSpace = '\u00a0';
const hangul = '\\p{Script=Hangul}';
const particleAfterMark = new RegExp(`([)\\]°%’”])(?=${hangul})`, 'gu');
const startsWithParticle = new RegExp(`^${hangul}`, 'u');
const equals = /(?<![\p{L}\d])(\p{L}\d?) = (?=[−\d])/gu;

const inlineElements = new Set(['element', 'mdxJsxTextElement']);
const verbatim = new Set(['code', 'pre', 'script', 'style']);

/**
 * Rehype plugin: no line of a text begins with what belongs to the end of the line before.
 * `word-break: keep-all` keeps Korean words whole, but allows a break between a formula, a bracket or a degree sign and the
 * particle that follows it. It also keeps `m = 0.5` on one line. Runs after KaTeX, whose own mark-up it leaves alone.
 */
export function keepTogether(): (tree: TextNode) => void {
  return visit;
}

/** What is needed of a node of an HTML tree (hast, or JSX within MDX). */
export interface TextNode {
  readonly type: string;
  readonly tagName?: string;
  readonly properties?: { readonly className?: unknown };
  readonly children?: readonly TextNode[];
  value?: string;
}

function visit(node: TextNode): void {
  const classes = node.properties?.className;
  if (verbatim.has(node.tagName ?? '') || (Array.isArray(classes) && classes.includes('katex'))) return;
  node.children?.forEach((child, i, siblings) => {
    if (child.type === 'text') child.value = bindText(child.value ?? '', inlineElements.has(siblings[i - 1]?.type ?? ''));
    else visit(child);
  });
}

/** One run of text; `afterInline`: a formula, a citation or another inline element stands directly before it. */
export function bindText(text: string, afterInline = false): string {
  const bound = text.replace(particleAfterMark, `$1${wordJoiner}`).replace(equals, `$1${noBreakSpace}=${noBreakSpace}`);
  return afterInline && startsWithParticle.test(bound) ? wordJoiner + bound : bound;
}
