import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Where the suite's files, each in a process of its own, note what they have tried. */
const FIGURES_PATH = resolve(import.meta.dirname, "../../.reports/fault-figures.jsonl");

/** What was tried, by what is counted. */
export type Figures = Readonly<Record<string, number>>;

/** Adds to the suite's figures. */
export function countFigures(figures: Figures): void {
  mkdirSync(dirname(FIGURES_PATH), { recursive: true });
  appendFileSync(FIGURES_PATH, `${JSON.stringify(figures)}\n`);
}

/** The sums of all that was counted since the figures were removed. */
export function loadFigures(): Figures {
  const lines = existsSync(FIGURES_PATH) ? readFileSync(FIGURES_PATH, "utf8").trim().split("\n") : [];
  const sums: Record<string, number> = {};
  for (const line of lines.filter((text) => text !== "")) {
    for (const [name, value] of Object.entries(JSON.parse(line) as Figures)) {
      sums[name] = (sums[name] ?? 0) + value;
    }
  }
  return sums;
}

export function removeFigures(): void {
  rmSync(FIGURES_PATH, { force: true });
}
