import { resolve } from "node:path";
import { type AnalysisStatus, buildGoneProblem } from "@aux/analysis";
import { showBytes, showMilliseconds } from "../terminal/figures.ts";
import { printable } from "../terminal/printable.ts";
import { buildProblemLines } from "../terminal/problem-lines.ts";
import type { Style } from "../terminal/style.ts";
import { buildSummary } from "../terminal/summary.ts";

/** How an analysis stands, for a person: what came of it where it is over, each module's state and problems so far. */
export function buildStatusLines(
  { state, pid, record, files }: AnalysisStatus,
  folder: string,
  style: Style,
  now: Date,
): string[] {
  if (state === "over") return buildSummary(record, style, process.cwd());
  if (state === "gone")
    return [
      ...buildSummary(record, style, process.cwd(), style.bad("the analysis was never finished")),
      ...buildProblemLines(buildGoneProblem(resolve(folder)), style),
    ];
  const since = showMilliseconds(Math.max(0, now.getTime() - Date.parse(record.started.wall)));
  const phase = record.phases.findLast(({ ended }) => ended === undefined)?.name ?? "between two steps";
  const headline = `${style.good("the analysis runs")}, since ${since}, in process ${pid}; now: ${phase}`;
  return [...buildSummary(record, style, process.cwd(), headline), ...buildFileLines(files, style)];
}

/** The first of them are what a person looks for. */
function buildFileLines(files: AnalysisStatus["files"], style: Style): string[] {
  const shown = files.slice(0, MOST_FILES);
  const rest = files.length - shown.length;
  return [
    ...shown.map(({ path, bytes }) => `    ${style.strong(printable(path))} ${style.dim(showBytes(bytes))}`),
    ...(rest === 0 ? [] : [style.dim(`    and ${rest} files more`)]),
  ];
}

const MOST_FILES = 20;
