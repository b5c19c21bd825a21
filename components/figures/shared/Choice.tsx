import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import './choice.css';

export interface ChoiceProps<V extends string> {
  label: string;
  options: readonly { readonly value: V; readonly text: string }[];
  value: V;
  onChange(value: V): void;
}

/** One of a few: native radio buttons in a row. */
export function Choice<V extends string>({ label, options, value, onChange }: ChoiceProps<V>): JSX.Element {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <span class="choice-row">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.text}</span>
          </label>
        ))}
      </span>
    </fieldset>
  );
}
