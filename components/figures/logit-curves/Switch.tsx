import type { JSX } from 'preact';

interface Props<V extends string> {
  readonly legend: string;
  readonly value: V;
  /** What each choice is called; the order is that of the record. */
  readonly options: Readonly<Record<V, string>>;
  /** Choices that cannot be taken now. */
  readonly disabled?: boolean;
  onChange(value: V): void;
}

/** One choice out of a few, as a row of buttons under a legend. */
export function Switch<V extends string>({ legend, value, options, disabled = false, onChange }: Props<V>): JSX.Element {
  return (
    <fieldset class="fig-switch" disabled={disabled}>
      <legend>{legend}</legend>
      <div class="fig-switch-row">
        {(Object.keys(options) as V[]).map((option) => (
          <button
            key={option}
            type="button"
            class="figure-button"
            aria-pressed={option === value}
            onClick={() => onChange(option)}
          >
            {options[option]}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
