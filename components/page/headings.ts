/** A heading of a text, for its table of contents. */
export interface Heading {
  readonly depth: number;
  readonly slug: string;
  readonly text: string;
}

/** The `<Heading>` elements of an MDX text, their mark-up and equations reduced to words. */
export function headingsOf(source: string): Heading[] {
  return [...source.matchAll(/<Heading\b([^>]*)>([\s\S]*?)<\/Heading>/g)].map(([, attributes = '', inner = '']) => ({
    depth: Number(/\blevel=(?:"|\{)(\d)/.exec(attributes)?.[1] ?? 2),
    slug: /\bid="([^"]+)"/.exec(attributes)?.[1] ?? '',
    text: inner
      .replace(/<Symbol\s+name="theta2"\s*\/>/g, 'θ₂')
      .replace(/<Symbol\s+name="theta"\s*\/>/g, 'θ')
      .replace(/<Symbol\s+name="lambda"\s*\/>/g, 'λ')
      .replace(/<Symbol\s+name="(\w+)"\s*\/>/g, '$1')
      .replace(/<[^>]+>/g, '')
      .replace(/\$|\*|`/g, '')
      .replace(/\\(pi|theta)\b/g, (_, name: string) => ({ pi: 'π', theta: 'θ' })[name] ?? name)
      .replace(/\s+/g, ' ')
      .trim(),
  }));
}
