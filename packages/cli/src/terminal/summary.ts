import type { AnalysisRecord, AuxiliaryRecord } from "@aux/core";
import { showFigure, showMilliseconds } from "./figures.ts";
import { groupArtifacts } from "./group-artifacts.ts";
import { printable } from "./printable.ts";
import { buildProblemLines } from "./problem-lines.ts";
import { shortPath } from "./short-path.ts";
import { markState } from "./state-mark.ts";
import type { Style } from "./style.ts";

/**
 * What came of a run, for a person: outcome, folder, each auxiliary with its figures and files, each problem.
 *
 * @param headline instead of the outcome, for a run that is not over
 */
export function buildSummary(
  record: AnalysisRecord,
  style: Style,
  workingPath: string,
  headline = buildOutcome(record, style),
): string[] {
  const width = Math.max(0, ...record.auxiliaries.map(({ name }) => printable(name).length));
  return [
    `${style.strong("auxiliary:")} ${headline}`,
    ...buildMachine(record),
    `  results in ${style.strong(printable(shortPath(record.folder, workingPath)))}`,
    ...record.auxiliaries.flatMap((auxiliary) => buildAuxiliary(auxiliary, width, style)),
    ...buildStrays(record),
    ...record.problems.flatMap((problem) => buildProblemLines(problem, style, "  ")),
  ];
}

/** A machine that is only the command as a process of this host is not worth a line. */
function buildMachine({ machine: { name, machinery, snapshot, ip, mac } }: AnalysisRecord): string[] {
  if (machinery === undefined || machinery === "process") return [];
  const data = [snapshot && `snapshot ${snapshot}`, ip, mac].filter((each) => each !== undefined);
  return [`  on machine ${printable([`${name} (${machinery})`, ...data].join(", "))}`];
}

function buildOutcome(record: AnalysisRecord, style: Style): string {
  const took = analysisTime(record);
  const after = took === undefined ? "" : ` after ${showMilliseconds(took)}`;
  switch (record.outcome) {
    case "completed":
      return `${style.good("analysis completed")}${after}${exitOf(record)}`;
    case "timeout":
      return `${style.good("analysis ended at its timeout")}${after}`;
    case "interrupted":
      return `${style.warn("analysis interrupted")}${after}`;
    case "aborted":
      return `${style.bad("analysis aborted, because a module crashed")}${after}`;
    case "not-begun":
      return style.bad("the analysis did not begin");
    case "failed":
      return `${style.bad("the machinery failed")}${exitOf(record)}`;
    case "running":
      return style.warn("the analysis is not over");
  }
}

const MOST_STRAYS = 5;

/** No problem, but worth knowing: a daemon of the host's own may be among them. */
function buildStrays({ strays = [] }: AnalysisRecord): string[] {
  const lines = strays
    .slice(0, MOST_STRAYS)
    .map(({ process, program, auxiliary }) =>
      printable(
        `  ended ${process}, left behind by ${program}${auxiliary === undefined ? "" : ` of ${auxiliary}`}`,
      ),
    );
  const others = strays.length - lines.length;
  return others === 0 ? lines : [...lines, `  and ${others} more`];
}

function analysisTime(record: AnalysisRecord): number | undefined {
  const phase = record.phases.find(({ name }) => name === "analysis");
  return phase?.ended && phase.ended.monotonicMs - phase.started.monotonicMs;
}

function exitOf({ exit }: AnalysisRecord): string {
  if (exit === undefined) return "";
  return exit.signal === null ? `, exit code ${exit.code}` : `, ended by ${exit.signal}`;
}

function buildAuxiliary(auxiliary: AuxiliaryRecord, width: number, style: Style): string[] {
  const { mark, text } = markState(auxiliary.state, style);
  const { counts, words } = describeFigures(auxiliary);
  const note = auxiliary.reason === undefined ? counts : printable(auxiliary.reason);
  const indent = " ".repeat(width + 6);
  return [
    `  ${mark} ${printable(auxiliary.name).padEnd(width)}  ${note === "" ? text.trimEnd() : `${text}  ${note}`}`,
    ...(words === "" ? [] : [`${indent}${style.dim(words)}`]),
    ...groupArtifacts(auxiliary.artifacts).map(
      ({ where, what }) => `${indent}${style.strong(printable(where))} ${style.dim(printable(what))}`,
    ),
    ...auxiliary.problems.flatMap((problem) => buildProblemLines(problem, style, indent)),
  ];
}

/** What was counted, which is looked at first, and what was said in words (an interface, a filter). */
function describeFigures({ figures }: AuxiliaryRecord): { readonly counts: string; readonly words: string } {
  const shown = (isWord: boolean) =>
    Object.entries(figures)
      .filter(([, value]) => (typeof value === "string") === isWord)
      .map(([name, value]) => printable(showFigure(name, value)))
      .join(", ");
  return { counts: shown(false), words: shown(true) };
}
