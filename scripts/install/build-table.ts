/** Aligns rows of words into the lines of a table. */
export function buildTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, word] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, word.length);
  return rows.map((row) =>
    row
      .map((word, index) => word.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
