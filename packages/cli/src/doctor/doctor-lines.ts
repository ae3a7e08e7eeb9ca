import type { DoctorReport, Finding, FindingLevel } from "@aux/analysis";
import { showMilliseconds } from "../terminal/figures.ts";
import { printable } from "../terminal/printable.ts";
import { buildProblemLines } from "../terminal/problem-lines.ts";
import type { Style } from "../terminal/style.ts";

/** A report for a person: a line for each thing that was looked at, what mends it below, and a verdict. */
export function buildDoctorLines({ findings, isWhole, tookMs }: DoctorReport, style: Style): string[] {
  const width = Math.max(0, ...findings.map(({ about }) => printable(about).length));
  const counts = [countLevel(findings, "problem"), countLevel(findings, "warning"), showMilliseconds(tookMs)];
  const verdict = isWhole
    ? style.good("an analysis can run whole")
    : style.bad("an analysis could not run whole");
  return [
    ...findings.flatMap((finding) => buildFinding(finding, width, style)),
    `${style.strong("auxiliary:")} ${verdict} ${style.dim(`(${counts.join(", ")})`)}`,
  ];
}

function countLevel(findings: readonly Finding[], level: FindingLevel): string {
  const count = findings.filter((finding) => finding.level === level).length;
  return count === 0 ? `no ${level}` : `${count} ${level}${count === 1 ? "" : "s"}`;
}

function buildFinding({ level, about, message, problem }: Finding, width: number, style: Style): string[] {
  const start = `${markLevel(level, style)}  ${printable(about).padEnd(width)}  `;
  if (problem === undefined) return [`${start}${printable(message)}`];
  const [first = "", ...rest] = buildProblemLines(problem, style);
  const indent = " ".repeat("problem".length + 2 + width + 2);
  return [`${start}${first}`, ...rest.map((line) => `${indent}${line}`)];
}

function markLevel(level: FindingLevel, style: Style): string {
  const text = level.padEnd("problem".length);
  if (level === "well") return style.good(text);
  return level === "warning" ? style.warn(text) : style.bad(text);
}
