import { limits, Refusal } from './problem';

/** A text made ready for the parser, and where its characters stood. */
export interface Scanned {
  readonly text: string;
  /** Position in the reader's text, from 1, of an index of `text`; one past the end beyond it. */
  positionOf(index: number): number;
}

/** What keyboards and papers write for the same thing. */
const spellings: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '·': '*',
  '×': '*',
  '⋅': '*',
  '÷': '/',
  '≤': '<=',
  '≥': '>=',
};

const isSpace = (c: string): boolean => /\s/.test(c);
const isAllowed = (c: string): boolean => /[A-Za-z0-9_.+\-*/^(),<>=?:\u0370-\u03ff]/.test(c);

/**
 * Refuses what the grammar has no use for (the parser, made for JavaScript, would take strings, lists, statements) and brackets
 * that do not match, each at its character.
 *
 * @throws Refusal
 */
export function scan(source: string): Scanned {
  if (source.length > limits.characters)
    throw new Refusal('too-long', limits.characters + 1, { limit: limits.characters, given: source.length });
  if (source.trim() === '') throw new Refusal('empty', 1);
  const positions: number[] = [];
  let text = '';
  const put = (piece: string, index: number): void => {
    for (const c of piece) {
      positions.push(index + 1);
      text += c;
    }
  };
  [...source].reduce((index, c) => {
    const piece = isSpace(c) ? ' ' : (spellings[c] ?? c);
    if (piece !== ' ' && ![...piece].every(isAllowed)) throw new Refusal('character', index + 1, { character: c });
    // The parser reads `?.` as JavaScript's optional chaining; here it is a condition before `.5`.
    if (piece === '.' && text.endsWith('?')) put(' ', index);
    put(piece, index);
    return index + c.length;
  }, 0);
  const scanned: Scanned = { text, positionOf: (index) => positions[index] ?? source.length + 1 };
  checkBrackets(scanned);
  return scanned;
}

function checkBrackets({ text, positionOf }: Scanned): void {
  const open: { index: number; isCall: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const before = text.slice(0, i).trimEnd();
    switch (text[i]) {
      case '(':
        open.push({ index: i, isCall: /[A-Za-z_\u0370-\u03ff][\w\u0370-\u03ff]*$/.test(before) });
        break;
      case ')':
        if (open.length === 0) throw new Refusal('unopened', positionOf(i));
        if (before.endsWith('(')) throw new Refusal('empty-brackets', positionOf(open.at(-1)!.index));
        open.pop();
        break;
      case ',':
        if (!open.at(-1)?.isCall) throw new Refusal('comma', positionOf(i));
        break;
      case '=':
        if (!/[<>]/.test(text[i - 1] ?? '')) throw new Refusal('equals', positionOf(i));
    }
  }
  if (open.length > 0) throw new Refusal('unclosed', positionOf(open.at(-1)!.index));
}
