/** Why a text is not taken as a formula. */
export type FormulaErrorCode =
  | 'empty'
  | 'too-long'
  | 'character'
  | 'equals'
  | 'unclosed'
  | 'unopened'
  | 'empty-brackets'
  | 'comma'
  | 'missing-operator'
  | 'expression-expected'
  | 'colon-expected'
  | 'number-malformed'
  | 'number-range'
  | 'unknown-function'
  | 'brackets-needed'
  | 'arguments'
  | 'condition-expected'
  | 'comparison-outside'
  | 'exponent'
  | 'exponent-range'
  | 'name'
  | 'reserved'
  | 'too-many-parameters'
  | 'too-large'
  | 'unexpected'
  | 'not-finite';

export interface FormulaError {
  readonly code: FormulaErrorCode;
  /** Where in the text, counted from 1; one past the end where something is missing. */
  readonly at: number;
  /** What the message fills in: the offending name, the limit … */
  readonly values: Readonly<Record<string, string | number>>;
  /** θ at which the formula breaks, radians; only with `not-finite`. */
  readonly theta?: number;
}

/** What a formula is accepted with. Intervals are in θ, radians. A jump is an interval of no width. */
export type FormulaWarning =
  | { readonly code: 'rising' | 'flat'; readonly intervals: readonly (readonly [from: number, to: number])[] }
  | { readonly code: 'slope-not-finite'; readonly theta: number };

/** Thrown inside the parser and caught by `readFormula`. */
export class Refusal extends Error {
  readonly problem: FormulaError;

  constructor(code: FormulaErrorCode, at: number, values: FormulaError['values'] = {}) {
    super(`${code} at character ${at}`);
    this.problem = { code, at, values };
  }
}

/** What a reader may write. */
export const limits = { characters: 300, operations: 400, parameters: 8, exponent: 16, smallest: 1e-30, largest: 1e30 } as const;
