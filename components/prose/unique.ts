let last = 0;

/** An id that no other element of the build has. For elements that only their neighbours refer to. */
export function uniqueId(prefix: string): string {
  last += 1;
  return `${prefix}-${last}`;
}
