/**
 * Check numbers of `checkNumbers`, the same on every engine. They change only when the engine itself is changed; then links to
 * old runs are no longer reproduced, which is worth a line in the commit message.
 */
export const expected = {
  cpu: ['ad6ebbe9', 'd0283607', 'd8fe545b', '25637643', 'a9b494d5'],
  wasm: ['f6acd8ce', 'beaa1cd9', 'a95dd1df', '25637643', '25f6b829'],
} as const satisfies Record<'cpu' | 'wasm', readonly string[]>;
