import type { Locale } from '../i18n/locale';
import { losses, type MarginLoss, type Parameter, type ParameterValues } from '../losses';
import { toDegrees } from '../sphere/angle';
import type { PageState } from './page';

/** A number that stands in the text and follows the page's parameters. */
export interface LiveValue {
  /** Symbol whose colour it takes; null: none. */
  readonly symbol: string | null;
  /** Parameter that dragging it moves, under a state; null: it cannot be dragged. */
  parameter(state: PageState): Parameter | null;
  /** What stands in the text; `–` where the loss in force has no such quantity. */
  text(state: PageState, locale: Locale): string;
}

const missing = '–';

/** Formats a number with a fixed number of decimals in a language. */
export function formatNumber(value: number, decimals: number, locale: Locale): string {
  // A rounded −0 would print a sign.
  const rounded = Number(value.toFixed(decimals)) + 0;
  return new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(rounded);
}

/** Decimals that a parameter shows: those of its step, or more if its value has more (at most two more). */
function decimalsOf(parameter: Parameter, value: number): number {
  const text = String(parameter.step);
  const fromStep = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  for (const extra of [0, 1]) if (Number(value.toFixed(fromStep + extra)) === value) return fromStep + extra;
  return fromStep + 2;
}

function parameterOf(state: PageState, id: string): Parameter | null {
  return losses[state.lossId].parameters.find((p) => p.id === id) ?? null;
}

/** The margin that is added to the angle, in radians: ArcFace's m, the combined margin's m₂. */
function angularMargin(state: PageState): Parameter | null {
  return losses[state.lossId].parameters.find((p) => p.unit === 'rad') ?? null;
}

function own(id: string): LiveValue {
  return {
    symbol: id,
    parameter: (state) => parameterOf(state, id),
    text(state, locale) {
      const parameter = parameterOf(state, id);
      const value = state.parameters[id];
      return parameter && value !== undefined ? formatNumber(value, decimalsOf(parameter, value), locale) : missing;
    },
  };
}

/** A value computed from the added angle m (radians). */
function fromAngle(compute: (m: number, m1: number) => number, decimals: number, unit: string, draggable = false): LiveValue {
  return {
    symbol: draggable ? 'm' : null,
    parameter: (state) => (draggable ? angularMargin(state) : null),
    text(state, locale) {
      const m = state.parameters[angularMargin(state)?.id ?? ''];
      if (m === undefined) return missing;
      const value = compute(m, state.parameters['m1'] ?? 1);
      return Number.isNaN(value) ? missing : formatNumber(value, decimals, locale) + unit;
    },
  };
}

/** Every value that `<Value of="…" />` and `data-value="…"` may name. */
export const liveValues = {
  m: own('m'),
  s: own('s'),
  m1: own('m1'),
  m2: own('m2'),
  m3: own('m3'),
  lambda: own('lambda'),
  /** The added angle in degrees. */
  mDeg: fromAngle(toDegrees, 1, '°', true),
  cosM: fromAngle((m) => Math.cos(m), 3, ''),
  sinM: fromAngle((m) => Math.sin(m), 3, ''),
  /** Where cos(m₁θ + m) turns, θ = (π − m)/m₁, in degrees. */
  turnDeg: fromAngle((m, m1) => toDegrees((Math.PI - m) / m1), 1, '°'),
  /** Where the slope of cos(θ + m) equals that of cos θ: sin(θ + m) = sin θ at θ = (π − m)/2, in degrees. */
  tippingDeg: fromAngle((m, m1) => (m1 === 1 ? toDegrees((Math.PI - m) / 2) : Number.NaN), 1, '°'),
  loss: { symbol: null, parameter: () => null, text: (state) => losses[state.lossId].name },
} satisfies Record<string, LiveValue>;

export type LiveValueId = keyof typeof liveValues;

/** The record of a value, or null if there is none of that name. */
export function liveValue(id: string): LiveValue | null {
  return Object.hasOwn(liveValues, id) ? liveValues[id as LiveValueId] : null;
}

/** A symbol without TeX: `m₁`, `λ`, `θ`. */
export function plainSymbol(tex: string): string {
  const digits = '₀₁₂₃₄₅₆₇₈₉';
  return tex
    .replace('\\lambda', 'λ')
    .replace('\\theta', 'θ')
    .replace(/_\{?(\d)\}?/g, (_, digit: string) => digits[Number(digit)] ?? digit);
}

/** `s 16, m 0.5`. */
export function valueInWords(loss: MarginLoss, values: ParameterValues): string {
  const words = loss.parameters.map((p) => `${plainSymbol(p.symbol)} ${values[p.id] ?? p.default}`).join(', ');
  return words ? `${loss.name}, ${words}` : loss.name;
}
