import type { Problem, ProblemLocation } from "@aux/core";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

/** Problems for a person, one after the other; what to do about several in a row is said once. */
export function buildProblemList(problems: readonly Problem[], style: Style, indent = ""): string[] {
  return problems.flatMap((problem, index) => {
    const lines = buildProblemLines(problem, style, indent);
    const isSaidBelow = !isSaid(problem) && problems[index + 1]?.remedy === problem.remedy;
    return isSaidBelow ? lines.slice(0, -1) : lines;
  });
}

/** A problem for a person: `file:line: what; allowed; did you mean`, then its last words and what to do about it. */
export function buildProblemLines(problem: Problem, style: Style, indent = ""): string[] {
  const { at = {}, lastWords = [] } = problem;
  const where = placeOf(at);
  const what = [printable(problem.message), ...hintsOf(problem.message, at)].join("; ");
  return [
    `${indent}${where === "" ? "" : style.strong(`${where}: `)}${what} ${style.dim(`[${problem.code}]`)}`,
    ...lastWords.map((line) => `${indent}    ${style.dim(`| ${printable(line)}`)}`),
    ...(isSaid(problem) ? [] : [`${indent}  ${style.dim("→")} ${printable(problem.remedy)}`]),
  ];
}

/** A remedy that only says what is allowed stands in the first line already. */
function isSaid({ remedy, at }: Problem): boolean {
  return at?.allowed !== undefined && remedy.endsWith(`: ${at.allowed}.`);
}

function placeOf(at: ProblemLocation): string {
  if (at.file === undefined) return "";
  return printable(at.line === undefined ? at.file : `${at.file}:${at.line}`);
}

function hintsOf(message: string, at: ProblemLocation): string[] {
  const hints: string[] = [];
  if (at.allowed !== undefined && !message.includes(at.allowed))
    hints.push(`allowed: ${printable(at.allowed)}`);
  if (at.nearest !== undefined) hints.push(`did you mean ${printable(at.nearest)}?`);
  return hints;
}
