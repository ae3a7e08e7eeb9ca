import type { RecoveryReport } from "@aux/analysis";
import { printable } from "../terminal/printable.ts";
import { buildProblemList } from "../terminal/problem-lines.ts";
import { shortPath } from "../terminal/short-path.ts";
import type { Style } from "../terminal/style.ts";
import { buildSummary } from "../terminal/summary.ts";

/** What came of recovering one folder, for a person. */
export function buildRecoveryLines(report: RecoveryReport, style: Style, workingPath: string): string[] {
  const { folder, recovered, problems } = report;
  const path = printable(shortPath(folder, workingPath));
  if (recovered === undefined)
    return [
      `${style.strong("auxiliary:")} ${style.bad(`${path} was not recovered`)}`,
      ...buildProblemList(problems, style, "  "),
    ];
  if (recovered.state === "finished")
    return [`${style.strong("auxiliary:")} ${path} has nothing to recover: its record is finished`];
  const { ended, undone, record } = recovered;
  const headline = style.warn(`recovered ${path}`);
  return [
    ...(record === undefined ? [headline] : buildSummary(record, style, workingPath, headline)),
    ...ended.map((name) => `  ended ${printable(name)}`),
    ...undone.map((what) => `  undone: ${printable(what)}`),
  ];
}

/** The same before another run begins, in a line each. */
export function describeRecovery({ folder, recovered, problems }: RecoveryReport): string {
  const [problem] = problems;
  if (recovered === undefined) return `${folder} was not recovered: ${problem?.message} [${problem?.code}]`;
  const left = problems.length === 0 ? "" : `; ${problems.map(({ message }) => message).join("; ")}`;
  return `recovered ${folder}, whose runner was killed: its record is finished${left}`;
}
