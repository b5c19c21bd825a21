/** Rows under headings, in columns as wide as they need to be. */
export function tableText(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n'); // biome-ignore format: one row a line
}

export function printTable(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  console.log(`${tableText(headings, rows)}\n`);
}
