/** Every name that a loss's parameter may have. A definition reads only those that its own `parameters` list. */
export type ParameterId = 's' | 'm' | 'm1' | 'm2' | 'm3' | 'lambda';

/** One adjustable quantity of a loss. Sliders, number fields, the address, validation and test ranges all derive from it. */
export interface Parameter {
  /** Name in code and in `ParameterValues`: a `ParameterId`, or a name of the reader's own in a formula. */
  readonly id: string;
  /** TeX of the symbol, e.g. `m_1` or `\\lambda`. */
  readonly symbol: string;
  /** `rad` for angles, `` for pure numbers. */
  readonly unit: 'rad' | '';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value of the paper that introduced the loss. */
  readonly default: number;
  /** Only whole numbers are valid. */
  readonly integer?: boolean;
  /** Key in the address. */
  readonly key: string;
  /** Values worth naming: `paper` is the published one, `toy` suits a few classes in two or three dimensions. */
  readonly presets: Readonly<Record<'paper' | 'toy', number>>;
}

export type ParameterValues = Readonly<Record<string, number>>;

/**
 * The feature scale s of every loss with normalised features. 64 is the papers' value for 512 dimensions and tens of
 * thousands of people; ten classes in two or three dimensions want 8 to 16.
 */
export const scaleParameter: Parameter = {
  id: 's',
  symbol: 's',
  unit: '',
  min: 1,
  max: 128,
  step: 1,
  default: 64,
  key: 's',
  presets: { paper: 64, toy: 16 },
};
