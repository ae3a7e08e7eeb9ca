import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { Outcome } from "../record/record.ts";
import type { AuxiliaryRun } from "./auxiliary-run.ts";

/** Why an analysis does not begin although its modules were started. */
export interface Refusal {
  readonly error: AuxiliaryError;
  readonly outcome: Outcome;
}

/** The first reason that applies: the run was interrupted, a crash ends it, a required module did not start. */
export function findRefusal(
  runs: readonly AuxiliaryRun[],
  {
    isInterrupted,
    fatalProblem,
  }: { readonly isInterrupted: boolean; readonly fatalProblem: Problem | undefined },
): Refusal | undefined {
  if (isInterrupted) {
    const problem = coreProblem("AUX_ABORTED", "the run was interrupted before the analysis began");
    return { error: new AuxiliaryError(problem), outcome: "interrupted" };
  }
  if (fatalProblem !== undefined) return { error: new AuxiliaryError(fatalProblem), outcome: "aborted" };
  const run = runs.find((candidate) => candidate.isRequired && !isStarted(candidate));
  if (run === undefined) return undefined;
  const reason = run.problems[0]?.message ?? run.toRecord().reason ?? run.state;
  const problem = coreProblem("AUX_REQUIRED_FAILED", `${run.name} is required and did not start: ${reason}`);
  return { error: new AuxiliaryError(problem), outcome: "not-begun" };
}

/** A required module that does not apply to this task, or is disabled by its class, has not failed. */
export function isStarted({ state }: AuxiliaryRun): boolean {
  return state === "running" || state === "skipped" || state === "disabled";
}
