import type { AuxiliaryList, ListedAuxiliary } from "@aux/core";
import { printable } from "../terminal/printable.ts";
import type { Style } from "../terminal/style.ts";

/** The candidates as a table for a person. */
export function buildListLines({ auxiliaries }: AuxiliaryList, style: Style): string[] {
  if (auxiliaries.length === 0) {
    return [
      "The project's package.json names no auxiliary module. Add one, for example: pnpm add @aux/sniffer",
    ];
  }
  const rows = auxiliaries.map(buildRow);
  const table = [["section", "runs", "order", "package", ""], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row, index) => {
    const line = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
    if (index === 0) return style.dim(line);
    return auxiliaries[index - 1]?.enabled === true ? style.strong(line) : line;
  });
}

function buildRow({
  name,
  enabled,
  order,
  package: packageName,
  version,
  reason,
}: ListedAuxiliary): string[] {
  const cells = [
    name,
    enabled ? "yes" : "no",
    String(order ?? "-"),
    `${packageName} ${version}`,
    reason ?? "",
  ];
  return cells.map(printable);
}
