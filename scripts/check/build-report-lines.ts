import type { EndedCheck } from "./run-checks.ts";

/** What is printed when a check has ended: one line, and below it what it found and its notes. */
export function buildReportLines({ check, report, durationMs }: EndedCheck): string[] {
  const count = report.findings.length;
  const verdict = count === 0 ? "well  " : "FAILED";
  const time = `${(durationMs / 1000).toFixed(1)} s`;
  const lines = [`${verdict}  ${check.name.padEnd(10)} ${time.padStart(7)}   ${check.about}`];
  if (report.output && count > 0) lines.push(...report.output.split("\n").map((line) => `    ${line}`));
  for (const finding of report.findings)
    lines.push(`    ${finding.where}: ${finding.what}`, `        -> ${finding.remedy}`);
  for (const note of report.notes ?? []) lines.push(`    ${note}`);
  return lines;
}
