import type { AnalysisRecord, Problem } from "@aux/core";
import type { Scenario, Seen } from "../scenarios/scenario.ts";
import { normalise } from "./normalise.ts";

/** What is shown of one fault. */
export interface Shown {
  readonly scenario: Scenario;
  readonly seen: readonly Seen[];
  readonly record: AnalysisRecord | undefined;
  readonly projectPath: string;
}

/** The section of a fault: what was done, what was said, what is in the record. */
export function buildSection({ scenario, seen, record, projectPath }: Shown): string {
  const commands = seen.map(({ command, code, said }) => {
    const lines = normalise(`$ ${command}\n${said}`, projectPath);
    const end = code === null ? "Killed by SIGKILL." : `Exit code ${code}.`;
    return `\`\`\`console\n${lines}\n\`\`\`\n\n${end}`;
  });
  const parts = [`### ${scenario.name}`, scenario.what, ...commands, ...buildRecordPart(record, projectPath)];
  return parts.join("\n\n");
}

function buildRecordPart(record: AnalysisRecord | undefined, projectPath: string): readonly string[] {
  if (record === undefined) return [];
  const own = record.problems.map((problem) => ({ where: "run", problem }));
  const modules = record.auxiliaries.flatMap(({ name, problems }) =>
    problems.map((problem) => ({ where: name, problem })),
  );
  const rows = [...own, ...modules].map(({ where, problem }) => buildRow(where, problem, projectPath));
  const states = record.auxiliaries.map(({ name, state }) => `${name} \`${state}\``).join(", ");
  const about = `In the record: outcome \`${record.outcome}\`${states === "" ? "" : `, ${states}`}.`;
  return rows.length === 0
    ? [about]
    : [about, ["| of | code | remedy |", "|---|---|---|", ...new Set(rows)].join("\n")];
}

function buildRow(where: string, { code, remedy }: Problem, projectPath: string): string {
  return `| ${where} | \`${code}\` | ${normalise(remedy, projectPath).replaceAll("|", "\\|").replaceAll("\n", " ")} |`;
}
