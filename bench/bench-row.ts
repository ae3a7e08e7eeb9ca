/** One line of the table: what was measured, what it was held against, and the limit it has to keep. */
export interface BenchRow {
  readonly what: string;
  readonly ours: string;
  readonly comparedWith: string;
  readonly ratio: string;
  /** Empty where the line is for information only. */
  readonly limit: string;
  /** Undefined where there is no limit. */
  readonly isMet?: boolean;
}

const HEADINGS = ["what", "ours", "compared with", "ratio", "limit", "met?"];

/** The table of all lines, as text. */
export function buildTable(rows: readonly BenchRow[]): string {
  const cells = [HEADINGS, ...rows.map(buildCells)];
  const widths = HEADINGS.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("   ")
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)).join("   "));
  return lines.join("\n");
}

/** Milliseconds in the unit that reads best. */
export function formatMs(ms: number): string {
  if (ms < 1) return `${(ms * 1000).toFixed(ms < 0.1 ? 1 : 0)} µs`;
  return `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;
}

/** A ratio with the sign of multiplication. */
export function formatRatio(ours: number, theirs: number): string {
  return `${(ours / theirs).toFixed(2)} ×`;
}

function buildCells(row: BenchRow): string[] {
  const verdict = row.isMet === undefined ? "" : row.isMet ? "yes" : "NO";
  return [row.what, row.ours, row.comparedWith, row.ratio, row.limit, verdict];
}
