import type { Problem } from "@aux/core";

/** Problems, a line each with code, message and remedy. */
export function describeProblems(problems: readonly Problem[]): string {
  if (problems.length === 0) return "no problem was reported";
  return problems.map(describeProblem).join("\n");
}

function describeProblem({ code, message, remedy, lastWords = [] }: Problem): string {
  const words = lastWords.length === 0 ? "" : `\n  it said: ${lastWords.join(" | ")}`;
  return `${code}: ${message}. ${remedy}${words}`;
}
