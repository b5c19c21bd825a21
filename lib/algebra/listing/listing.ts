import type { Expression } from '../expression';

export type ListingLanguage = 'pytorch' | 'tensorflow' | 'javascript';
export const listingLanguages: readonly ListingLanguage[] = ['pytorch', 'tensorflow', 'javascript'];

/** The steps of Algorithm 1 of the ArcFace paper: 1 normalise x, 2 normalise W, 3 cosines, 4 pick the target's, 5 its angle, 6 margin, 7 one-hot, 8 put back, 9 scale. */
export type AlgorithmStep = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** A piece of a line. */
export interface ListingSpan {
  readonly text: string;
  /** Symbol that it names (`m`, `s`, `theta` …), for linked highlighting. */
  readonly symbol?: string;
  /** Id of the parameter whose value it shows. */
  readonly value?: string;
}

export interface ListingLine {
  readonly text: string;
  readonly spans: readonly ListingSpan[];
  /** The step of Algorithm 1 that this line carries out. */
  readonly step?: AlgorithmStep;
  /** Symbols in the line, without repetition. */
  readonly symbols: readonly string[];
}

/** A complete, runnable training head. */
export interface Listing {
  readonly language: ListingLanguage;
  readonly lines: readonly ListingLine[];
  /** The whole source, ending in a line break: what is copied. */
  readonly text: string;
}

/** All that a listing needs to know of a loss. `lib/losses/listing.ts` fills it in from the definition. */
export interface HeadDefinition {
  /** Proper name, e.g. `ArcFace`. */
  readonly name: string;
  /** Class name without spaces, e.g. `ArcFaceHead`. */
  readonly className: string;
  /** One line that says what it is and where it is from. */
  readonly summary: string;
  /** ψ(θ) in the symbols `theta` and the parameter ids. */
  readonly target: Expression;
  readonly parameters: readonly { readonly id: string; readonly value: number }[];
  readonly normalisesWeights: boolean;
  readonly normalisesFeatures: boolean;
  readonly hasBias: boolean;
  /** Remarks on the behaviour past π and the gradient path, a line each. */
  readonly remarks: readonly string[];
}

/** A line before it is cut into spans: `«value:m»` stands for the value of m. */
export type DraftLine = string | readonly [text: string, step: AlgorithmStep];

/**
 * Cuts draft lines into spans. Identifiers that name a symbol are marked, but not in comments and strings.
 *
 * @param names  symbol of each identifier, e.g. `{ cos_theta: 'theta', lambda_: 'lambda' }`
 */
export function finish(
  language: ListingLanguage,
  drafts: readonly DraftLine[],
  names: Readonly<Record<string, string>>,
  values: Readonly<Record<string, number>>,
): Listing {
  const lines = drafts.map((draft): ListingLine => {
    const [source, step] = typeof draft === 'string' ? [draft, undefined] : draft;
    const spans = cut(source, names, values);
    const symbols = [...new Set(spans.flatMap((span) => (span.symbol ? [span.symbol] : [])))];
    return { text: spans.map((span) => span.text).join(''), spans, symbols, ...(step ? { step } : {}) };
  });
  return { language, lines, text: `${lines.map((line) => line.text).join('\n')}\n` };
}

function cut(source: string, names: Readonly<Record<string, string>>, values: Readonly<Record<string, number>>): ListingSpan[] {
  const spans: ListingSpan[] = [];
  const plain = (text: string): void => {
    const last = spans.at(-1);
    if (last && !last.symbol) spans[spans.length - 1] = { text: last.text + text };
    else spans.push({ text });
  };
  // Comments and strings first, so that words in them stay unmarked.
  for (const [piece] of source.matchAll(/(?:#|\/\/|\/\*\*).*$|"""[^"]*"""|'[^']*'|«value:\w+»|[A-Za-z_]\w*|[^A-Za-z_]/g)) {
    const value = /^«value:(\w+)»$/.exec(piece)?.[1];
    if (value) spans.push({ text: String(values[value]), symbol: value, value });
    else if (Object.hasOwn(names, piece)) spans.push({ text: piece, symbol: names[piece]! });
    else plain(piece);
  }
  return spans.length > 0 ? spans : [{ text: '' }];
}
