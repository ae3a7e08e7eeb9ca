import type { Problem, ProblemLocation } from "@aux/core";
import { CLI_PROBLEMS } from "./cli-problems.ts";

/** Builds a problem of the command line itself, without loading the library for it. */
export function cliProblem(
  code: keyof typeof CLI_PROBLEMS,
  message: string,
  more: CliProblemDetails = {},
): Problem {
  return { code, message, remedy: CLI_PROBLEMS[code].remedy, ...more };
}

interface CliProblemDetails {
  readonly remedy?: string;
  readonly at?: ProblemLocation;
}
