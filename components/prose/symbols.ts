/** How each symbol is written outside equations. The ids are those of `data-symbol` and of the colours `--symbol-<id>`. */
export const symbols = {
  m: { base: 'm' },
  m1: { base: 'm', sub: '1' },
  m2: { base: 'm', sub: '2' },
  m3: { base: 'm', sub: '3' },
  s: { base: 's' },
  theta: { base: 'θ' },
  theta2: { base: 'θ', sub: '2' },
  x: { base: 'x' },
  lambda: { base: 'λ' },
  W: { base: 'W' },
} as const satisfies Record<string, { base: string; sub?: string }>;

export type SymbolId = keyof typeof symbols;
