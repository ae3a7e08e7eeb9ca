import { AuxiliaryError, type Problem } from "@aux/core";

/**
 * `well` · `warning` an analysis would be whole, and something should be mended all the same · `problem` an analysis
 * could not run whole.
 */
export type FindingLevel = "well" | "warning" | "problem";

/** One line of `auxiliary doctor`: what was looked at, what was found, what mends it. */
export interface Finding {
  readonly level: FindingLevel;
  /** What was looked at: `node`, `configuration`, `storage`, `space`, `runs`, a module, a machine. */
  readonly about: string;
  readonly message: string;
  /** With the command that mends it as remedy; missing when all is well. */
  readonly problem?: Problem;
}

export function well(about: string, message: string): Finding {
  return { level: "well", about, message };
}

export function warning(about: string, problem: Problem): Finding {
  return { level: "warning", about, message: problem.message, problem };
}

export function problemFound(about: string, problem: Problem): Finding {
  return { level: "problem", about, message: problem.message, problem };
}

/** The problems behind something that was thrown, each as a finding. @throws what has no problems */
export function findingsOf(about: string, error: unknown): readonly Finding[] {
  if (!AuxiliaryError.is(error)) throw error;
  return error.problems.map((problem) => problemFound(about, problem));
}
