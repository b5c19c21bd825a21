/**
 * Check numbers of `checkNumbers`, the same on every engine. They change only when the engine itself is changed; then links to
 * old runs are no longer reproduced, which is worth a line in the commit message.
 */
export const expected = {
  cpu: ['f78adc64', '7313a073', 'e7ab5b0d', '77fa6b3d', '3e306a8a'],
  wasm: ['e8743bb3', '13840eb6', 'fe045c9b', '7cf33f45', 'f56ae371'],
} as const satisfies Record<'cpu' | 'wasm', readonly string[]>;
