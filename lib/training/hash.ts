/**
 * Check number of a state: FNV-1a over the bits of the numbers, word by word, as eight hexadecimal digits. Two runs with the
 * same check number at the same step have, for all purposes of a reader, the same weights.
 */
export function hashFloats(values: Float32Array, start = 0x811c9dc5): string {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let hash = start | 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    hash = Math.imul(hash ^ (word & 0xffff), 0x01000193);
    hash = Math.imul(hash ^ (word >>> 16), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
