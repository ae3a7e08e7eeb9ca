import type { Problem } from "@aux/core";
import { cliProblem } from "./cli-problem.ts";
import { printable } from "./terminal/printable.ts";
import { UsageError } from "./usage-error.ts";

interface WithProblems extends Error {
  readonly problems: readonly Problem[];
}

/** Known without loading the library: an error of any copy of `@aux/core`, or of the command line. */
function hasProblems(error: unknown): error is WithProblems {
  return error instanceof UsageError || (error instanceof Error && Symbol.for("aux.error") in error);
}

/** True for what whoever typed the command or wrote the configuration can mend. */
export function isUserError(error: unknown): boolean {
  return hasProblems(error);
}

/** Every problem behind something that was thrown; AUX_UNEXPECTED for what has none. */
export function problemsOf(error: unknown): readonly Problem[] {
  if (hasProblems(error)) return error.problems;
  const reason = error instanceof Error ? error.message : String(error);
  return [cliProblem("AUX_UNEXPECTED", reason === "" ? "an error without a message" : reason)];
}

/** The stack of what was thrown and of its causes, line by line. */
export function stackOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = (error.stack ?? "").split("\n").map((line) => `    ${printable(line.trim())}`);
  return error.cause === undefined ? own : [...own, "  caused by", ...stackOf(error.cause)];
}
