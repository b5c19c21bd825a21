import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { figuresShared } from '../../lib/i18n/catalogues/figures-shared';
import type { Locale } from '../../lib/i18n/locale';
import { translator } from '../../lib/i18n/messages';
import type { Parameter } from '../../lib/losses/parameter';
import { HtmlSymbol, symbolColour } from '../figures/shared/marks';
import './slider.css';

/** What a slider needs to know of its quantity; every loss parameter has it. */
export type SliderParameter = Pick<Parameter, 'id' | 'symbol' | 'unit' | 'min' | 'max' | 'step' | 'integer'>;

/** A place on the track worth knowing: a limit, a needed value, a preset. */
export interface SliderMark {
  readonly value: number;
  readonly label: string;
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
  compact = false,
}: SliderProps): JSX.Element {
  const t = translator(figuresShared, locale);
  const id = useId();
  const { min, max, step, unit } = parameter;
  const known = names[parameter.id as keyof typeof names];
  const words = label ?? (known ? t(known) : '');
  const plain = plainSymbol(parameter.symbol);
  const name = [words, plain].filter(Boolean).join(' ');
  const degrees = unit === 'rad' ? `${toDegrees(value)}°` : '';
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
        {shown.map((mark) => (
          <span key={mark.label} class="slider-mark" style={{ '--at-number': part(mark.value) }} title={mark.label}>
            <span class={compact ? 'visually-hidden' : undefined}>{mark.label}</span>
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

/** Keeps what is being typed until it is a number in range, so that "0." or an empty field is not fought over. */
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
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => setTyped(null), [value]);
  const commit = (text: string) => {
    setTyped(null);
    const number = Number(text);
    if (text.trim() === '' || !Number.isFinite(number)) return;
    onInput(Math.min(max, Math.max(min, integer ? Math.round(number) : number)));
  };
  return (
    <input
      type="number"
      class="slider-number"
      aria-label={name}
      min={min}
      max={max}
      step={step}
      value={typed ?? format(value, step)}
      style={{ width: `${Math.max(format(max, step).length, format(min, step).length) + 1.2}ch` }}
      onInput={(event) => {
        const text = event.currentTarget.value;
        const number = Number(text);
        setTyped(text);
        if (text.trim() !== '' && number >= min && number <= max && !(integer && !Number.isInteger(number))) onInput(number);
      }}
      onBlur={(event) => commit(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && commit(event.currentTarget.value)}
    />
  );
}

/** As many decimals as the step has. */
export function format(value: number, step: number): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return value.toFixed(decimals);
}

function toDegrees(radians: number): string {
  return ((radians * 180) / Math.PI).toFixed(1);
}

function plainSymbol(tex: string): string {
  return tex.replace('\\lambda', 'λ').replace('\\theta', 'θ').replace(/[_{}]/g, '');
}
