import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { degrees as degreesText } from '../../lib/describe/format';
import { figuresShared } from '../../lib/i18n/catalogues/figures-shared';
import type { Locale } from '../../lib/i18n/locale';
import { translator } from '../../lib/i18n/messages';
import type { Parameter } from '../../lib/losses/parameter';
import { plainSymbol } from '../../lib/settings/values';
import { HtmlSymbol, symbolColour } from '../figures/shared/marks';
import './slider.css';

/** What a slider needs to know of its quantity; every loss parameter has it. */
export type SliderParameter = Pick<Parameter, 'symbol' | 'unit' | 'min' | 'max' | 'step' | 'integer'> & { readonly id: string };

/** A place on the track worth knowing: a limit, a needed value, a preset. */
export interface SliderMark {
  readonly value: number;
  readonly label: string;
  /** Where its label stands. */
  readonly side?: 'below' | 'above';
}

export interface SliderProps {
  parameter: SliderParameter;
  value: number;
  onInput(value: number): void;
  locale: Locale;
  /** The name in words; loss parameters have one already. */
  label?: string;
  marks?: readonly SliderMark[];
  /** Where a ramp is under way: the value in force now. The thumb stays at the value that was set. */
  ghost?: number;
  /** Part of the range to set off, e.g. the values that leave room. */
  band?: { readonly from: number; readonly to: number };
  /** Leave out the words and show the symbol alone (parameter bar). The accessible name keeps them. */
  compact?: boolean;
}

const names = { m: 'margin', s: 'scale', m1: 'marginFactor', m2: 'marginAngle', m3: 'marginCosine', lambda: 'blend' } as const;

/** A native range with a number field beside it; radians also in degrees. Both are labelled and driven by the keyboard. */
export function Slider({
  parameter,
  value,
  onInput,
  locale,
  label,
  marks = [],
  ghost,
  band,
  compact = false,
}: SliderProps): JSX.Element {
  const t = translator(figuresShared, locale);
  const id = useId();
  const { min, max, step, unit } = parameter;
  const known = names[parameter.id as keyof typeof names];
  const words = label ?? (known ? t(known) : '');
  const plain = plainSymbol(parameter.symbol);
  const name = [words, plain].filter(Boolean).join(' ');
  const degrees = unit === 'rad' ? degreesText(value) : '';
  const part = (v: number) => (Math.min(max, Math.max(min, v)) - min) / (max - min);
  const shown = marks.filter((mark) => mark.value >= min && mark.value <= max);
  return (
    <div
      class="slider"
      style={{
        '--slider-colour': `var(--symbol-${symbolColour(parameter.id)}, var(--ink))`,
        '--slider-at': `${100 * part(value)}%`,
      }}
    >
      <label for={id} class="slider-name" data-symbol={parameter.id}>
        {words && <span class={compact ? 'visually-hidden' : undefined}>{words} </span>}
        {parameter.symbol && <HtmlSymbol tex={parameter.symbol} id={parameter.id} />}
      </label>
      <span class="slider-track">
        <input
          id={id}
          type="range"
          min={min}
          max={max}
          step={step}
          value={value}
          data-symbol={parameter.id}
          aria-valuetext={unit === 'rad' ? `${format(value, step)} rad, ${degrees}` : format(value, step)}
          onInput={(event) => onInput(Number(event.currentTarget.value))}
        />
        {ghost !== undefined && Math.abs(ghost - value) > step / 2 && (
          <span
            class="slider-ghost"
            style={{ '--at-number': part(ghost) }}
            title={t('inForce', { value: format(ghost, step) })}
          />
        )}
        {band && band.to > min && band.from < max && (
          <span
            class="slider-band"
            style={{ '--at-number': part(band.from), '--width-number': part(band.to) - part(band.from) }}
          />
        )}
        {shown.map((mark) => (
          <span
            key={mark.label}
            class={`slider-mark is-${mark.side ?? 'below'}`}
            style={{ '--at-number': part(mark.value) }}
            title={mark.label}
          >
            <span class={compact ? 'visually-hidden' : `slider-mark-label is-${align(part(mark.value))}`}>{mark.label}</span>
          </span>
        ))}
      </span>
      <span class="slider-value">
        <NumberField name={t('valueOf', { name })} parameter={parameter} value={value} onInput={onInput} />
        {unit === 'rad' && <span class="slider-unit">{t('radians')}</span>}
        {degrees && <span class="slider-unit slider-degrees">{degrees}</span>}
      </span>
    </div>
  );
}

/** Labels near an end of the track grow inward. */
function align(part: number): 'start' | 'middle' | 'end' {
  return part < 0.2 ? 'start' : part > 0.8 ? 'end' : 'middle';
}

/**
 * The number field. While it has the focus its text is the reader's alone ("0.", an empty field); a number in range counts at once, and on
 * leaving the field or Enter the nearest valid one.
 */
function NumberField({
  name,
  parameter,
  value,
  onInput,
}: {
  name: string;
  parameter: SliderParameter;
  value: number;
  onInput(v: number): void;
}): JSX.Element {
  const { min, max, step, integer } = parameter;
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef(value);
  latest.current = value;
  const show = (v: number) => {
    if (field.current) field.current.value = format(v, step);
  };
  useLayoutEffect(() => {
    if (document.activeElement !== field.current) show(value);
  }, [value, step]);
  const commit = (text: string) => {
    const number = Number(text);
    if (text.trim() !== '' && Number.isFinite(number))
      onInput(Math.min(max, Math.max(min, integer ? Math.round(number) : number)));
    // The value in force comes back after this event, also when nothing changed.
    queueMicrotask(() => show(latest.current));
  };
  return (
    <input
      ref={field}
      type="number"
      class="slider-number"
      aria-label={name}
      min={min}
      max={max}
      step={integer ? step : 'any'}
      defaultValue={format(value, step)}
      style={{ width: `${Math.max(format(max, step).length, format(min, step).length) + 1}ch` }}
      onInput={(event) => {
        const text = event.currentTarget.value;
        const number = Number(text);
        if (text.trim() !== '' && number >= min && number <= max && !(integer && !Number.isInteger(number))) onInput(number);
      }}
      onBlur={(event) => commit(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit(event.currentTarget.value);
        // With a free step the browser would go by whole numbers.
        const way = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
        if (way === 0) return;
        event.preventDefault();
        const next = Number((latest.current + way * step).toFixed(6));
        if (next < min || next > max) return;
        onInput(next);
        show(next);
      }}
    />
  );
}

/** As many decimals as the step has; up to two more where the value was given more finely. */
export function format(value: number, step: number): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const fixed = value.toFixed(decimals);
  return Math.abs(Number(fixed) - value) < 1e-9 ? fixed : String(Number(value.toFixed(decimals + 2)));
}
