import type { MarginLoss, ParameterValues } from '../../../lib/losses';

const subscripts: Readonly<Record<string, string>> = { m1: 'm₁', m2: 'm₂', m3: 'm₃', lambda: 'λ' };

/** A loss and its parameters but s in one line: `ArcFace, m = 0.5`. The same in every language. */
export function lossTitle(loss: MarginLoss, values: ParameterValues): string {
  const shown = loss.parameters.filter((parameter) => parameter.id !== 's');
  const parts = shown.map((parameter) => {
    const value = values[parameter.id] ?? parameter.default;
    return `${subscripts[parameter.id] ?? parameter.id}\u00a0=\u00a0${Number(value.toFixed(3))}`;
  });
  return [loss.name, ...parts].join(', ');
}
